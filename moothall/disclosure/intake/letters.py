"""A raw mail as a letter: its words, its writer, what it answers, and whether a person wrote it. Nothing is stored."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from django.utils import timezone
from django.utils.translation import gettext as _

from moothall.disclosure.intake.language import ENGLISH, spoken
from moothall.disclosure.intake.signatures import signed_by, unsigned
from moothall.disclosure.models.received import Why
from moothall.kit import clock
from moothall.mail.parsing import Attachment, ParsedMessage, Unreadable, read
from moothall.mail.parsing.headers import Block, message_id, parse_date
from moothall.mail.parsing.message import MAX_ADDRESS, MAX_SUBJECT, one_line

LONGEST = 95_000  # characters that are taken as the words of a request; the original has them all
MOST_HOPS = 50  # a mail that went through more servers goes in a circle (RFC 5321, section 6.3)
LATEST_RETRY = timedelta(days=6)  # mail servers keep a mail for five days while we are away (RFC 5321, 4.5.4.1)
NULL_SENDERS = ("", "<>")
BULK = (b"bulk", b"list", b"junk", b"auto_reply")
LISTS = (b"list-id", b"list-post", b"list-unsubscribe")
ROBOTS = (b"x-autoreply", b"x-autorespond", b"x-auto-reply", b"x-failed-recipients")
DAEMONS = ("mailer-daemon@", "postmaster@")
BEFORE = re.compile(r"^\s*(?:(?:re|fw|fwd|aw|ymlaen)\s*:\s*)+", re.I)
NAMED = 20  # files of a letter that are named in its words


@dataclass(frozen=True)
class Letter:
    """A mail as far as taking it in is concerned; `why` is set where it makes no case by itself."""

    seal: str
    message_id: str = ""
    answers: tuple[str, ...] = ()  # the ids of what it follows
    subject: str = ""
    words: str = ""
    name: str = ""
    address: str = ""
    language: str = ENGLISH
    arrived_on: date | None = None  # at the council's own mail server, where that was before today
    why: Why | None = None
    detail: str = ""

    @property
    def key(self) -> str:
        """The address in plain form."""
        return self.address.strip().casefold()

    @property
    def title(self) -> str:
        """What it is about, without the name of who asks."""
        bare = unsigned(BEFORE.sub("", self.subject), self.name, self.address)
        bare = unsigned(bare, signed_by(self.words, self.name, self.address), "").strip()
        return bare[:200] or _("A request by e-mail")

    @property
    def asked(self) -> str:
        """What is asked for, without the name of who asks; the original keeps it."""
        return unsigned(self.words, self.name, self.address).strip() or self.title


def read_letter(raw: bytes, *, sender: str, own: Collection[str] = ()) -> Letter:
    """Read a mail that came from `sender`, as its envelope says; `own` are our addresses. Never raises for a mail."""
    block = Block(raw)
    parsed = read(raw)
    seal, own_id = seal_of(raw, block), message_id(block)
    if isinstance(parsed, Unreadable):
        address = one_line(sender, MAX_ADDRESS) if "@" in sender else ""
        unread = _machine(block, sender, address, own) or Why.UNREADABLE
        return Letter(seal, own_id, address=address, why=unread, detail=parsed.reason[:300])
    address = parsed.sender.address
    why = _machine(block, sender, address, own)
    words = _words(parsed)
    if why is None and not words and not BEFORE.sub("", parsed.subject).strip():
        why = Why.EMPTY
    return Letter(
        seal=seal,
        message_id=own_id,
        answers=tuple(dict.fromkeys((parsed.in_reply_to, *parsed.references)))[:100],
        subject=parsed.subject[:MAX_SUBJECT],
        words=words,
        name=parsed.sender.name,
        address=address,
        language=spoken(f"{parsed.subject}\n{words}", _said_of_language(block)),
        arrived_on=_arrived(block),
        why=why,
    )


def seal_of(raw: bytes, block: Block) -> str:
    """A digest of what the writer sent: the same for two deliveries of one letter, whatever way each went.

    The id alone would not do: whoever wrote another's id on top would have that letter taken for known.
    """
    parts = [message_id(block).encode("latin-1", "replace")]
    parts += [b" ".join(block.values(name)) for name in (b"from", b"subject", b"date")]
    body = sha256(raw[block.end :].replace(b"\r\n", b"\n").strip()).digest()
    return sha256(b"\0".join([*(sha256(part).digest() for part in parts), body])).hexdigest()


def _machine(block: Block, sender: str, address: str, own: Collection[str]) -> Why | None:
    """Why it is taken to be sent by a machine (RFC 3834): such mail is kept, and is neither a request nor answered."""
    if (address and address.casefold() in own) or len(block.values(b"received")) > MOST_HOPS:
        return Why.LOOP
    kind = b" ".join(block.values(b"content-type")[:1]).lower()
    if sender.strip() in NULL_SENDERS or b"multipart/report" in kind or address.casefold().startswith(DAEMONS):
        return Why.BOUNCE
    submitted = b" ".join(block.values(b"auto-submitted")[:1]).strip().lower()
    if (submitted and not submitted.startswith(b"no")) or any(block.values(name) for name in ROBOTS):
        return Why.AUTOMATIC
    precedence = b" ".join(block.values(b"precedence")[:1]).strip().lower()
    if any(block.values(name) for name in LISTS) or precedence in BULK:
        return Why.LIST
    return None


def _said_of_language(block: Block) -> str:
    return b" ".join(block.values(b"content-language")[:1]).decode("latin-1")


def _words(parsed: ParsedMessage) -> str:
    """Its text, and the names of the files that came with it: a request may be in one of them."""
    text = parsed.text.strip()
    if len(text) > LONGEST:
        text = text[:LONGEST].rstrip() + "\n\n" + _("[It goes on. The original has all of it.]")
    if not parsed.attachments:
        return text
    files = [_file(each) for each in parsed.attachments[:NAMED]]
    return "\n\n".join(part for part in (text, _("Files that came with it:") + "\n" + "\n".join(files)) if part)


def _file(each: Attachment) -> str:
    return f"– {each.name[:120]}"


def _arrived(block: Block) -> date | None:
    """The day on which the server that handed it over took it in: it counts as received then, not when we were back."""
    stamps = block.values(b"received")[:1]
    moment = parse_date(stamps[0].rpartition(b";")[2].decode("latin-1").strip()) if stamps else None
    if moment is None or not clock.now() - LATEST_RETRY <= moment <= clock.now():
        return None
    return timezone.localtime(moment).date()
