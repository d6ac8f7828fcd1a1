"""Holders in words: `role:auditor`, `team:3`, `kind:staff`, `user:5`, `space:7`, everyone."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from moothall.notices.kinds import places
from moothall.people.models import Kind, Role, Team, User
from moothall.policies.models import EVERYONE


def names(holders: Iterable[str], *, seen_by: User | None) -> Mapping[str, str]:
    """What to call each holder; a space by name only to those who are in it."""
    wanted = set(holders)
    refs: dict[str, set[str]] = {}
    for holder in wanted:
        sort, _colon, ref = holder.partition(":")
        refs.setdefault(sort, set()).add(ref)
    known = {EVERYONE: everyone()}
    known |= {f"kind:{kind.value}": words for kind, words in kinds().items()}
    known |= {f"role:{role.value}": str(role.label) for role in Role}
    if refs.get("team"):
        teams = Team.objects.filter(pk__in=refs["team"]).values_list("pk", "name")
        known |= {f"team:{pk}": name for pk, name in teams}
    if refs.get("user"):
        people = User.objects.filter(pk__in=refs["user"]).values_list("pk", "name")
        known |= {f"user:{pk}": name for pk, name in people}
    if refs.get("space"):
        known |= spaces_of(seen_by) if seen_by is not None else {}
    return {holder: known.get(holder) or _unknown(holder) for holder in wanted}


def spaces_of(user: User) -> Mapping[str, str]:
    """The spaces that a person belongs to, by container, where there is a room for spaces."""
    found = places.get("space")
    return found.names(user) if found is not None else {}


def everyone() -> str:
    """All who may come in, in words."""
    return _("Everyone")


def kinds() -> Mapping[Kind, str]:
    """All of one kind, in words."""
    return {Kind.STAFF: _("All staff"), Kind.COUNCILLOR: _("All councillors"), Kind.GUEST: _("All guests")}


def _unknown(holder: str) -> str:
    return _("The people of a space") if holder.startswith("space:") else _("Somebody who is no longer known")
