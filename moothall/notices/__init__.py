"""What can be told to a person: on the desk at once, and by e-mail as each chooses.

A room registers its kinds in `notices.kinds` and calls `notices.tell` inside the act that is worth telling.
"""

from .telling import done, forget, read, read_place, tell, withdraw

__all__ = ["done", "forget", "read", "read_place", "tell", "withdraw"]
