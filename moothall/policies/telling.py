"""Whom a step of a policy concerns, and what each of them may be told of it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar, cast

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from moothall import notices
from moothall.kit import clock
from moothall.kit.registries import Person
from moothall.notices.kinds import Told
from moothall.notices.models import Notice
from moothall.people import grants
from moothall.people.models import Kind, Role, User
from moothall.policies.models import (
    Answer,
    Ask,
    Comment,
    Endorsement,
    Event,
    Policy,
    Text,
    Verdict,
    Version,
    What,
)
from moothall.policies.queries import standing
from moothall.policies.queries.audience import keepers, people

M = TypeVar("M", bound=Model)

ASKED, COMMENTED, ANSWERED = "policies.asked", "policies.commented", "policies.answered"
ENDORSED, ADOPTED, OWNED, REVIEW = "policies.endorsed", "policies.adopted", "policies.owned", "policies.review"
PLACE = grants.PUBLIC  # a draft is for all staff and councillors, an adopted text for everyone
_KEEPS = "_keeps_policies"


def asked(ask: Ask, *, by: User) -> None:
    """Tell who was asked to endorse a draft."""
    stakeholders = grants.holding([ask.holder]).exclude(kind=Kind.GUEST).order_by().values_list("pk", flat=True)
    notices.tell(ASKED, people=stakeholders, subject=ask.pk, place=PLACE, by=by)


def commented(comment: Comment, *, by: User) -> None:
    """Tell who has to answer."""
    notices.tell(COMMENTED, people=keepers(comment.version.policy), subject=comment.pk, place=PLACE, by=by)


def answered(comment: Comment, *, by: User) -> None:
    """Tell who commented what came of it."""
    notices.withdraw("policy_comment", [comment.pk])
    notices.tell(ANSWERED, people=[comment.author_id], subject=comment.pk, place=PLACE, by=by)


def endorsed(endorsement: Endorsement, *, by: User) -> None:
    """Tell the owner how a stakeholder answered."""
    policy = endorsement.ask.version.policy
    notices.tell(ENDORSED, people=keepers(policy), subject=endorsement.pk, place=PLACE, by=by)


def adopted(version: Version, *, by: User) -> None:
    """Tell whom a policy is for that it changes for them; nobody is told of a change that is not material."""
    if not version.material:
        return
    concerned = people(version.policy).order_by().values_list("pk", flat=True)
    notices.tell(ADOPTED, people=concerned, subject=version.pk, place=PLACE, by=by)


def owned(policy: Policy, *, by: User | None) -> None:
    """Tell the owner that they answer for it; without one, the administrators that it needs one."""
    event = policy.events.filter(what__in=[What.CREATED, What.OWNER]).latest("pk")
    notices.tell(OWNED, people=keepers(policy), subject=event.pk, place=PLACE, by=by)


def seen(version: Version, user: User) -> None:
    """Note that somebody reads a version they were told of; asks first, so that reading rarely writes."""
    mine = Notice.objects.filter(person=user, kind=ADOPTED, subject=version.pk, read_at=None)
    if mine.exists():
        notices.read(user, ADOPTED, [version.pk])


def review_due() -> int:
    """Tell owners, once for each date that was set, that the day of a review has come; returns how many were told."""
    told = 0
    due = Policy.objects.filter(review_on__lte=clock.today(), withdrawn_at__isnull=True).in_force()
    for policy in due.order_by("pk").iterator():
        event = policy.events.filter(what=What.REVIEW).order_by("-pk").first()
        if event is not None:
            told += notices.tell(REVIEW, people=keepers(policy), subject=event.pk, place=PLACE, by=None)
    return told


def load_asked(user: User, refs: Sequence[int]) -> Mapping[int, Told]:
    """Drafts that wait for this person's endorsement, as long as they can give it."""
    mine = [user.holder, *(f"role:{role}" for role in user.roles)]
    rows = _drafts(Ask.objects.filter(pk__in=refs, holder__in=mine), user).select_related("version__policy", "asked_by")
    titles = _titles(row.version_id for row in rows)
    gave = set(Endorsement.objects.filter(ask__in=refs, by=user).values_list("ask", flat=True))
    return {
        row.pk: Told(
            title=titles[row.version_id],
            url=f"{reverse('policies:draft', args=[row.version.policy.slug])}#stakeholders",
            line=_("{name} asks you to comment on it and to endorse it").format(name=row.asked_by.name),
            thread=f"policy_ask:{row.pk}",
            read=row.pk in gave,
        )
        for row in rows
    }


def load_commented(user: User, refs: Sequence[int]) -> Mapping[int, Told]:
    """Comments that wait for an answer of this person."""
    rows = _drafts(Comment.objects.filter(pk__in=refs, answered_at__isnull=True), user)
    rows = rows.filter(_kept_by(user, "version__policy__")).select_related("version__policy", "author")
    titles = _titles(row.version_id for row in rows)
    return {
        row.pk: _of_comment(row, titles, _("{name} commented on the draft").format(name=row.author.name))
        for row in rows
    }


