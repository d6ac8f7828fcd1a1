"""What one person has acknowledged, and who has acknowledged what is asked, for whoever answers for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from moothall.kit.pages import Slice, keyset
from moothall.kit.registries import Person
from moothall.notices.kinds import places
from moothall.people.models import Kind, Role, Team, User
from moothall.policies.models import Acknowledgement, Emergency, Language, Policy, Requirement, Text, Version
from moothall.policies.models.gates import EVERYBODY
from moothall.policies.queries import gates

PAGE, TEAMS = 50, 30


@dataclass(frozen=True)
class Proof:
    """One acknowledgement, as its person sees it."""

    row: Acknowledgement
    title: str
    language: str


def mine(user: User, after: str | None) -> tuple[list[Proof], str | None]:
    """One's own acknowledgements, newest first, and the cursor of the next page."""
    rows = Acknowledgement.objects.visible_to(user).select_related("version__policy")
    page = keyset(rows, by=("-at", "-pk"), after=after, size=PAGE)
    titles = _titles(page.rows)
    proofs = [
        Proof(row, titles.get((row.version_id, row.language), ""), str(Language(row.language).label))
        for row in page.rows
    ]
    return proofs, page.next_cursor


def my_emergencies(user: User) -> list[Emergency]:
    """When one went on without, the last twenty."""
    return list(Emergency.objects.filter(user=user).order_by("-at", "-pk")[:20])


def _titles(rows: list[Acknowledgement]) -> Mapping[tuple[int, str], str]:
    texts = Text.objects.filter(version__in={row.version_id for row in rows})
    return {(text.version_id, text.language): text.title for text in texts}


def export(person: Person) -> Iterator[dict[str, object]]:
    """For the copy of all that is held about a person."""
    rows = Acknowledgement.objects.filter(user=person.pk).select_related("version__policy").order_by("pk")
    for row in rows.iterator():
        yield {
            "acknowledged": row.version.policy.slug,
            "version": row.version.number,
            "language": row.language,
            "sha256": row.digest,
            "at": row.at,
            "before": row.capability,
            "place": row.place,
            "questions_answered": row.answered,
        }
    for excuse in Emergency.objects.filter(user=person.pk).order_by("pk").iterator():
        yield {"emergency": excuse.capability, "reason": excuse.reason, "at": excuse.at, "until": excuse.until}


@dataclass(frozen=True)
class Tally:
    """How many are asked, how many have, and how many are stopped now."""

    asked: int
    have: int
    stopped: int

    @property
    def have_not(self) -> int:
        """How many have yet to acknowledge."""
        return self.asked - self.have


def tally(rule: gates.Bounds) -> Tally:
    """The counts of a requirement, in one question."""
    people = gates.audience(rule.requirement).order_by()
    counted = people.aggregate(
        asked=Count("pk"),
        have=Count("pk", filter=Q(gates.has(rule))),
        stopped=Count("pk", filter=~gates.unstopped(rule)),
    )
    return Tally(counted["asked"], counted["have"], counted["stopped"])


@dataclass(frozen=True)
class Preview:
    """What a requirement would mean if it were asked from now on."""

    tally: Tally
    version: int | None  # in force; None where nothing is, and nobody is asked yet
    bites_at: datetime | None


def preview(requirement: Requirement, now: datetime) -> Preview:
    """Count whom a requirement that is not kept yet would ask, and stop, today."""
    rule = gates.bounds_of(requirement, now)
    if rule is None:
        asked = gates.audience(requirement).count()
        return Preview(Tally(asked, 0, 0), None, None)
    return Preview(tally(rule), rule.current.number, rule.bites_at)


@dataclass(frozen=True)
class TeamLine:
    """One team of the people who are asked."""

    team: Team | None
    asked: int
    have: int

    @property
    def have_not(self) -> int:
        """How many of it have yet to acknowledge."""
        return self.asked - self.have


def by_team(rule: gates.Bounds, after: str | None) -> tuple[list[TeamLine], str | None]:
    """The teams of the people who are asked, by name; on the first page those without a team come last."""
    people = gates.audience(rule.requirement).order_by()
    have = people.filter(gates.has(rule))
    rows = Team.objects.filter(people__in=people.values("pk")).annotate(
        asked=Count("people", filter=Q(people__in=people.values("pk"))),
        have=Count("people", filter=Q(people__in=have.values("pk"))),
    )
    page: Slice[Team] = keyset(rows.order_by(), by=("name", "pk"), after=after, size=TEAMS)
    lines = [TeamLine(team, team.asked, team.have) for team in page.rows]  # type: ignore[attr-defined]  # annotated
    if after is None:
        alone = people.filter(team=None).aggregate(asked=Count("pk"), have=Count("pk", filter=Q(gates.has(rule))))
        if alone["asked"]:
            lines.append(TeamLine(None, alone["asked"], alone["have"]))
    return lines, page.next_cursor


