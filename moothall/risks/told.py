"""What one person may be told of a subject of this room at this moment; what they may no longer see is left out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import cast

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moothall.kit import clock
from moothall.kit.registries import Person
from moothall.notices.kinds import Told
from moothall.notices.stamps import unstamped
from moothall.people.models import Role, User
from moothall.risks import permissions
from moothall.risks.models import (
    Appraisal,
    Breach,
    Challenge,
    Classification,
    Comment,
    Exposure,
    Incident,
    IncidentKind,
    Member,
    Occurrence,
    Openness,
    Response,
)
from moothall.risks.queries import living
from moothall.risks.standing import rests_on


def on_staff(person: Person) -> bool:
    """Who can be told of this room: staff and councillors."""
    return not cast(User, person).is_guest


def keeps_risks(person: Person) -> bool:
    """Who is told of reports: risk managers and disclosure officers."""
    user = cast(User, person)
    return not user.is_guest and permissions.keeps_breaches(user)


def load_to_sign(user: User, subjects: Sequence[int]) -> Mapping[int, Told]:
    """Tolerations that wait for this person's signature, as they read now."""
    rows = _responses(user, subjects).filter(approver=user, dropped_at=None)
    found = {}
    for subject, row, revision in _stamped(rows, subjects):
        if row.revision == revision and row.signed_at is None:
            line = _("You are asked to sign for bearing a risk as it is")
            url = row.get_absolute_url()
            found[subject] = _of(row.round.appraisal, url, line, text=row.step, thread=f"step:{row.pk}")
    return found


def load_challenged(user: User, pks: Sequence[int]) -> Mapping[int, Told]:
    """Challenges that this person may answer and nobody has."""
    rows = Challenge.objects.filter(pk__in=pks, answered_at=None, option__round__appraisal__in=_visible(user))
    rows = rows.select_related("option__round__appraisal", "asked_by")
    return {
        row.pk: _of(
            row.option.round.appraisal,
            reverse("risks:challenges", args=[row.option.round.appraisal_id]),
            _("{name} challenges “{option}”").format(name=row.asked_by.name, option=row.option.name),
            text=row.question,
        )
        for row in rows.filter(_kept_by(user, "option__round__appraisal__"))
    }


def load_commented(user: User, pks: Sequence[int]) -> Mapping[int, Told]:
    """Comments on what this person looks after; those of the public until somebody has looked at them."""
    rows = Comment.objects.filter(pk__in=pks, appraisal__in=_visible(user)).filter(_looked_after(user, "appraisal__"))
    return {row.pk: _comment(row) for row in rows.select_related("appraisal", "author") if _still_news(row)}


def load_steps(user: User, subjects: Sequence[int]) -> Mapping[int, Told]:
    """Steps of this person's that are not in place, on the day they were told of."""
    rows = _responses(user, subjects).filter(actionee=user, dropped_at=None, in_place_on=None)
    return {
        subject: _of(
            row.round.appraisal,
            row.get_absolute_url(),
            _step_line(row),
            text=row.step,
            thread=f"step:{row.pk}",
        )
        for subject, row, day in _stamped(rows, subjects)
        if row.due_on is not None and row.due_on.toordinal() == day
    }


def load_reviews(user: User, subjects: Sequence[int]) -> Mapping[int, Told]:
    """Decisions that are to be looked at again."""
    keys = {unstamped(subject)[0] for subject in subjects}
    rows = living.with_review_day(living.in_force()).filter(pk__in=keys, round__appraisal__in=_visible(user))
    mine = rows.filter(Q(by=user) | _looked_after(user, "round__appraisal__"))
    by_key = {row.pk: row for row in mine.select_related("round__appraisal", "option")}
    found = {}
    for subject in subjects:
        pk, day = unstamped(subject)
        row = by_key.get(pk)
        again: date | None = getattr(row, "again_on", None)
        if row is not None and again is not None and again.toordinal() == day:
            line = _("The day has come to look at the decision again: “{option}”").format(option=row.option.name)
            appraisal = row.round.appraisal
            found[subject] = _of(appraisal, reverse("risks:review", args=[appraisal.pk]), line)
    return found


