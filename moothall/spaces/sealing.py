"""What ties an anonymous ballot to its writer while a poll is open: a digest that the hall's own key makes."""

from django.utils.crypto import salted_hmac

SALT = "moothall.spaces.poll"


def link(*, poll: int, person: int) -> str:
    """The digest under which a person's ballot is found again; the tables alone do not tell whose it is."""
    return salted_hmac(SALT, f"{poll}:{person}", algorithm="sha256").hexdigest()
