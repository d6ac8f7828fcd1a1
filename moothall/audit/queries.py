"""What the audit's pages show."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from moothall.kit.registries import Person, audit_wording

from . import closed
from .canonical import Plain, canonical
from .models import Entry, Private

AT_ONCE = 500  # rows held in memory for a copy


@dataclass(frozen=True)
class Told:
    """An entry as it is told: who did what to what; of one that is closed to the reader nothing but its number."""

    entry: Entry
    who: str
    words: str
    thing: str
    thing_token: str
    closed: bool = False

    @property
    def actor(self) -> Any:
        """The person, while they have an account."""
        return self.entry.actor

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What was recorded, as names and values to read."""
        return facts(self.entry.details)


@dataclass(frozen=True)
class Asked:
    """Which entries: by whom (a name, an address or a number), of what verb, on which thing, between which days."""

    person: str = ""
    verb: str = ""
    thing: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def anything(self) -> bool:
        """Whether anything narrows the record."""
        return bool(self.person or self.verb or self.thing or self.since or self.until)

    @property
    def leaves_none_out(self) -> bool:
        """Whether every entry of the days is meant, so that the numbers follow one another."""
        return not (self.person or self.verb or self.thing)


def entries(asked: Asked, reader: Person) -> QuerySet[Entry]:
    """The entries asked for, in no order; what is closed to the reader is among them only where none is left out."""
    found = _entries(asked)
    return found if asked.leaves_none_out else closed.without(found, reader)


def _entries(asked: Asked) -> QuerySet[Entry]:
    found = Entry.objects.select_related("actor")
    if asked.person:
        found = found.filter(_by(asked.person))
    if asked.verb:
        found = found.filter(verb=asked.verb)
    if asked.thing:
        object_type, _colon, object_id = asked.thing.partition(":")
        found = found.filter(object_type=object_type, **({"object_id": object_id} if object_id else {}))
    if asked.since:
        found = found.filter(at__gte=_midnight(asked.since))
    if asked.until:
        found = found.filter(at__lt=_midnight(asked.until + timedelta(days=1)))
    return found


def tell(found: Iterable[Entry], hidden: Container[int] = ()) -> Iterator[Told]:
    """Put entries into words; of those whose numbers are hidden nothing is said."""
    for entry in found:
        if entry.seq in hidden:
            yield Told(
                entry, who="", words=_("an act on something that is closed"), thing="", thing_token="", closed=True
            )
            continue
        thing = f"{kind_of(entry.object_type)} {entry.object_id}" if entry.object_type else ""
        token = f"{entry.object_type}:{entry.object_id}" if entry.object_type else ""
        yield Told(
            entry, who=name_of(entry.actor_id, entry.actor), words=say(entry.verb), thing=thing, thing_token=token
        )


def say(verb: str) -> str:
    """The words for a verb, or the verb itself while its room is switched off."""
    wording = audit_wording.get(verb)
    return str(wording.words) if wording else verb


def facts(content: Mapping[str, Plain]) -> list[tuple[str, str]]:
    """Recorded values as names and values to read."""
    return [(name.replace("_", " "), _read_out(value)) for name, value in content.items()]


def _read_out(value: Plain) -> str:
    if value is None or value in ([], {}, ""):
        return _("none")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_read_out(item) for item in value)
    return canonical(value).decode() if isinstance(value, dict) else str(value)


def private_of(entry: Entry) -> Private | None:
    """The personal details of an entry, or the marker that stands where they were."""
    return Private.objects.filter(entry=entry).first()


def neighbours(entry: Entry) -> tuple[int | None, int | None]:
    """The numbers of the entries before and after, where there are such."""
    around = set(Entry.objects.filter(seq__in=(entry.seq - 1, entry.seq + 1)).values_list("seq", flat=True))
    return (entry.seq - 1 if entry.seq - 1 in around else None, entry.seq + 1 if entry.seq + 1 in around else None)


def _by(person: str) -> Q:
    named = get_user_model()._default_manager.filter(Q(name__icontains=person) | Q(email__iexact=person))
    by = Q(actor__in=named.values("pk"))
    # Accounts go and entries stay, so a number must find them too.
    return by | Q(actor_id=int(person)) if person.isdecimal() and len(person) < 19 else by


def name_of(number: int | None, person: Any) -> str:
    """Who it was, also when the account is gone."""
    if number is None:
        return _("The hall itself")
    if person is None:
        return _("Someone who has no account any more ({id})").format(id=number)
    return str(person.name)


def acts_of(person: Person) -> Iterator[dict[str, object]]:
    """For a person's copy of their own data: what they did, and what was done to their entry; nothing about others.

    Details stay out, for they may concern other people, and so does who did something to them.
    """
    did = closed.without(Entry.objects.filter(actor_id=person.pk).order_by("seq"), person)
    for entry in did.iterator(chunk_size=AT_ONCE):
        yield {"you": entry.verb, "at": entry.at, "on": entry.object_type, "number": entry.object_id}
    label = get_user_model()._meta.label_lower
    done = Entry.objects.filter(object_type=label, object_id=str(person.pk)).order_by("seq")
    for entry in done.iterator(chunk_size=AT_ONCE):
        yield {"about_you": entry.verb, "at": entry.at}


def kind_of(object_type: str) -> str:
    """What such things are called."""
    try:
        return str(apps.get_model(object_type)._meta.verbose_name)
    except (LookupError, ValueError):
        return object_type


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
