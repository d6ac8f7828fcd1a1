"""What may be uploaded for what: each room that takes files says how large they may be, and who may send them."""

from collections.abc import Callable
from dataclasses import dataclass

from moothall.kit.registries import Person, everyone
from moothall.kit.registry import Registry

MEGABYTE = 1_000_000  # as file managers count


@dataclass(frozen=True)
class UploadKind:
    """Files for one purpose: `most` bytes in parts, `plain` bytes in a form that browsers send in one go."""

    key: str
    most: Callable[[], int]
    plain: Callable[[], int]
    may: Callable[[Person], bool] = everyone
    order: int = 100


kinds: Registry[UploadKind] = Registry("upload kinds")


def kind_for(key: str, person: Person) -> UploadKind | None:
    """The kind with this key, when this person may upload for it."""
    kind = kinds.get(key)
    return kind if kind is not None and kind.may(person) else None
