"""Bring a mail thread into a space, where its members can read and answer it."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from moothall import audit
from moothall.kit.permissions import require
from moothall.mail import permissions, reading
from moothall.mail.models import Message, Thread, ThreadShare
from moothall.people.models import User
from moothall.policies import gate
from moothall.policies.checks import Finding
from moothall.spaces.actions import conversations
from moothall.spaces.models import Conversation, Space

MAX_TITLE = 200
MAX_MESSAGES = 50
MAX_TEXT = 4_000
MAX_BODY = 30_000
MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+!|~@-])")


class LessCareful(Exception):  # noqa: N818  says what is the matter
    """A thread of a mailbox marked OFFICIAL-SENSITIVE goes only into a space that is marked too."""


@audit.act
def share_thread(thread: Thread, space: Space, *, by: User, note: str, passed: Sequence[Finding] = ()) -> Conversation:
    """Start a conversation with a note and the readable text of a thread: never attachments, never Bcc.

    Raises `LessCareful` where the mailbox is marked OFFICIAL-SENSITIVE and the space is not. `passed` is what whoever
    shares was warned of before.
    """
    thread = Thread.objects.select_for_update(of=("self",)).select_related("mailbox").get(pk=thread.pk)
    require(permissions.can_read(by, thread.mailbox))
    gate.require(by, gate.Capability.SHARE_MAIL, thread.mailbox.container)
    if thread.mailbox.is_sensitive and not Space.objects.select_for_update().get(pk=space.pk).is_sensitive:
        raise LessCareful
    messages = _messages(thread)
    body = _body(messages, thread.message_count, note)
    conversation = conversations.start(space, by=by, title=messages[0].title[:MAX_TITLE], body=body, passed=passed)
    ThreadShare.objects.create(thread=thread, conversation=conversation, by=by)
    audit.record("mail.thread_shared", by=by, on=thread, space=space.pk, conversation=conversation.pk)
    return conversation


def words_of(thread: Thread) -> str:
    """What is shared of a thread, as its senders wrote it: its subject and the words of its messages."""
    messages = _messages(thread)
    letters = (letter.text[:MAX_TEXT] for letter in reading.letters(messages))
    return "\n\n".join([messages[0].title, *letters])[:MAX_BODY]


def _messages(thread: Thread) -> list[Message]:
    return list(thread.messages.select_related("blob").order_by("at", "pk")[:MAX_MESSAGES])


def _body(messages: list[Message], count: int, note: str) -> str:
    """Quote the messages one under the other, each with who wrote it and when."""
    parts = [note.strip()] if note.strip() else []
    size = 0
    for letter in reading.letters(messages):
        head = _("%(sender)s wrote on %(day)s:") % {
            "sender": _plain(letter.message.sender),
            "day": f"{letter.message.at:%d %B %Y}".lstrip("0"),
        }
        text = letter.text[:MAX_TEXT] + (" …" if len(letter.text) > MAX_TEXT else "")
        part = f"**{head}**\n\n{_quoted(text)}"
        if size + len(part) > MAX_BODY:
            break
        size += len(part)
        parts.append(part)
    left = count - (len(parts) - bool(note.strip()))
    if left > 0:
        parts.append(_("%(count)s more messages of this thread are in the mailbox.") % {"count": left})
    return "\n\n".join(parts)


def _plain(text: str) -> str:
    """Keep what a stranger wrote from acting as Markdown or mentioning anyone."""
    return MARKUP.sub(r"\\\1", text)


def _quoted(text: str) -> str:
    return "\n".join(f"> {_plain(line)}  " if line.strip() else ">" for line in text.strip().split("\n"))
