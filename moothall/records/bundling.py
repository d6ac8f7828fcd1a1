"""What can be taken out of the hall as a bundle that opens without it, and fixed as a record.

A room registers one `Bundling` for each kind of thing (`space`, `conversation`, `message`) in its `room.py`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

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
