"""What the disclosure room offers the hall."""

from moothall.disclosure.room import cases as cases
from moothall.disclosure.room import intake as intake
from moothall.disclosure.room import keeping as keeping
from moothall.disclosure.room import letters as letters
from moothall.disclosure.room import log as log
from moothall.disclosure.room import searches as searches
