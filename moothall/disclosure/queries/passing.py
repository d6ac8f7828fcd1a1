"""What in the hall can be passed on as a request: a message of a mailbox, or a post, that a person may read."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.db.models import Q
from django.utils import timezone

from moothall.disclosure.intake.letters import BEFORE
from moothall.disclosure.intake.signatures import signed_by, unsigned
from moothall.disclosure.models import Case
from moothall.disclosure.models.received import Received
from moothall.files.models import Blob
from moothall.kit import clock
from moothall.mail import reading
from moothall.mail.models import Message
from moothall.people.models import User
from moothall.spaces.models import Conversation, Post

MOST_WORDS = 50_000
OF_A_TITLE = 120
POSTS = 50  # of a conversation, the newest, from which one is chosen


@dataclass(frozen=True)
class Thing:
    """A mail or a post as far as a request is made of it."""

    token: str  # `message:7`
    title: str
    words: str
    name: str
    email: str
    on: date
    back: str  # its page
    message_id: str = ""
    blob: Blob | None = None
    original: bytes = b""

    @property
    def seal(self) -> str:
        """By which it is known that a case was made of it."""
        return sha256(f"thing:{self.token}".encode()).hexdigest()

    @property
    def digest(self) -> str:
        """The digest of its original."""
        return self.blob.sha256 if self.blob else sha256(self.original).hexdigest()

    def may_read(self, user: User) -> bool:
        """Whether this person may read it now."""
        return thing_of(user, self.token) is not None


@dataclass(frozen=True)
class Choice:
    """One post of a conversation that may be a request."""

    token: str
    words: str
    by: str


def thing_of(user: User, token: str) -> Thing | None:
    """The thing of this token, if this person may read it and it is still there."""
    kind, _colon, number = token.partition(":")
    if not number.isascii() or not number.isdigit() or len(number) > 15:
        return None
    if kind == "message":
        row = Message.objects.visible_to(user).select_related("blob", "mailbox").filter(pk=int(number)).first()
        return _of_message(row) if row else None
    if kind == "post":
        rows = Post.objects.visible_to(user).standing().select_related("conversation", "author")
        post = rows.filter(pk=int(number)).first()
        return _of_post(post) if post else None
    return None


def choices(user: User, token: str) -> list[Choice]:
    """The newest posts of a conversation that this person may read."""
    kind, _colon, number = token.partition(":")
    if kind != "conversation" or not number.isascii() or not number.isdigit() or len(number) > 15:
        return []
    found = Conversation.objects.filter(pk=int(number))
    rows = Post.objects.visible_to(user).standing().filter(conversation__in=found).select_related("author")
    return [Choice(f"post:{row.pk}", row.body[:300], row.author.name) for row in rows.order_by("-number")[:POSTS]]


def case_made_of(thing: Thing) -> Case | None:
    """The case that was made of it already, here or when the same mail came to the council's address."""
    same = Q(seal=thing.seal)
    if thing.message_id:
        same |= Q(message_id=thing.message_id, sender__iexact=thing.email)
    row = Received.objects.filter(same, case__isnull=False).select_related("case").order_by("pk").first()
    return row.case if row else None


def _of_message(row: Message) -> Thing:
    letter = reading.letters([row])[0]
    name, email = row.sender_name, row.sender_address
    title = unsigned(BEFORE.sub("", row.subject), name, email)
    return Thing(
        token=f"message:{row.pk}",
        title=unsigned(title, signed_by(letter.text, name, email), "")[:OF_A_TITLE],
        words=unsigned(letter.text, name, email)[:MOST_WORDS],
        name=name[:200],
        email=email[:254],
        on=timezone.localtime(row.at).date() if row.dated else clock.today(),
        back=row.get_absolute_url(),
        message_id=row.message_id,
        blob=row.blob,
    )


def _of_post(row: Post) -> Thing:
    """A post; a guest who wrote it is whoever asks, and a colleague wrote it for somebody else."""
    guest = row.author.is_guest
    return Thing(
        token=f"post:{row.pk}",
        title=row.conversation.title[:OF_A_TITLE],
        words=row.body[:MOST_WORDS],
        name=row.author.name[:200] if guest else "",
        email=row.author.email[:254] if guest else "",
        on=timezone.localtime(row.created_at).date(),
        back=row.get_absolute_url(),
        original=row.body.encode(),
    )