def load_answered(user: User, refs: Sequence[int]) -> Mapping[int, Told]:
    """Answers to what this person said about a draft."""
    rows = Comment.objects.filter(pk__in=refs, author=user, answered_at__isnull=False)
    rows = rows.filter(version__policy__in=Policy.objects.visible_to(user)).select_related(
        "version__policy", "answered_by"
    )
    titles = _titles(row.version_id for row in rows)
    return {row.pk: _of_comment(row, titles, _answer_line(row)) for row in rows}


def _answer_line(comment: Comment) -> str:
    name = comment.answered_by.name if comment.answered_by else ""
    if comment.answer == Answer.CHANGED:
        return _("{name} changed the draft as you said").format(name=name)
    return _("{name} answered your comment; the draft stays as it is").format(name=name)


def load_endorsed(user: User, refs: Sequence[int]) -> Mapping[int, Told]:
    """How stakeholders answered, for who looks after the draft."""
    rows = Endorsement.objects.filter(pk__in=refs).filter(_kept_by(user, "ask__version__policy__"))
    rows = rows.select_related("ask__version__policy", "by")
    titles = _titles(row.ask.version_id for row in rows)
    lines = {
        Verdict.ENDORSED: _("{name} endorsed the draft"),
        Verdict.DECLINED: _("{name} declined to endorse the draft"),
    }
    return {
        row.pk: Told(
            title=titles[row.ask.version_id],
            url=f"{reverse('policies:agreement', args=[row.ask.version.policy.slug, row.ask.version.number])}",
            line=lines[Verdict(row.verdict)].format(name=row.by.name),
            text=row.words,
            thread=f"policy:{row.ask.version.policy_id}",
        )
        for row in rows
    }


def load_adopted(user: User, refs: Sequence[int]) -> Mapping[int, Told]:
    """Versions that were adopted and have not been followed by another."""
    rows = Version.objects.visible_to(user).adopted().filter(pk__in=refs, policy__withdrawn_at__isnull=True)
    newer = Version.objects.adopted().filter(policy=OuterRef("policy"), number__gt=OuterRef("number"))
    rows = rows.filter(~Exists(newer)).select_related("policy")
    titles = _titles(row.pk for row in rows)
    return {
        row.pk: Told(
            title=titles[row.pk],
            url=row.get_absolute_url(),
            line=_("It was adopted, and it concerns you"),
            text=row.change_note,
            thread=f"policy:{row.policy_id}",
        )
        for row in rows
    }


def load_events(user: User, refs: Sequence[int]) -> Mapping[int, Told]:
    """Policies that this person answers for now, and reviews of theirs that are due."""
    rows = Event.objects.filter(pk__in=refs, policy__withdrawn_at__isnull=True).filter(_kept_by(user, "policy__"))
    rows = rows.select_related("policy__owner")
    titles = standing.titles(row.policy_id for row in rows)
    return {
        row.pk: Told(
            title=titles[row.policy_id],
            url=row.policy.get_absolute_url(),
            line=_event_line(row, user),
            thread=f"policy:{row.policy_id}",
        )
        for row in rows
        if row.what != What.REVIEW or row.policy.is_due
    }


def _event_line(event: Event, user: User) -> str:
    if event.what == What.REVIEW:
        return _("The day of its review has come")
    if event.policy.owner_id == user.pk:
        return _("You answer for it now")
    return _("It has no owner any more: name someone who answers for it")


def keeps_policies(person: Person) -> bool:
    """Who is told what owners are told: owners and administrators."""
    user = cast(User, person)
    if user.is_guest:
        return False
    known: bool | None = getattr(user, _KEEPS, None)  # asked once for each object in memory
    if known is None:
        known = user.has_role(Role.ADMINISTRATOR) or Policy.objects.filter(owner=user).exists()
        setattr(user, _KEEPS, known)
    return known


def on_staff(person: Person) -> bool:
    """Who can be asked about drafts: staff and councillors."""
    return not cast(User, person).is_guest


def _kept_by(user: User, path: str) -> Q:
    """The condition that this person answers for the policy at the end of a path."""
    if user.is_guest:
        return Q(pk__in=[])
    mine = Q(**{f"{path}owner": user})
    return mine | Q(**{f"{path}owner__isnull": True}) if user.has_role(Role.ADMINISTRATOR) else mine


def _drafts(rows: "QuerySet[M]", user: User) -> "QuerySet[M]":
    """Those rows of `version` that belong to a draft this person may read."""
    return rows.filter(version__in=Version.objects.visible_to(user).drafts())


def _of_comment(comment: Comment, titles: Mapping[int, str], line: str) -> Told:
    version = comment.version
    return Told(
        title=titles[comment.version_id],
        url=f"{reverse('policies:agreement', args=[version.policy.slug, version.number])}#comment-{comment.pk}",
        line=line,
        text=comment.answer_words or comment.body,
        thread=f"policy:{version.policy_id}",
    )


def _titles(versions: Iterable[int]) -> Mapping[int, str]:
    """The English titles of versions."""
    rows = Text.objects.filter(version__in=list(versions), language="en")
    return dict(rows.values_list("version", "title"))
