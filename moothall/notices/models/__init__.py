"""The notices room's tables."""

from .choices import Choice, Hours
from .letters import Letter
from .notices import Notice

__all__ = ["Choice", "Hours", "Letter", "Notice"]
