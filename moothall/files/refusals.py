"""Why an upload is refused, in words for the person and a number for the machine."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from django.db import OperationalError
from django.utils.translation import gettext as _

# A full disk, a full quota of the file system, and a file larger than the process may write.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Refused(Exception):  # noqa: N818  says what happened to the upload
    """The upload, or this part of it, is not taken."""

    def __init__(self, words: str, status: HTTPStatus, *, offset: int | None = None) -> None:
        super().__init__(words)
        self.words = words
        self.status = status
        self.offset = offset  # where the upload goes on, when the sender was at the wrong place


def no_such_upload() -> Refused:
    """Nothing here under that token, as far as this person may know."""
    return Refused(_("This upload is no longer here. Choose the file again."), HTTPStatus.NOT_FOUND)


def no_room() -> Refused:
    """The disk is full, or nearly."""
    words = _(
        "There is no room left for this file just now, so it was not kept. Try again later, or tell your administrator."
    )
    return Refused(words, HTTPStatus.INSUFFICIENT_STORAGE)


@contextmanager
def a_full_disk_in_words() -> Iterator[None]:
    """Turn a full disk into a refusal, whoever notices it: the file system or the database."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise no_room() from error
        raise
    except OperationalError as error:
        if "full" in str(error) or "No space left" in str(error):
            raise no_room() from error
        raise
