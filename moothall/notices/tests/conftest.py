"""A small room of its own that tells people things, and a real mail server on this machine."""

import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.test import override_settings

from moothall import notices
from moothall.kit import clock
from moothall.notices.delivery import Turn, deliver
from moothall.notices.gathering import gather
from moothall.notices.kinds import NoticeKind, Told, When, kinds
from moothall.people.models import User

PLACE = "public:0"


@dataclass
class Talk:
    """What can be told of in a test, and who may not see it."""

    told: dict[int, Told] = field(default_factory=dict)
    hidden: set[tuple[int, int]] = field(default_factory=set)
    asked: int = 0

    def say(self, subject: int, **changes: Any) -> Told:
        """There is something to tell."""
        usual = Told(
            title="Saturday opening", url=f"/there/{subject}/", line="Gareth Pugh named you", text="Who opens up?",
            place="Libraries", thread="conversation:12",
        )  # fmt: skip
        self.told[subject] = replace(usual, **changes)
        return self.told[subject]

    def load(self, user: User, subjects: Sequence[int]) -> Mapping[int, Told]:
        """As a room does: only what this person may see now."""
        self.asked += 1
        return {pk: self.told[pk] for pk in subjects if pk in self.told and (user.pk, pk) not in self.hidden}

    def tell(
        self, person: User, subject: int, kind: str = "test.mention", container: str = PLACE, **changes: Any
    ) -> None:
        """Say it and tell a person."""
        self.say(subject, **changes)
        notices.tell(kind, people=[person.pk], subject=subject, place=container, by=None)


@pytest.fixture(autouse=True)
def talk() -> Iterator[Talk]:
    """Two kinds about the same thing: at once, and in the daily digest."""
    made = Talk()
    kinds.add(
        NoticeKind("test.mention", "Somebody names me", thing="test.post", load=made.load),
        NoticeKind("test.followed", "New where I follow", thing="test.post", load=made.load, default=When.DAILY),
    )
    yield made
    kinds.remove("test.mention")
    kinds.remove("test.followed")


@dataclass
class Server:
    """A mail server that keeps what it takes, and can be told to refuse."""

    port: int = 0
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)

    async def handle_RCPT(  # noqa: N802  the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take an address, or refuse it as told."""
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the message."""
        content = envelope.content
        assert isinstance(content, bytes)
        self.taken.append((envelope.rcpt_tos[0], content))
        return "250 OK"

    @property
    def messages(self) -> list[EmailMessage]:
        """What came, as the standard library reads it."""
        return [message_from_bytes(content, policy=policy.default) for _to, content in self.taken]


@contextmanager
def listening() -> Iterator[Server]:
    """A server on loopback for a while, and a hall that sends through it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        server = Server(port=probe.getsockname()[1])
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        with sending_to(server.port):
            yield server
    finally:
        controller.stop()


def sending_to(port: int) -> Any:
    """A hall that sends by SMTP to this port."""
    return override_settings(
        MOOTHALL_MAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        EMAIL_USE_TLS=False,
        EMAIL_USE_SSL=False,
        EMAIL_HOST_USER="",
        DEFAULT_FROM_EMAIL="Moothall <moothall@wexmoor.example>",
        MOOTHALL_URL="https://hall.wexmoor.example",
    )


@pytest.fixture
def server() -> Iterator[Server]:
    """A mail server on this machine."""
    with listening() as made:
        yield made


def post(after: timedelta = timedelta(minutes=2), *, at: datetime | None = None) -> Turn:
    """A turn of the worker, a little later."""
    with clock.at(at or clock.now() + after):
        gather()
        return deliver()
