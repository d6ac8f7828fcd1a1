"""The charter as a page shows it: its words, who signed, and what this person can do."""

from collections.abc import Sequence
from dataclasses import dataclass

from moothall.charter.models import Charter, Commitment, Signature
from moothall.charter.models.signatures import ORGANISATION
from moothall.kit.pages import Slice, keyset
from moothall.people.models import Team, User

FACES, TEAMS, VOICES, PAGE = 24, 12, 3, 50


@dataclass(frozen=True)
class Signed:
    """How many stand behind a version, and who, as far as this person may see."""

    people: int
    teams: int
    organisation: bool
    faces: Sequence[User]
    team_names: Sequence[str]
    voices: Sequence[Signature]
    """The latest that say something in their own words."""

    @property
    def more(self) -> int:
        """How many people stand behind it whose face is not shown."""
        return self.people - len(self.faces)


@dataclass(frozen=True)
class Page:
    """One version, for one person."""

    charter: Charter
    commitments: Sequence[Commitment]
    signed: Signed
    mine: Signature | None
    my_team: Team | None
    my_team_signed: bool
    is_current: bool


def page_of(charter: Charter, user: User, *, is_current: bool) -> Page:
    """What the page of a version shows."""
    rows = Signature.objects.standing().filter(charter=charter)
    team = user.team if not user.is_guest else None
    return Page(
        charter=charter,
        commitments=list(charter.commitments.order_by("number")),
        signed=signed(charter, user),
        mine=rows.filter(person=user).first(),
        my_team=team,
        my_team_signed=team is not None and rows.filter(team=team).exists(),
        is_current=is_current,
    )


def signed(charter: Charter, user: User) -> Signed:
    """Who stands behind a version, as this person may see."""
    rows = Signature.objects.standing().filter(charter=charter)
    seen = rows.visible_to(user).select_related("person", "team", "by")
    faces = seen.filter(person__isnull=False).order_by("-pk")[:FACES]
    teams = seen.filter(team__isnull=False).order_by("-pk")[:TEAMS]
    return Signed(
        people=rows.filter(person__isnull=False).count(),
        teams=rows.filter(team__isnull=False).count(),
        organisation=rows.filter(signatory=ORGANISATION).exists(),
        faces=[row.person for row in faces if row.person is not None],
        team_names=[row.whose for row in teams],
        voices=list(seen.exclude(words="").order_by("-signed_at", "-pk")[:VOICES]),
    )


def signatures(charter: Charter, user: User, after: str | None) -> Slice[Signature]:
    """Who signed a version, the latest first, with what was taken back."""
    rows = Signature.objects.visible_to(user).filter(charter=charter)
    return keyset(
        rows.select_related("person", "person__team", "team", "by", "withdrawal"), by=("-pk",), after=after, size=PAGE
    )


@dataclass(frozen=True)
class InPublic:
    """What anybody may see of who stands behind a version: counts, and those who let their name be shown."""

    people: int
    teams: int
    organisation: bool
    named: Sequence[Signature]


def in_public(charter: Charter) -> InPublic:
    """Who stands behind a version, for anybody."""
    rows = Signature.objects.standing().filter(charter=charter)
    named = rows.in_public().select_related("person", "team", "by").order_by("pk")[:200]
    return InPublic(
        people=rows.filter(person__isnull=False).count(),
        teams=rows.filter(team__isnull=False).count(),
        organisation=rows.filter(signatory=ORGANISATION).exists(),
        named=list(named),
    )


def signed_already(charter: Charter, user: User) -> set[str]:
    """Of those for whom a person might sign, who has signed a version."""
    ours = [user.holder, f"team:{user.team_id}", ORGANISATION]
    rows = Signature.objects.standing().filter(charter=charter, signatory__in=ours)
    return set(rows.values_list("signatory", flat=True))
