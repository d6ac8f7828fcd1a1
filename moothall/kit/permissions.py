"""The two answers a page gives to those who may not: 403 where they may look but not act, 404 where they may not look."""

from django.core.exceptions import PermissionDenied


def require(allowed: bool) -> None:
    """Go on only if allowed; raises `PermissionDenied` (403)."""
    if not allowed:
        raise PermissionDenied
