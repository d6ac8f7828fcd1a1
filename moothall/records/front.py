"""The front page of the records room: each part of the room registers its own line here, in `room.py`."""

from collections.abc import Callable
from dataclasses import dataclass

from moothall.kit.registries import Person, Words
from moothall.kit.registry import Registry
from moothall.people.models import User


def of_the_council(person: Person) -> bool:
    """Shown to staff and councillors: the records room is not for guests."""
    return isinstance(person, User) and person.is_active and not person.is_guest


@dataclass(frozen=True)
class FrontItem:
    """A part of the room: its name, what it answers in a sentence, and its address without arguments."""

    key: str
    label: Words
    url_name: str
    words: Words
    shown_to: Callable[[Person], bool] = of_the_council
    order: int = 100


front: Registry[FrontItem] = Registry("parts of the records room")


def shown(person: Person) -> list[FrontItem]:
    """The parts of the room that this person may go to, in their order."""
    return [item for item in front if item.shown_to(person)]
