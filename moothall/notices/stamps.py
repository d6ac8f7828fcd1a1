"""One number for a thing and for the day, or the change, of which people are told: once of each, and never nagged."""

from datetime import date

_STAMP = 10**7


def stamped(pk: int, stamp: int | date) -> int:
    """One number for a thing and the day, the revision or the person of which people are told."""
    number = stamp.toordinal() if isinstance(stamp, date) else stamp
    return pk * _STAMP + number % _STAMP


def unstamped(subject: int) -> tuple[int, int]:
    """The key of the thing, and the day, revision or person that a subject was made of."""
    return divmod(subject, _STAMP)
