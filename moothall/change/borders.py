"""What higher rooms show on an initiative’s page, and the page of one’s own value; each registers it in `room.py`."""

from collections.abc import Callable
from dataclasses import dataclass

from moothall.change.models import Initiative
from moothall.kit.registry import Registry
from moothall.people.models import User


@dataclass(frozen=True)
class Part:
    """A part of an initiative's page: the template gets as `part` what `build` finds for this person.

    Nothing is shown where that is None. A part `beside` stands among the facts at the side of the page.
    """

    key: str
    order: int
    template: str
    build: Callable[[User, Initiative], object | None]
    beside: bool = False


@dataclass(frozen=True)
class Shown:
    """A part with what it found."""

    template: str
    content: object


@dataclass(frozen=True)
class ValuePage:
    """A page without arguments that answers "What value am I adding?" for whoever asks."""

    key: str
    url_name: str
    order: int = 100


parts: Registry[Part] = Registry("parts of an initiative's page")
value_pages: Registry[ValuePage] = Registry("pages of one's own value")


def shown(person: User, initiative: Initiative, *, beside: bool) -> list[Shown]:
    """The parts that have something to show this person, in their order."""
    found = [(part, part.build(person, initiative)) for part in parts if part.beside is beside]
    return [Shown(part.template, content) for part, content in found if content is not None]