@dataclass(frozen=True)
class Line:
    """One person who is asked."""

    person: User
    has: bool
    stopped: bool
    at: datetime | None


def people(rule: gates.Bounds, *, show: str, after: str | None) -> tuple[list[Line], str | None]:
    """The people who are asked, by name: those who have not (`waiting`), those who have (`have`)."""
    page = keyset(_people(rule, show), by=("name", "pk"), after=after, size=PAGE)
    return [_line(person) for person in page.rows], page.next_cursor


def everyone(rule: gates.Bounds) -> Iterator[Line]:
    """All who are asked, by name, row by row."""
    for person in _people(rule, "").order_by("name", "pk").iterator(chunk_size=500):
        yield _line(person)


def _people(rule: gates.Bounds, show: str) -> QuerySet[User, User]:
    last = gates.good(rule).filter(user=OuterRef("pk")).order_by("-at").values("at")[:1]
    rows = gates.audience(rule.requirement).select_related("team")
    rows = rows.annotate(has=gates.has(rule), goes_on=gates.unstopped(rule), last=Subquery(last))
    if show == "have":
        return rows.filter(has=True)
    return rows.filter(has=False) if show == "waiting" else rows


def _line(person: User) -> Line:
    has, goes_on, last = person.has, person.goes_on, person.last  # type: ignore[attr-defined]  # annotated
    return Line(person, has=has, stopped=not goes_on, at=last)


def last_reminded(requirement: Requirement) -> datetime | None:
    """When people were last reminded by hand."""
    found: datetime | None = requirement.reminders.filter(by__isnull=False).aggregate(last=Max("at"))["last"]
    return found


def emergencies(requirement: Requirement) -> list[Emergency]:
    """Who went on without at this gate, the last twenty times."""
    rows = Emergency.objects.filter(capability=requirement.capability).select_related("user")
    if requirement.place:
        rows = rows.filter(place=requirement.place)
    return list(rows.order_by("-at", "-pk")[:20])


@dataclass(frozen=True)
class Row:
    """A requirement in the list of its policy."""

    requirement: Requirement
    audience: str
    place: str


def of_policy(policy: Policy, user: User) -> list[Row]:
    """What is asked about a policy now, in words."""
    rows = list(policy.requirements.filter(ended_at__isnull=True).order_by("capability", "place", "audience"))
    teams = {f"team:{pk}": name for pk, name in Team.objects.values_list("pk", "name")} if rows else {}
    names = place_names(user)
    return [Row(row, audience_words(row.audience, teams), names.get(row.place, row.place)) for row in rows]


def row_of(requirement: Requirement, user: User) -> Row:
    """One requirement, in words."""
    sort, _colon, ref = requirement.audience.partition(":")
    teams = {f"team:{team.pk}": team.name for team in Team.objects.filter(pk=ref)} if sort == "team" else {}
    names = place_names(user) if requirement.place else {}
    return Row(
        requirement, audience_words(requirement.audience, teams), names.get(requirement.place, requirement.place)
    )


def audience_words(audience: str, teams: Mapping[str, str]) -> str:
    """Who is asked, in words."""
    if audience == EVERYBODY:
        return _("Everyone who may sign in")
    sort, _colon, ref = audience.partition(":")
    if sort == "team":
        return teams.get(audience, audience)
    if sort == "role":
        return str(Role(ref).label)
    plurals = {Kind.STAFF: _("Staff"), Kind.COUNCILLOR: _("Councillors"), Kind.GUEST: _("Guests")}
    return plurals[Kind(ref)]


def titles_of(versions: set[int]) -> dict[int, str]:
    """The titles of versions, in the reader's language where there is one."""
    found: dict[int, str] = {}
    language = (get_language() or "en")[:2]
    for text in Text.objects.filter(version__in=versions).order_by("language"):
        if text.version_id not in found or text.language == language:
            found[text.version_id] = text.title
    return found


def title_of(version: Version | None) -> str:
    """The title of a version; empty for none."""
    return titles_of({version.pk}).get(version.pk, "") if version is not None else ""


def place_names(user: User) -> dict[str, str]:
    """The places that this person can name, by container."""
    return {place: name for source in places for place, name in source.names(user).items()}
