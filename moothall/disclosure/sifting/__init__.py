"""What many searches found, made ready to be read: each thing once, what belongs together together.

It takes no database and no model: records go in, a review set comes out, the same for the same records in any order.
"""

from moothall.disclosure.sifting.alike import ALIKE
from moothall.disclosure.sifting.joining import sift
from moothall.disclosure.sifting.records import Beside, Copy, Found, Group, Item, Line, Member, ReviewSet, Thread

__all__ = ["ALIKE", "Beside", "Copy", "Found", "Group", "Item", "Line", "Member", "ReviewSet", "Thread", "sift"]
