"""Sending what is in the queue: claim, send, settle, one letter at a time.

A claim is committed before the mail server is asked, so two workers never send the same letter. One who is killed
between sending and settling leaves one claim; when its lease is over that letter is tried again, under the same
Message-ID, by which mail readers know it. Nothing else can go out twice.
"""

import logging
import smtplib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q

from moothall.kit import clock
from moothall.notices.backend import rebuilt
from moothall.notices.choosing import Wishes
from moothall.notices.composing import write
from moothall.notices.models import Letter
from moothall.notices.models.letters import NOTICES, State
from moothall.people.models import User

log = logging.getLogger(__name__)

TURN = 50  # letters sent in one turn
LEASE = timedelta(minutes=10)  # longer than a mail server can be waited for
LONGEST_WAIT = timedelta(hours=4)
FURTHEST = timedelta(days=2)  # more than the longest wait and the quiet hours after it can be
GIVE_UP = timedelta(days=5)  # RFC 5321, section 4.5.4.1: on a server that answers, but not on one that is down
PERMANENT = 500
AFTER_OTHERS = timedelta(milliseconds=1)
OF_THE_ACCOUNT = (401, 403, 429)  # a provider's answers that are about us, not about the letter


class ServerTrouble(Exception):  # noqa: N818  says what is the matter
    """The mail server cannot be used now, whoever the letter is for."""


class BrokenOff(Exception):  # noqa: N818  says what is the matter
    """The server was reached and did not finish with this letter: the letter may be the matter, or the server."""


class Refused(Exception):  # noqa: N818  says what is the matter
    """This letter will not be taken, however often it is tried."""


@dataclass(frozen=True)
class Turn:
    """What one turn of the worker did."""

    sent: int = 0
    failed: int = 0


def deliver() -> Turn:
    """Send what is due, until nothing is, or the server is in trouble."""
    take_back()
    bring_forward()
    turn, post, suspect = Turn(), Post(), Suspect()
    try:
        for _number in range(TURN):
            letter = claim()
            if letter is None:
                break
            try:
                sent = send(letter, post)
            except ServerTrouble as trouble:
                _hold_all([letter, *suspect.letters], str(trouble))
                return replace(turn, failed=turn.failed + 1)
            except BrokenOff as broken:
                turn = replace(turn, failed=turn.failed + 1)
                if suspect.letters:
                    _hold_all([letter, *suspect.letters], str(broken))
                    return turn
                suspect = Suspect([letter], str(broken))
                continue
            turn = Turn(turn.sent + sent, turn.failed + (not sent))
            if sent:
                suspect = suspect.blamed()
        suspect.blamed()
    finally:
        post.close()
    return turn


@dataclass(frozen=True)
class Suspect:
    """A letter over which the connection broke: if the next one goes, it was the letter; if not, it is the server."""

    letters: Sequence[Letter] = ()
    error: str = ""

    def blamed(self) -> "Suspect":
        """Try it later, by itself; nobody is suspect any more."""
        for letter in self.letters:
            _again(letter, self.error)
        return Suspect()


def claim() -> Letter | None:
    """Take the next letter for ourselves, committed; one that another worker is taking is passed over."""
    with transaction.atomic():
        rows = Letter.objects.to_send().order_by("next_try_at", "pk")
        letter = rows.select_for_update(skip_locked=True).first()  # SQLite has no such locks: its one writer is enough
        if letter is None:
            return None
        letter.state, letter.claimed_at, letter.attempts = State.SENDING, clock.now(), letter.attempts + 1
        letter.save(update_fields=["state", "claimed_at", "attempts"])
    return letter


def take_back() -> int:
    """Put letters whose sender died back in the queue; returns how many. A claim from the future is a dead one too."""
    now = clock.now()
    dead = Q(claimed_at__lt=now - LEASE) | Q(claimed_at__gt=now + LEASE)
    return Letter.objects.filter(dead, state=State.SENDING).update(
        state=State.WAITING,
        claimed_at=None,
        next_try_at=now,
        last_error="The worker ended while it was sending this; it may have been sent.",
    )


def bring_forward() -> int:
    """Have letters tried now that a clock which was ahead put off for longer than anything is; returns how many."""
    now = clock.now()
    waiting = Letter.objects.filter(state=State.WAITING, next_try_at__gt=now + FURTHEST)
    return waiting.update(next_try_at=now) if waiting.exists() else 0


def send(letter: Letter, post: "Post") -> bool:
    """Send one claimed letter and settle it; whether it went. Raises `ServerTrouble` and `BrokenOff`."""
    try:
        if letter.sort in NOTICES:
            waiting = _words(letter)
            if waiting is not None:
                return False
        if not settings.MOOTHALL_MAIL_BACKEND:
            return _settle(letter, State.KEPT, keep=True)
        post.send(letter)
    except (ServerTrouble, BrokenOff):
        raise
    except Refused as refusal:
        _settle(letter, State.REFUSED, error=str(refusal))
        return False
    except Exception as error:
        log.warning("Letter %s could not be sent: %s", letter.pk, type(error).__name__)
        _again(letter, f"{type(error).__name__}: {error}")
        return False
    return _settle(letter, State.SENT)


