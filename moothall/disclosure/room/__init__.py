"""What the disclosure room offers the hall."""

from moothall.disclosure.room import cases as cases
from moothall.disclosure.room import intake as intake
