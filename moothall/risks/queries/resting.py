"""What rests on an option, and the decisions on which a policy or a platform rests."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from moothall.kit.apps import is_on
from moothall.kit.registries import Link, Person
from moothall.people.models import User
from moothall.policies.models import Policy
from moothall.policies.queries import standing
from moothall.risks.models import Appraisal, Decision, Option, Resting


@dataclass(frozen=True)
class Thing:
    """A policy or a platform that rests on an option, as a page names it; without an address while its room is off."""

    resting: Resting
    title: str
    kind: str
    url: str


def things_on(option: Option, *, user: User, chosen: bool) -> list[Thing]:
    """The policies and platforms that rest on an option, with their names; `chosen` says whether it was decided."""
    rows = resting_on(option, user=user)
    titles = standing.titles(row.policy_id for row in rows if row.policy_id) if rows else {}
    return [_thing(row, titles.get(row.policy_id or 0, ""), chosen=chosen) for row in rows]


def _thing(row: Resting, title: str, *, chosen: bool) -> Thing:
    if row.policy is not None:
        words = _("Policy that rests on this decision") if chosen else _("Policy that would rest on this decision")
        return Thing(row, title, words, row.policy.get_absolute_url() if is_on("policies") else "")
    words = _("Platform that rests on this decision") if chosen else _("Platform that would rest on this decision")
    system = row.system
    if system is None:
        raise ValueError("nothing rests")
    return Thing(row, system.name, words, system.get_absolute_url() if is_on("records") else "")


def resting_on(option: Option, *, user: User) -> list[Resting]:
    """The policies and platforms that rest on an option, and that this person may read."""
    rows = Resting.objects.filter(option=option).select_related("policy", "system").order_by("pk")
    policies = {row.policy_id for row in rows if row.policy_id}
    readable = _readable_policies(user, policies)
    return [row for row in rows if row.policy_id is None or row.policy_id in readable]


def links(person: Person, thing: str) -> Iterable[Link]:
    """The decisions and proposals on which a policy (`policy:7`) or a platform (`system:3`) rests."""
    sort, _colon, ref = thing.partition(":")
    if sort not in ("policy", "system") or not isinstance(person, User):
        return
    rows = Resting.objects.filter(
        **{sort: ref}, option__round__appraisal__in=Appraisal.objects.visible_to(person)
    ).select_related("option__round__appraisal")
    chosen = dict(
        Decision.objects.filter(option__in=[row.option_id for row in rows]).values_list("option_id", "balance")
    )
    for row in rows.order_by("-pk")[:20]:
        decided = row.option_id in chosen
        yield Link(
            title=row.option.round.appraisal.question,
            url=row.option.round.appraisal.get_absolute_url(),
            kind=_("Rests on this decision") if decided else _("Would rest on this decision"),
            note=row.option.name,
        )


def _readable_policies(user: User, wanted: set[int]) -> set[int]:
    return set(Policy.objects.visible_to(user).filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