def _words(letter: Letter) -> bool | None:
    """Write a letter of notices now; None if it can go, otherwise it was settled or put off."""
    person = User.objects.active().filter(pk=letter.person_id or 0).select_related("team").first()
    written = write(letter, person) if person and person.email else None
    if person is None or written is None:
        return _settle(letter, State.DROPPED)
    now = clock.now()
    loud = Wishes.of([person.pk]).rhythm(person.pk).after_quiet(now)
    if loud > now:
        _ours(letter).update(state=State.WAITING, claimed_at=None, next_try_at=loud, attempts=F("attempts") - 1)
        return False
    letter.address, letter.subject = person.email, written.subject
    letter.text, letter.html, letter.headers = written.text, written.html, written.headers
    return None


def _settle(letter: Letter, state: State, *, error: str = "", keep: bool = False) -> bool:
    """Note how it ended, if the claim is still ours; the words are kept only for reading in the outbox."""
    kept: dict[str, Any] = {"subject": "", "text": "", "html": "", "headers": {}}
    if keep:
        kept = {"subject": letter.subject, "text": letter.text, "html": letter.html, "headers": letter.headers}
    _ours(letter).update(
        state=state, claimed_at=None, settled_at=clock.now(), last_error=_said(error), address=letter.address, **kept
    )
    return state in (State.SENT, State.KEPT)


def _again(letter: Letter, error: str) -> None:
    """Try later, longer each time; a server that answers and does not take a letter in five days never will."""
    if clock.now() - letter.made_at > GIVE_UP:
        _settle(letter, State.REFUSED, error=error)
        return
    _put_off(letter, clock.now() + wait_after(letter.attempts), error)


def _put_off(letter: Letter, until: datetime, error: str) -> None:
    _ours(letter).update(state=State.WAITING, claimed_at=None, next_try_at=until, last_error=_said(error))


def _hold_all(tried: Sequence[Letter], error: str) -> None:
    """Nothing can go now: put off all whose turn it is, each by how often it was tried, then those in hand.

    What was in hand comes after the others next time, so that what no server digests never stands in their way.
    """
    now = clock.now()
    due = Letter.objects.filter(pk__in=Letter.objects.to_send().values("pk"))
    for attempts in sorted(set(due.values_list("attempts", flat=True).order_by())):
        until = now + wait_after(attempts + 1)
        due.filter(attempts=attempts).update(next_try_at=until, last_error=_said(error), attempts=attempts + 1)
    for letter in tried:
        _put_off(letter, now + wait_after(letter.attempts) + AFTER_OTHERS, error)


def _ours(letter: Letter) -> Any:
    return Letter.objects.filter(pk=letter.pk, state=State.SENDING, claimed_at=letter.claimed_at)


def _said(error: str) -> str:
    """What a server said, as a database can keep it and a page can show it."""
    return "".join(letter if letter.isprintable() else " " for letter in error[:2000])


def wait_after(attempts: int) -> timedelta:
    """One minute, two, four, up to four hours."""
    return min(timedelta(minutes=2 ** min(attempts - 1, 10)), LONGEST_WAIT)


class Post:
    """The way out, opened when the first letter needs it."""

    def __init__(self) -> None:
        self._backend: BaseEmailBackend | None = None

    def send(self, letter: Letter) -> None:
        """Hand a letter over; raises `Refused`, `ServerTrouble`, `BrokenOff`, or what else went wrong with it."""
        backend = self._reach()
        try:
            backend.send_messages([rebuilt(letter)])
        except AnymailRecipientsRefused as error:
            raise Refused(str(error)) from error
        except AnymailAPIError as error:
            status = getattr(error, "status_code", None)
            if status in (400, 422):
                raise
            raise (ServerTrouble if status in OF_THE_ACCOUNT else BrokenOff)(str(error)) from error
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            self._answered(code, words, error)
        except smtplib.SMTPDataError as error:
            self._answered(error.smtp_code, error.smtp_error, error)
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise BrokenOff(f"{type(error).__name__}: {error}") from error

    def _reach(self) -> BaseEmailBackend:
        """The server, reached; raises `ServerTrouble` where it can't be."""
        if self._backend is not None:
            return self._backend
        backend: BaseEmailBackend = get_connection(settings.MOOTHALL_MAIL_BACKEND)
        try:
            backend.open()
        except (smtplib.SMTPException, OSError) as error:
            raise ServerTrouble(f"{type(error).__name__}: {error}") from error
        self._backend = backend
        return backend

    def close(self) -> None:
        """Leave the server, if it was reached."""
        backend, self._backend = self._backend, None
        if backend is not None:
            try:
                backend.close()
            except (smtplib.SMTPException, OSError):
                log.info("The mail server hung up first")

    def _answered(self, code: int, words: bytes | str, error: Exception) -> None:
        """The server answered for this letter: for good (5xx), or for now (4xx)."""
        said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
        self.close()
        if code >= PERMANENT:
            raise Refused(f"{code} {said}") from error
        raise RuntimeError(f"{code} {said}") from error