def load_borne(user: User, subjects: Sequence[int]) -> Mapping[int, Told]:
    """Tolerations that are to be looked at again: whoever signed for one signs again, or it is answered otherwise."""
    rows = _responses(user, subjects).filter(dropped_at=None, signed_at__isnull=False)
    rows = rows.filter(Q(approver=user) | _looked_after(user, "round__appraisal__"))
    return {
        subject: _of(
            row.round.appraisal,
            row.get_absolute_url(),
            _("A risk is borne until {day}: look at it again").format(day=_day(row.review_on)),
            text=row.step,
            thread=f"step:{row.pk}",
        )
        for subject, row, day in _stamped(rows, subjects)
        if row.review_on is not None and row.review_on.toordinal() == day
    }


def load_stale(user: User, pks: Sequence[int]) -> Mapping[int, Told]:
    """Judgements that still are the newest of their exposure and no longer rest on what stands; never the score."""
    rows = Classification.objects.filter(pk__in=pks, basis__exposure__risk__round__appraisal__in=_visible(user))
    mine = Q(basis__exposure__risk__owner=user) | _looked_after(user, "basis__exposure__risk__round__appraisal__")
    keys = list(rows.filter(mine).values_list("basis__exposure", flat=True))
    found = {}
    for line in living.lines(list(living.whole(Exposure.objects.filter(pk__in=keys, applies=True)))):
        judged = line.classification
        if judged is None or judged.pk not in pks or judged.rests_on == rests_on(line.risk, line.treatments):
            continue
        found[judged.pk] = _of(
            line.risk.round.appraisal,
            reverse("risks:exposure", args=[line.exposure.pk]),
            _("What is done about a risk has changed: classify it again"),
            text=f"{line.risk.ref} {line.risk.name} · {line.option.name}",
            thread=f"exposure:{line.exposure.pk}",
        )
    return found


def load_occurred(user: User, pks: Sequence[int]) -> Mapping[int, Told]:
    """Risks of this person's that came true; nothing of the report, which they may not be able to read."""
    rows = Occurrence.objects.filter(pk__in=pks, risk__round__appraisal__in=_visible(user))
    rows = rows.filter(Q(risk__owner=user) | _looked_after(user, "risk__round__appraisal__"))
    lines = {IncidentKind.INCIDENT: _("It happened on {day}"), IncidentKind.NEAR_MISS: _("It nearly happened on {day}")}
    return {
        row.pk: _of(
            row.risk.round.appraisal,
            row.risk.get_absolute_url(),
            lines[IncidentKind(row.incident.kind)].format(day=_day(row.incident.happened_on)),
            text=str(row.risk),
            thread=f"risk:{row.risk_id}",
        )
        for row in rows.select_related("risk__round__appraisal", "incident")
    }


def load_owned(user: User, subjects: Sequence[int]) -> Mapping[int, Told]:
    """Appraisals that this person answers for now, or that need somebody who does."""
    keys = {unstamped(subject)[0] for subject in subjects}
    rows = {row.pk: row for row in _visible(user).filter(pk__in=keys).filter(_looked_after(user, ""))}
    found = {}
    for subject in subjects:
        pk, owner = unstamped(subject)
        row = rows.get(pk)
        if row is None or (row.owner_id or 0) != owner:
            continue
        mine = row.owner_id == user.pk
        line = _("You answer for it now") if mine else _("Nobody answers for it any more: name an owner")
        url = row.get_absolute_url() if mine else reverse("risks:people", args=[row.pk])
        found[subject] = _of(row, url, line)
    return found


def load_reported(user: User, pks: Sequence[int]) -> Mapping[int, Told]:
    """Reports that are open, for those who look after them; mails never carry their words."""
    if not permissions.keeps_breaches(user):
        return {}
    rows = Incident.objects.visible_to(user).filter(pk__in=pks, closed_at=None)
    return {row.pk: _incident(row, _("Somebody reported what happened")) for row in rows}


