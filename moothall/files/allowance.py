"""How much may come in: for one person in a day, for the whole hall, and before the disk is full."""

import shutil
import tempfile
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext as _

from moothall.kit import clock
from moothall.kit.registries import Person
from moothall.kit.templatetags.kit import filesize

from .kinds import MEGABYTE, UploadKind
from .models import Pack, Upload
from .refusals import Refused, no_room

DAY = timedelta(days=1)
MOST_UNDER_WAY = 50  # uploads one person may have begun and not finished


def check_size(name: str, size: int, *, most: int) -> None:
    """Raise `Refused` for a file that is empty or too large."""
    if size < 1:
        words = _("“%(name)s” is empty. Choose a file with something in it.") % {"name": name}
        raise Refused(words, HTTPStatus.UNPROCESSABLE_ENTITY)
    if size > most:
        given = {"name": name, "size": filesize(size), "most": filesize(most)}
        words = _("“%(name)s” is %(size)s. Choose a file of at most %(most)s.") % given
        raise Refused(words, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def check_quotas(person: Person, *, name: str, size: int, kind: UploadKind) -> None:
    """Raise `Refused` when this would be more than one person, or the hall, may keep. To be called in a transaction.

    The person's row is locked, so that many uploads begun at once are counted one after the other.
    """
    get_user_model()._default_manager.select_for_update(of=("self",)).filter(pk=person.pk).first()
    since = clock.now() - DAY
    mine = Upload.objects.filter(owner=person.pk, started__gt=since)
    sums = mine.aggregate(size=Sum("size", default=0), open=Count("pk", filter=Q(blob__isnull=True)))
    most = settings.MOOTHALL_UPLOAD_PERSON_MB * MEGABYTE
    if sums["open"] >= MOST_UNDER_WAY:
        words = _("You have many uploads under way. Let some finish, then try again.")
        raise Refused(words, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if sums["size"] + size > most:
        given = {"name": name, "most": filesize(most), "size": filesize(sums["size"])}
        words = _(
            "“%(name)s” would be more than one person may upload in a day (%(most)s; you have used %(size)s)."
            " Try again tomorrow, or ask your administrator."
        )
        raise Refused(words % given, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    _check_hall(size)


def _check_hall(size: int) -> None:
    most = settings.MOOTHALL_UPLOAD_HALL_MB * MEGABYTE
    if not most:
        return
    kept = Pack.objects.aggregate(size=Sum("size", default=0))["size"]
    coming = Upload.objects.under_way().aggregate(size=Sum(F("size"), default=0))["size"]
    if kept + coming + size > most:
        words = _("The hall holds as much as it may. Ask your administrator to make room, then try again.")
        raise Refused(words, HTTPStatus.INSUFFICIENT_STORAGE)


def check_disk(need: int) -> None:
    """Raise `Refused` when `need` bytes more would leave less than the reserve free."""
    reserve = settings.MOOTHALL_DISK_RESERVE_MB * MEGABYTE
    if shutil.disk_usage(_existing(settings.MOOTHALL_DATA)).free < need + reserve:
        raise no_room()


def check_temporary_disk(need: int) -> None:
    """Raise `Refused` when a plain form's files would not fit where they lie until they are checked."""
    if shutil.disk_usage(tempfile.gettempdir()).free < need:
        raise no_room()
    check_disk(need)


def _existing(folder: Path) -> Path:
    while not folder.exists():
        folder = folder.parent
    return folder
