"""Refusing an act: 403 where someone may look but not do this. (What may not be looked at is 404, by `visible_to`.)"""

from django.core.exceptions import PermissionDenied


def require(allowed: bool) -> None:
    """Go on only if allowed; raises `PermissionDenied` (403)."""
    if not allowed:
        raise PermissionDenied