def load_clocks(user: User, pks: Sequence[int]) -> Mapping[int, Told]:
    """Breaches whose last day runs, for those who decide about them."""
    if not permissions.keeps_breaches(user):
        return {}
    rows = Breach.objects.filter(pk__in=pks, incident__in=Incident.objects.visible_to(user)).select_related("incident")
    return {
        row.pk: _incident(
            row.incident,
            _("The Commissioner is told by {when}, or it is decided that nobody need be").format(when=_moment(row)),
        )
        for row in rows
        if row.is_running
    }


def load_closed(user: User, pks: Sequence[int]) -> Mapping[int, Told]:
    """What came of what this person reported by name."""
    rows = Incident.objects.filter(pk__in=pks, reported_by=user, closed_at__isnull=False)
    return {row.pk: _incident(row, _("Your report is closed: read what came of it")) for row in rows}


def _visible(user: User) -> "QuerySet[Appraisal]":
    return Appraisal.objects.visible_to(user)


def _looked_after(user: User, path: str) -> Q:
    """The condition that this person looks after the appraisal at the end of a path, or that it lacks an owner."""
    mine = Q(**{f"{path}owner": user})
    return mine | Q(**{f"{path}owner__isnull": True}) if user.has_role(Role.RISK_MANAGER) else mine


def _kept_by(user: User, path: str) -> Q:
    members = Member.objects.filter(user=user).values("appraisal")
    return _looked_after(user, path) | Q(**{f"{path.removesuffix('__')}__in": members})


def _responses(user: User, subjects: Sequence[int]) -> "QuerySet[Response]":
    keys = {unstamped(subject)[0] for subject in subjects}
    rows = Response.objects.filter(pk__in=keys, round__appraisal__in=_visible(user))
    return rows.select_related("round__appraisal")


def _stamped(rows: Iterable[Response], subjects: Sequence[int]) -> Iterator[tuple[int, Response, int]]:
    """Each subject with the row and the day or revision it was made of."""
    by_key = {row.pk: row for row in rows}
    for subject in subjects:
        pk, stamp = unstamped(subject)
        if pk in by_key:
            yield subject, by_key[pk], stamp


def _step_line(row: Response) -> str:
    late = row.due_on is not None and row.due_on < clock.today()
    words = _("A step of yours is overdue since {day}") if late else _("A step of yours is due on {day}")
    return words.format(day=_day(row.due_on))


def _still_news(comment: Comment) -> bool:
    return comment.author_id is not None or comment.moderated_at is None


def _comment(row: Comment) -> Told:
    url = f"{reverse('risks:comment', args=[row.appraisal_id])}#comment-{row.pk}"
    if row.author is None:
        return _of(row.appraisal, url, _("Somebody of the public commented: let it in, or say why not"))
    words = _("{name} sees it differently") if row.differs else _("{name} commented")
    return _of(row.appraisal, url, words.format(name=row.author.name), text=row.body)


def _of(appraisal: Appraisal, url: str, line: str, *, text: str = "", thread: str = "") -> Told:
    return Told(
        title=appraisal.question,
        url=url,
        line=line,
        text=text,
        place=_("Risks"),
        thread=thread or appraisal.container,
        closed=appraisal.openness == Openness.CLOSED,
    )


def _incident(row: Incident, line: str) -> Told:
    return Told(
        title=str(row.get_kind_display()),
        url=row.get_absolute_url(),
        line=line,
        place=_("Incidents and near misses"),
        thread=f"incident:{row.pk}",
        closed=True,
        bare=row.personal_data,
    )


def _day(day: date | None) -> str:
    return str(date_format(day, "j F Y")) if day else ""


def _moment(breach: Breach) -> str:
    return str(date_format(timezone.localtime(breach.due_at), "j F, G:i"))
