"""The one registry of what can be told, and how a room says what a notice is about."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from moothall.kit.registries import Person, Words, everyone
from moothall.kit.registry import Registry

if TYPE_CHECKING:
    from moothall.people.models import User


class When(models.TextChoices):
    """How soon a person is told by e-mail; the desk has it at once, but for what is muted."""

    ONCE = "once", _("At once")
    DAILY = "daily", _("In a daily digest")
    WEEKLY = "weekly", _("In a weekly digest")
    NOT = "not", _("No e-mail, only on my desk")
    MUTE = "mute", _("Nothing, not even on my desk")


@dataclass(frozen=True)
class Told:
    """What one person may be told about one subject now; plain text, in one language."""

    title: str
    """What it is about, such as the conversation's title."""
    url: str
    """The page of it, from the root: `/spaces/posts/7/`."""
    line: str
    """One sentence that says what happened: `Gareth Pugh answered`."""
    text: str = ""
    """The first words, if there are any."""
    place: str = ""
    """The name of the space or mailbox."""
    thread: str = ""
    """What belongs together, such as `conversation:12`: its mails form one thread in a mail reader."""
    closed: bool = False
    """Whether it lies where not all staff may read, so that a council may want its words kept out of mails."""
    bare: bool = False
    """Whether no mail may carry its words, whatever the council lets mails carry (OFFICIAL-SENSITIVE)."""
    read: bool = False
    """Whether this person has read it meanwhile."""


Load = Callable[["User", Sequence[int]], Mapping[int, Told]]


@dataclass(frozen=True)
class NoticeKind:
    """Something that can be told: `spaces.mention`.

    `load` returns only what the person may see at this moment. Kinds with the same `thing` are about the same
    subjects: of one subject a person is told once, by the kind that told first. Kinds that share a `load` are asked
    for in one go. `shown_to` says who can ever be told it, so that others are not asked how they want it. `places` is
    the key of the `Places` it comes from, so that each of them can be told of otherwise; empty for none.
    """

    key: str
    label: Words
    thing: str
    load: Load
    default: When = When.ONCE
    hint: Words = ""
    order: int = 100
    shown_to: Callable[[Person], bool] = everyone
    places: str = ""


@dataclass(frozen=True)
class Places:
    """The places of one kind (`space`) that a person can choose for, by container with their names."""

    key: str
    names: Callable[["User"], Mapping[str, str]]
    order: int = 100


kinds: Registry[NoticeKind] = Registry("notice kinds")
places: Registry[Places] = Registry("notice places")
