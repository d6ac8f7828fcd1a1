"""The golden thread: objective, initiative, appraisal, decision, policy, platform, space, benefit, measure, lesson.

A thread is walked from any of its things. What a person may not see is left out without a trace; what is not there is
a loose strand that says so. The same number of questions is asked, however many threads there are.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall.change.models import Alignment, Benefit, Initiative, Measure, Objective, Touch, Weighing
from moothall.kit.apps import is_on
from moothall.kit.registries import Person, Strand, Thread
from moothall.lessons.matters import kind_of, ref_of
from moothall.lessons.models import Lesson
from moothall.lessons.queries import things as lessons
from moothall.people.models import User
from moothall.policies.models import Policy
from moothall.policies.queries import standing
from moothall.records.models import InformationSystem
from moothall.risks.models import Appraisal, Decision, OptionKind, Risk
from moothall.spaces.models import Space

MOST = 5  # threads on one page
PATHS = {
    "initiative": "pk",
    "objective": "alignments__objective",
    "appraisal": "weighings__appraisal",
    "decision": "weighings__appraisal__rounds__decision",
    "risk": "weighings__appraisal__rounds__risks",
    "policy": "touches__policy",
    "system": "touches__system",
    "space": "space",
    "benefit": "benefits",
    "measure": "benefits__measure",
}


@dataclass(frozen=True)
class _Piece:
    """Something of a chain: its key, what it is called, and where."""

    thing: str
    title: str
    url: str = ""
    of: str = ""  # the key of what it belongs to: a decision's appraisal, a measure's benefit


@dataclass
class _Found:
    """What this person may see of one chain, by kind; and of which kinds there is more than that."""

    seen: dict[str, list[_Piece]] = field(default_factory=lambda: defaultdict(list))
    there: set[str] = field(default_factory=set)


def through(person: Person, thing: str) -> Iterable[Thread]:
    """The threads that run through a thing, newest initiative first; none through what the person may not see."""
    if not isinstance(person, User) or not kind_of(thing):
        return []
    rows = Initiative.objects.visible_to(person).filter(_runs_through(thing)).select_related("delivery", "closing")
    initiatives = list(rows.distinct().order_by("-pk")[:MOST])
    if not initiatives:
        return []
    chains = _chains(initiatives, person)
    return [_thread(each, chains[each.pk], thing) for each in initiatives if _is_seen(thing, each, chains[each.pk])]


def _runs_through(thing: str) -> Q:
    kind = kind_of(thing)
    if kind == "lesson":
        return _told_by(ref_of(thing))
    return Q(**{PATHS[kind]: ref_of(thing)}) if kind in PATHS else Q(pk__in=[])


def _told_by(lesson: int) -> Q:
    """The initiatives on whose chain lies what a lesson is about."""
    asked = Q(pk__in=[])
    told = Lesson.objects.filter(pk=lesson).first()
    for about in lessons.about(told) if told is not None else ():
        if kind_of(about) in PATHS:
            asked |= Q(**{PATHS[kind_of(about)]: ref_of(about)})
    return asked


def _is_seen(thing: str, initiative: Initiative, found: _Found) -> bool:
    """Whether the thing itself is among what this person sees of the chain."""
    if thing == initiative.container:
        return True
    return any(piece.thing == thing for pieces in found.seen.values() for piece in pieces)


def _chains(initiatives: list[Initiative], user: User) -> dict[int, _Found]:
    chains = {each.pk: _Found() for each in initiatives}
    _objectives(chains, user)
    appraisals = _appraisals(chains, user)
    _decisions(chains, appraisals)
    risks = _risks(chains, appraisals)
    _policies(chains, user)
    _systems(chains, user)
    _spaces(chains, initiatives, user)
    _benefits(chains, user)
    _lessons(chains, risks, user)
    return chains


def _objectives(chains: dict[int, _Found], user: User) -> None:
    seen = Objective.objects.visible_to(user)
    rows = Alignment.objects.filter(initiative__in=chains).order_by("pk").values_list("initiative", "objective")
    pairs = list(rows)
    titles = dict(seen.filter(pk__in={objective for _pk, objective in pairs}).values_list("pk", "title"))
    for pk, objective in pairs:
        chains[pk].there.add("objective")
        if objective in titles:
            url = reverse("change:objective", args=[objective])
            chains[pk].seen["objective"].append(_Piece(f"objective:{objective}", titles[objective], url))


def _appraisals(chains: dict[int, _Found], user: User) -> dict[int, list[int]]:
    """Which initiatives each appraisal weighs that this person may read."""
    pairs = list(Weighing.objects.filter(initiative__in=chains).order_by("pk").values_list("initiative", "appraisal"))
    rows = Appraisal.objects.visible_to(user).filter(pk__in={appraisal for _pk, appraisal in pairs})
    titles = dict(rows.values_list("pk", "question"))
    weighs: dict[int, list[int]] = defaultdict(list)
    for pk, appraisal in pairs:
        chains[pk].there.add("appraisal")
        if appraisal in titles:
            weighs[appraisal].append(pk)
            url = _appraisal(appraisal)
            chains[pk].seen["appraisal"].append(_Piece(f"appraisal:{appraisal}", titles[appraisal], url))
    return weighs


def _appraisal(pk: int, more: str = "") -> str:
    return reverse("risks:appraisal", args=[pk]) + more if is_on("risks") else ""


def _decisions(chains: dict[int, _Found], weighs: dict[int, list[int]]) -> None:
    rows = Decision.objects.filter(round__appraisal__in=list(weighs)).exclude(option__kind=OptionKind.DO_NOTHING)
    for decision, name, number, appraisal in rows.order_by("-at", "-pk").values_list(
        "pk", "option__name", "round__number", "round__appraisal"
    ):
        url = _appraisal(appraisal, f"?round={number}")
        for pk in weighs[appraisal]:
            chains[pk].there.add("decision")
            chains[pk].seen["decision"].append(_Piece(f"decision:{decision}", name, url, f"appraisal:{appraisal}"))


def _risks(chains: dict[int, _Found], weighs: dict[int, list[int]]) -> dict[str, list[int]]:
    """Which initiatives each risk belongs to, so that lessons about it are found."""
    found: dict[str, list[int]] = {}
    rows = Risk.objects.filter(round__appraisal__in=list(weighs)).order_by("pk")
    for risk, appraisal in rows.values_list("pk", "round__appraisal"):
        found[f"risk:{risk}"] = weighs[appraisal]
        for pk in weighs[appraisal]:
            chains[pk].seen["risk"].append(_Piece(f"risk:{risk}", "", "", f"appraisal:{appraisal}"))
    return found


def _policies(chains: dict[int, _Found], user: User) -> None:
    pairs = list(_touched(chains, "policy"))
    rows = Policy.objects.visible_to(user).filter(pk__in={policy for _pk, policy in pairs})
    seen = {row.pk: row for row in standing.with_standing(rows)}
    for pk, policy in pairs:
        chains[pk].there.add("policy")
        if policy in seen:
            url = seen[policy].get_absolute_url() if is_on("policies") else ""
            chains[pk].seen["policy"].append(_Piece(f"policy:{policy}", getattr(seen[policy], "title", ""), url))


def _systems(chains: dict[int, _Found], user: User) -> None:
    pairs = list(_touched(chains, "system"))
    seen = InformationSystem.objects.visible_to(user).in_bulk({system for _pk, system in pairs})
    for pk, system in pairs:
        chains[pk].there.add("system")
        if system in seen:
            url = seen[system].get_absolute_url() if is_on("records") else ""
            chains[pk].seen["system"].append(_Piece(f"system:{system}", seen[system].name, url))


def _touched(chains: dict[int, _Found], name: str) -> Iterable[tuple[int, int]]:
    rows = Touch.objects.filter(initiative__in=chains, **{f"{name}__isnull": False})
    return rows.order_by("pk").values_list("initiative", name)


def _spaces(chains: dict[int, _Found], initiatives: list[Initiative], user: User) -> None:
    wanted = {each.space_id for each in initiatives if each.space_id}
    seen = Space.objects.visible_to(user).in_bulk(wanted)
    for each in initiatives:
        if each.space_id is None:
            continue
        chains[each.pk].there.add("space")
        if each.space_id in seen:
            space = seen[each.space_id]
            url = space.get_absolute_url() if is_on("spaces") else ""
            chains[each.pk].seen["space"].append(_Piece(f"space:{space.pk}", space.name, url))


def _benefits(chains: dict[int, _Found], user: User) -> None:
    rows = Benefit.objects.filter(initiative__in=chains, disbenefit=False).order_by("pk")
    live = list(rows.order_by("dropped_at", "pk").values_list("pk", "title", "initiative", "measure"))
    measures = Measure.objects.visible_to(user).in_bulk({measure for *_rest, measure in live if measure})
    for benefit, title, pk, measure in live:
        found, own = chains[pk], f"benefit:{benefit}"
        found.there.add("benefit")
        found.seen["benefit"].append(_Piece(own, title, reverse("change:benefit", args=[benefit])))
        if measure is None:
            continue
        found.there.add("measure")
        if measure in measures:
            each = measures[measure]
            found.seen["measure"].append(_Piece(f"measure:{measure}", each.title, each.get_absolute_url(), own))


def _lessons(chains: dict[int, _Found], risks: dict[str, list[int]], user: User) -> None:
    about: dict[str, list[int]] = {key: list(pks) for key, pks in risks.items()}
    for pk, found in chains.items():
        about.setdefault(f"initiative:{pk}", []).append(pk)
        for kind in ("benefit", "measure", "appraisal", "decision"):
            for piece in found.seen[kind]:
                about.setdefault(piece.thing, []).append(pk)
    found_about = lessons.published_about(about)
    every = {lesson.pk for told in found_about.values() for lesson in told}
    seen = set(Lesson.objects.visible_to(user).filter(pk__in=every).values_list("pk", flat=True)) if every else set()
    rows = [(lesson, thing) for thing, told in found_about.items() for lesson in told if lesson.pk in seen]
    for lesson, thing in sorted(rows, key=lambda row: lessons.when(row[0])):
        url = lesson.get_absolute_url() if is_on("lessons") else ""
        for pk in about[thing]:
            piece = _Piece(lesson.thing, lesson.title, url, thing)
            if piece not in chains[pk].seen["lesson"]:
                chains[pk].seen["lesson"].append(piece)


def _thread(initiative: Initiative, found: _Found, thing: str) -> Thread:
    """One chain as it is told on the page of a thing: of each kind one strand, and the thing itself where it is one."""
    picked = _Picked(found, thing)
    here = Strand(_("Initiative"), initiative.title, initiative.get_absolute_url(), initiative.container)
    strands = [
        picked.strand("objective", _("Objective"), _("It serves no objective yet")),
        here,
        picked.strand("appraisal", _("Appraisal"), _("Its risks are not weighed")),
        picked.strand("decision", _("Decision"), _("Nothing is decided")),
        picked.strand("policy", _("Policy"), "" if "system" in found.there else _("It touches no policy or platform")),
        picked.strand("system", _("Platform"), ""),
        picked.strand("space", _("Space"), _("It is talked of in no space")),
        picked.strand("benefit", _("Benefit"), _benefit_words(initiative)),
        picked.strand("measure", _("Measure"), _("It is not measured")),
        picked.strand("lesson", _("Lesson"), _("Not yet published")),
    ]
    return Thread(initiative.title, initiative.get_absolute_url(), tuple(each for each in strands if each is not None))


def _benefit_words(initiative: Initiative) -> str:
    delivery = getattr(initiative, "delivery", None)
    if delivery is not None and delivery.before_hall:
        return _("Not proved: it has no benefits plan")
    return _("It has no benefits plan")


class _Picked:
    """Which piece of each kind a thread tells: the thing in view, and else what belongs to what was told before it."""

    def __init__(self, found: _Found, thing: str) -> None:
        self.found = found
        self.wanted = {thing} | self._up(thing) | self._down(thing)

    def _up(self, thing: str) -> set[str]:
        return {
            piece.of for pieces in self.found.seen.values() for piece in pieces if piece.thing == thing and piece.of
        }

    def _down(self, thing: str) -> set[str]:
        parents = {thing} | self._up(thing)
        return {piece.thing for pieces in self.found.seen.values() for piece in pieces if piece.of in parents}

    def strand(self, kind: str, label: str, loose: str) -> Strand | None:
        """The strand of a kind; None where this person may not see what there is, or where none is wanted."""
        pieces = self.found.seen[kind]
        if not pieces:
            hidden = kind in self.found.there or self._hangs_on_hidden(kind)
            return Strand(label, "", loose=loose) if loose and not hidden else None
        piece = next((each for each in pieces if each.thing in self.wanted), pieces[0])
        self.wanted.add(piece.thing)
        self.wanted |= self._down(piece.thing)
        return Strand(label, piece.title, piece.url, piece.thing)

    def _hangs_on_hidden(self, kind: str) -> bool:
        """A decision is not said to be missing where the appraisal may not be seen."""
        return kind == "decision" and "appraisal" in self.found.there and not self.found.seen["appraisal"]
