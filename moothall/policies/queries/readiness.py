"""What a draft still lacks before it can be adopted, in words, with the place where each is mended."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.kit import clock
from moothall.people.models import User
from moothall.policies import holders
from moothall.policies.models import Ask, Clause, Comment, Endorsement, Language, Text, Verdict, Version


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that stands in the way, and the page on which it is mended."""

    key: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Stand:
    """How one who was asked stands to the draft as it reads now."""

    ask: Ask
    name: str
    last: Endorsement | None
    current: bool
    """Whether the last answer is about the words as they are now."""

    @property
    def endorsed(self) -> bool:
        """Whether they stand behind these very words."""
        return self.last is not None and self.current and self.last.verdict == Verdict.ENDORSED

    @property
    def declined(self) -> bool:
        """Whether their last answer was no."""
        return self.last is not None and self.last.verdict == Verdict.DECLINED

    @property
    def settled(self) -> bool:
        """Whether adoption need not wait for them."""
        return self.endorsed or self.ask.without_at is not None


def wording_of(texts: Iterable[Text]) -> str:
    """SHA-256 (hexadecimal) over the digests of all texts of a version, by language: what is endorsed and adopted."""
    lines = sorted(f"{text.language}:{text.digest}" for text in texts)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def stands(version: Version, texts: Iterable[Text], *, seen_by: User | None) -> list[Stand]:
    """Everyone who was asked about a version, with their last answer: three queries at most."""
    answers = Prefetch("answers", Endorsement.objects.select_related("by").order_by("-pk"))
    asks = list(version.asks.select_related("asked_by", "without_by").prefetch_related(answers).order_by("pk"))
    names = holders.names((ask.holder for ask in asks), seen_by=seen_by) if asks else {}
    return _stands(asks, names, wording_of(texts))


def _stands(asks: Sequence[Ask], names: Mapping[str, str], wording: str) -> list[Stand]:
    found = []
    for ask in asks:
        last = next(iter(ask.answers.all()), None)
        current = last is not None and last.wording == wording
        found.append(Stand(ask, names[ask.holder], last, current))
    return found


def missing(version: Version, texts: Sequence[Text], stood: Sequence[Stand]) -> list[Missing]:
    """Everything that keeps a draft from being adopted; empty when it is ready. Two queries, or three with Welsh."""
    slug = version.policy.slug
    return [
        *_of_policy(version),
        *_of_texts(slug, texts),
        *_of_comments(version),
        *_of_stakeholders(version, stood),
        *_of_dates(version),
    ]


def _of_policy(version: Version) -> Iterator[Missing]:
    policy = version.policy
    owner = policy.owner
    if owner is None or not owner.is_active or owner.is_guest:
        words = _("It has no owner who may sign in. Name someone who answers for it.")
        yield Missing("owner", words, reverse("policies:owner", args=[policy.slug]))
    review = reverse("policies:review", args=[policy.slug])
    if policy.review_on is None:
        yield Missing("review", _("It has no review date. Say when it is to be looked at again."), review)
    elif policy.review_on <= clock.today():
        yield Missing("review", _("Its review date has passed. Set the next one."), review)
    if not policy.audience.exists():
        words = _("It does not say for whom it is.")
        yield Missing("audience", words, reverse("policies:audience", args=[policy.slug]))
    if policy.template:
        words = _("It is still our template. Adapt its words to this council, and say so when you save them.")
        yield Missing("template", words, reverse("policies:write", args=[policy.slug, Language.ENGLISH]))


def _of_texts(slug: str, texts: Sequence[Text]) -> Iterator[Missing]:
    english = next((text for text in texts if text.language == Language.ENGLISH), None)
    write = reverse("policies:write", args=[slug, Language.ENGLISH])
    if english is None or not english.body:
        yield Missing("english", _("Its English text is missing. Write it in numbered clauses."), write)
    if english is not None and not english.summary_lines:
        yield Missing("summary", _("Its plain summary is missing. Say in three lines what it asks of people."), write)
    welsh = next((text for text in texts if text.language == Language.WELSH), None)
    if welsh is None or english is None:
        return
    there = reverse("policies:write", args=[slug, Language.WELSH])
    if not welsh.summary_lines:
        yield Missing("welsh_summary", _("The summary of its Welsh text is missing."), there)
    rows = Clause.objects.filter(text__in=[english, welsh]).order_by("place").values_list("text", "number")
    numbers: dict[int, list[str]] = {english.pk: [], welsh.pk: []}
    for text, number in rows:
        numbers[text].append(number)
    lacking = [number for number in numbers[english.pk] if number not in numbers[welsh.pk]]
    beyond = [number for number in numbers[welsh.pk] if number not in numbers[english.pk]]
    if lacking:
        words = _("The Welsh text lacks {numbers}, which the English has.").format(numbers=_listed(lacking))
        yield Missing("welsh", words, there)
    if beyond:
        words = _("The Welsh text has {numbers}, which the English lacks.").format(numbers=_listed(beyond))
        yield Missing("welsh", words, there)


def _of_comments(version: Version) -> Iterator[Missing]:
    count = Comment.objects.filter(version=version, answered_at__isnull=True).count()
    if count:
        words = ngettext("{n} comment waits for an answer.", "{n} comments wait for an answer.", count).format(n=count)
        yield Missing(
            "comments", words, f"{reverse('policies:draft', args=[version.policy.slug])}?show=waiting#comments"
        )


def _of_stakeholders(version: Version, stood: Sequence[Stand]) -> Iterator[Missing]:
    url = f"{reverse('policies:draft', args=[version.policy.slug])}#stakeholders"
    if version.material and not stood:
        words = _("Nobody was asked to endorse it. Name the people or roles whom it concerns.")
        yield Missing("asks", words, reverse("policies:ask", args=[version.policy.slug]))
    for stand in stood:
        if not stand.settled:
            yield Missing("asks", _waiting(stand).format(name=stand.name), url)


def _waiting(stand: Stand) -> str:
    if stand.last is None:
        return _("{name} has not answered yet whether they endorse it.")
    if stand.declined:
        return _("{name} declined to endorse it. Meet what they ask for, or say why you go on without them.")
    return _("{name} endorsed an earlier wording. They need to look at it again.")


def _of_dates(version: Version) -> Iterator[Missing]:
    url = reverse("policies:plan", args=[version.policy.slug])
    if version.effective_on is None:
        yield Missing("effective", _("It does not say from which day it holds."), url)
    elif version.number > 1 and version.effective_on < clock.today():
        yield Missing("effective", _("The day from which it holds has passed. Choose today or a later day."), url)
    elif _before_the_last(version):
        yield Missing(
            "effective", _("The version before it holds from a later day. Choose that day or a later one."), url
        )
    if version.number > 1 and not version.change_note:
        yield Missing("change", _("It does not say what changed, and why people are asked again or not."), url)


def _before_the_last(version: Version) -> bool:
    later = Version.objects.adopted().filter(policy=version.policy_id, effective_on__gt=version.effective_on)
    return version.number > 1 and later.exists()


def _listed(numbers: Sequence[str]) -> str:
    shown = ", ".join(numbers[:8])
    more = len(numbers) - 8
    return shown if more <= 0 else _("{numbers} and {n} more").format(numbers=shown, n=more)
