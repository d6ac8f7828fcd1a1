"""What the disclosure room offers the hall."""

from moothall.disclosure.room import cases as cases
from moothall.disclosure.room import keeping as keeping
from moothall.disclosure.room import log as log
