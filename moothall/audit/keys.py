"""The keys that seal the chain, apart from Django's own: the first signs, older ones go on verifying."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Key:
    """A secret and the name it goes by in every entry it sealed."""

    id: str
    secret: bytes = field(repr=False)


def signing() -> Key:
    """Return the key that seals new entries; raises ImproperlyConfigured when there is none."""
    for key_id, secret in _keys().items():
        return Key(key_id, secret)
    raise ImproperlyConfigured("Set MOOTHALL_AUDIT_KEYS: without a key no act can be recorded.")


def find(key_id: str) -> Key | None:
    """Return the key of this name, retired ones included."""
    secret = _keys().get(key_id)
    return None if secret is None else Key(key_id, secret)


def _keys() -> Mapping[str, bytes]:
    keys: Mapping[str, bytes] = settings.MOOTHALL_AUDIT_KEYS
    return keys
