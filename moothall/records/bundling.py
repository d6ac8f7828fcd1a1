"""What can be taken out of the hall as a bundle that opens without it, fixed as a record, and brought in again.

A room registers one `Bundling` for each kind of thing (`space`, `conversation`, `message`) in its `room.py`, and a
`Bringing` for each kind whose bundle it makes something of again.
"""

import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

from moothall.kit.registries import Words
from moothall.kit.registry import Registry
from moothall.people.models import User
from moothall.records.custody import File


@dataclass(frozen=True)
class Thing:
    """One thing as the person who asks may know it; `container` says who else may."""

    token: str  # `conversation:9`
    title: str
    container: str  # `space:7`
    url: str


@dataclass(frozen=True)
class Bundling:
    """How things of one kind are found and written out.

    `find(user, ref)` gives what this person may read, or None. `files(ref)` gives the payload: words as HTML and JSON,
    original files and mail as they are. `may_export(user, ref)` says whether they may take the whole of it out.
    """

    key: str
    label: Words
    find: Callable[[User, int], Thing | None]
    files: Callable[[int], Iterable[File]]
    may_export: Callable[[User, int], bool]
    order: int = 100


@dataclass(frozen=True)
class Brought:
    """What a bundle became here."""

    token: str  # `asset:4`
    title: str
    url: str
    words: str
    """What whoever brought it in is told: who can see it, and what could not be matched to anything here."""


class NotOurs(ValueError):  # noqa: N818  says what the bundle is
    """A bundle is damaged, or holds nothing that can be made something of here; the words say what to do."""


class Taken(NotOurs):
    """Something of the same identity is here already; it may come in under another identifier."""


@dataclass(frozen=True)
class Bringing:
    """How a bundle of one kind comes in again, known by a file that it has.

    `bring_in(file, by, identifier)` verifies every hash, makes all of it or nothing, and raises `NotOurs`; it is an act
    that asks by itself whether this person may. `identifier` is under which it comes in, if not under its own.
    """

    key: str  # `space`
    label: Words
    marker: str  # `space.json`
    bring_in: Callable[[BinaryIO, User, str], Brought]
    order: int = 100


bringings: Registry[Bringing] = Registry("bringing in")
bundlings: Registry[Bundling] = Registry("bundles")


def assets_for(user: User) -> list[tuple[str, str]]:
    """The information assets under which this person may keep a record: token and name."""
    from moothall.records.models import InformationAsset

    rows = InformationAsset.objects.visible_to(user).order_by("name")
    return [(f"asset:{asset.pk}", asset.name) for asset in rows[:500]]


def find(user: User, token: str) -> Thing | None:
    """The thing that a token names, when this person may read it."""
    kind, _colon, ref = token.partition(":")
    bundling = bundlings.get(kind)
    if bundling is None or not ref.isdecimal() or len(ref) > 18:
        return None
    return bundling.find(user, int(ref))


def files(token: str) -> Iterable[File]:
    """The payload of a thing; raises KeyError for a kind that nobody registered."""
    kind, _colon, ref = token.partition(":")
    bundling = bundlings.get(kind)
    if bundling is None:
        raise KeyError(f"{kind!r} is not a kind of thing that can be bundled.")
    return bundling.files(int(ref))


def may_export(user: User, token: str) -> bool:
    """Whether this person may take the whole of it out."""
    kind, _colon, ref = token.partition(":")
    bundling = bundlings.get(kind)
    return bundling is not None and find(user, token) is not None and bundling.may_export(user, int(ref))


def bring_in(file: BinaryIO, *, by: User, identifier: str = "") -> Brought:
    """Make what a bundle holds, by the room whose it is; raises `NotOurs`, and PermissionDenied."""
    inside = _names(file)
    for bringing in bringings:
        if f"data/{bringing.marker}" in inside:
            return bringing.bring_in(file, by, identifier)
    known = ", ".join(str(bringing.label).lower() for bringing in bringings)
    words = _("Nothing in this bundle can be brought in here, only: {kinds}. Mail is brought in in the Mail room.")
    raise NotOurs(words.format(kinds=known))


def _names(file: BinaryIO) -> set[str]:
    """The paths inside a bag's folder, not believed yet."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = {name.partition("/")[2] for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as error:
        raise NotOurs(_("The bundle is not whole. It is no zip that can be read.")) from error
    file.seek(0)
    return names
