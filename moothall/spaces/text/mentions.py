"""Whom a body names: people who can read it, told apart from those who cannot."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from moothall.people import grants
from moothall.people.models import User

TITLE = "Cllr "


@dataclass(frozen=True)
class Named:
    """What was called and is one person who can read it; who cannot; and what could be several people."""

    people: dict[str, User] = field(default_factory=dict)
    untold: list[User] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)

    def warnings(self) -> list[str]:
        """What the author has to know, in words."""
        cannot = [_("{name} can’t see this space, so was not told.").format(name=person.name) for person in self.untold]
        several = _("More than one person is called {name}. Mention the one you mean by handle; it is on the profile.")
        return [*cannot, *(several.format(name=name) for name in self.unclear)]


def named(called: Iterable[str], *, container: str, by: User) -> Named:
    """Look up what was called: by handle, or by full name where one reader of the container has it.

    Only people that the author may know of are looked at, so nobody learns a name by guessing.
    """
    wanted = sorted(set(called))
    if not wanted:
        return Named()
    full = [name for words in wanted for name in (words, TITLE + words)]
    match = Q(handle__in=[words.lower() for words in wanted]) | Q(name__in=full)
    found = list(User.objects.active().visible_to(by).filter(match).order_by("name", "pk"))
    if not found:
        return Named()
    readers = set(
        grants.who_holds(container).filter(pk__in=[person.pk for person in found]).values_list("pk", flat=True)
    )
    return _sorted_out(wanted, found, readers)


def _sorted_out(wanted: list[str], found: list[User], readers: set[int]) -> Named:
    result = Named()
    for words in wanted:
        meant = [person for person in found if _is_called(person, words)]
        can_read = [person for person in meant if person.pk in readers]
        if len(can_read) == 1:
            result.people[words] = can_read[0]
        elif can_read:
            result.unclear.append(words)
        else:
            result.untold.extend(person for person in meant if person not in result.untold)
    return result


def _is_called(person: User, words: str) -> bool:
    return person.handle == words.lower() or person.name in {words, TITLE + words}
