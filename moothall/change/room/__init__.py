"""What the change room offers the hall: a module for each noun."""

from moothall.change.room import initiatives, plans, value

__all__ = ["initiatives", "plans", "value"]
