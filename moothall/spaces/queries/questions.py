"""Questions in spaces, and whether anybody answered.

A question is a conversation whose title, or whose first post, has a question mark among its last four characters: so
"Who opens up?", "Who opens up? :)" and "**Who opens up?**". It is answered once somebody else than whoever asked has
said something in it that stands. What is asked in the midst of a longer post is not noticed; nobody is held to answer
what they could not know to be a question.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Right

from moothall.people.models import User
from moothall.spaces.models import Conversation, Post

CLOSING = 4  # characters in which the mark is looked for
SHOWN = 3  # questions on a sponsor's desk


class Waits(Enum):
    """Whose answer a question waits for."""

    ANYBODY = "anybody"  # nobody has answered
    ME = "me"  # this person has not, whether others have or not


@dataclass(frozen=True)
class Question:
    """A question that waits, as one line on a desk."""

    conversation: Conversation  # with its space and who asked
    answers: int  # by others than whoever asked

    @property
    def url(self) -> str:
        """Where it is answered: the newest of what was said."""
        return f"{self.conversation.get_absolute_url()}#new"

    @property
    def asked_at(self) -> datetime:
        """When it was asked."""
        return self.conversation.created_at


def asked() -> QuerySet[Conversation]:
    """The conversations that are questions, and whose first post stands."""
    first = Post.objects.filter(conversation=OuterRef("pk"), number=1)
    standing = first.filter(removed_at__isnull=True)
    marked = standing.annotate(closing=Right("body", CLOSING)).filter(closing__contains="?")
    rows = Conversation.objects.annotate(closing=Right("title", CLOSING))
    return rows.filter(Q(closing__contains="?") & Exists(standing) | Exists(marked))


def answers() -> QuerySet[Post]:
    """The answers to the conversation of an outer query: what stands and somebody else said than whoever asked."""
    said = Post.objects.filter(conversation=OuterRef("pk"), number__gt=1, removed_at__isnull=True)
    return said.exclude(author=OuterRef("started_by"))


def asker() -> F:
    """Whoever asked, from a post."""
    return F("conversation__started_by")


def waiting(
    user: User, *, spaces: Sequence[int], waits: Waits = Waits.ANYBODY, limit: int = SHOWN
) -> Sequence[Question]:
    """The newest questions in these spaces that wait, of those that this person may read and did not ask themselves.

    Two queries, however many spaces and questions there are; none where there is no space.
    """
    if not spaces or limit < 1:
        return []
    rows = asked().visible_to(user).filter(space__in=list(spaces)).exclude(started_by=user)  # type: ignore[attr-defined]
    by = answers() if waits is Waits.ANYBODY else answers().filter(author=user)
    newest = rows.filter(~Exists(by)).select_related("space", "started_by").order_by("-created_at", "-pk")
    found = list(newest[:limit])
    counts = _answers_to([row.pk for row in found])
    return [Question(row, counts.get(row.pk, 0)) for row in found]


def _answers_to(conversations: Sequence[int]) -> dict[int, int]:
    if not conversations:
        return {}
    said = Post.objects.filter(conversation__in=conversations, number__gt=1, removed_at__isnull=True)
    by_others = said.exclude(author=asker()).order_by().values("conversation")
    return dict(by_others.values_list("conversation", Count("pk")))
