"""The queue: nothing lost, nothing twice, and what did not arrive is shown."""

from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core.mail import send_mail
from django.test import override_settings

from conftest import Cast
from moothall.kit import clock
from moothall.kit.testing import CommittedDatabase, at_once
from moothall.notices import delivery, queries
from moothall.notices.delivery import deliver
from moothall.notices.gathering import gather
from moothall.notices.models import Letter, Notice
from moothall.notices.models.letters import Sort, State
from moothall.notices.tests.conftest import Server, Talk, listening, post, sending_to
from moothall.people.tests import make

NOON = datetime(2026, 6, 2, 11, 0, tzinfo=UTC)
QUEUE = override_settings(EMAIL_BACKEND="moothall.notices.backend.Queue")


def test_a_dead_server_loses_nothing_and_is_asked_less_and_less(cast: Cast, talk: Talk) -> None:
    with clock.at(NOON):
        for subject in range(3):
            talk.tell(cast.priya, subject)
    with sending_to(9):  # nobody listens there
        tried, moment = [], NOON + timedelta(minutes=2)
        for _try in range(4):
            post(at=moment)
            waiting = Letter.objects.filter(state=State.WAITING)
            assert waiting.count() == 3
            assert all("refused" in letter.last_error.lower() for letter in waiting)
            next_try = max(waiting.values_list("next_try_at", flat=True))
            tried.append(next_try - moment)
            assert post(at=next_try - timedelta(seconds=1)).failed == 0  # not before its time
            moment = next_try
    assert tried == sorted(tried)
    assert tried[-1] > tried[0]
    with clock.at(NOON + timedelta(hours=2)):
        assert list(queries.troubles())
    with listening() as server:
        post(at=moment)
        assert len(server.taken) == 3
    assert set(Letter.objects.values_list("state", flat=True)) == {State.SENT}


def test_an_address_that_is_refused_for_good_is_shown_and_not_tried_again(
    cast: Cast, talk: Talk, server: Server
) -> None:
    server.refuse[cast.priya.email] = "550 5.1.1 No such user here"
    with clock.at(NOON):
        talk.tell(cast.priya, 1)
        talk.tell(cast.gareth, 2)
    post(at=NOON + timedelta(minutes=2))
    assert [to for to, _content in server.taken] == [cast.gareth.email]
    letter = Letter.objects.get(person=cast.priya)
    assert letter.state == State.REFUSED
    assert "No such user here" in letter.last_error
    assert queries.undelivered(cast.priya) == letter
    assert queries.undelivered(cast.gareth) is None
    server.refuse.clear()
    post(at=NOON + timedelta(days=1))
    assert len(server.taken) == 1


def test_what_a_server_says_is_kept_without_what_cannot_be_printed(cast: Cast, talk: Talk, server: Server) -> None:
    server.refuse[cast.priya.email] = "550 No\x00such\x07user\x1b[2J \u00e9"
    with clock.at(NOON):
        talk.tell(cast.priya, 1)
    post(at=NOON + timedelta(minutes=2))
    letter = Letter.objects.get()
    assert letter.state == State.REFUSED
    assert letter.last_error.startswith("550 No such user")
    assert letter.last_error.isprintable()


def test_an_address_that_is_refused_for_now_is_tried_again(cast: Cast, talk: Talk, server: Server) -> None:
    server.refuse[cast.priya.email] = "451 4.7.1 Come back later"
    with clock.at(NOON):
        talk.tell(cast.priya, 1)
        talk.tell(cast.gareth, 2)
    post(at=NOON + timedelta(minutes=2))
    assert [to for to, _content in server.taken] == [cast.gareth.email]  # the others do not wait for it
    assert Letter.objects.get(person=cast.priya).state == State.WAITING
    server.refuse.clear()
    post(at=NOON + timedelta(minutes=4))
    assert len(server.taken) == 2


def test_an_address_that_is_refused_for_five_days_is_given_up(cast: Cast, talk: Talk, server: Server) -> None:
    server.refuse[cast.priya.email] = "451 4.7.1 Come back later"
    with clock.at(NOON):
        talk.tell(cast.priya, 1)
    for day in range(7):
        post(at=NOON + timedelta(days=day, minutes=2))
    assert Letter.objects.get().state == State.REFUSED


def test_mail_held_up_by_a_dead_server_is_not_sent_to_who_has_left_the_place(cast: Cast, talk: Talk) -> None:
    with clock.at(NOON):
        talk.tell(cast.priya, 1)
        talk.tell(cast.gareth, 2)
    with sending_to(9):
        post(at=NOON + timedelta(minutes=2))
    talk.hidden.add((cast.priya.pk, 1))
    with listening() as server:
        post(at=NOON + timedelta(hours=1))
        assert [to for to, _content in server.taken] == [cast.gareth.email]


def test_mail_held_up_by_a_dead_server_keeps_the_quiet_hours(cast: Cast, talk: Talk) -> None:
    with clock.at(NOON):
        talk.tell(cast.priya, 1)
    with sending_to(9):
        post(at=NOON + timedelta(minutes=2))
    with listening() as server:
        post(at=datetime(2026, 6, 2, 23, 0, tzinfo=UTC))
        assert server.taken == []
        post(at=datetime(2026, 6, 3, 6, 1, tzinfo=UTC))
        assert len(server.taken) == 1


def test_mail_that_waits_for_the_morning_is_no_trouble_and_no_try(cast: Cast, talk: Talk, server: Server) -> None:
    with clock.at(NOON):
        talk.tell(cast.priya, 1)
    night = datetime(2026, 6, 2, 23, 0, tzinfo=UTC)  # the worker was away until then
    post(at=night)
    letter = Letter.objects.get()
    assert (letter.state, letter.attempts, letter.last_error) == (State.WAITING, 0, "")
    with clock.at(night + timedelta(hours=3)):
        assert list(queries.troubles()) == []
    post(at=datetime(2026, 6, 3, 6, 1, tzinfo=UTC))
    assert len(server.taken) == 1


def test_who_was_killed_while_sending_leaves_one_letter_which_is_tried_again_under_its_name(
    cast: Cast, talk: Talk, server: Server
) -> None:
    with clock.at(NOON):
        talk.tell(cast.priya, 1)
    with clock.at(NOON + timedelta(minutes=2)):
        gather()
        dying = delivery.claim()
        assert dying
        deliver()
        assert server.taken == []  # another worker leaves it alone
    post(at=NOON + timedelta(minutes=20))
    (mail,) = server.messages
    assert mail["Message-ID"] == dying.message_id
    # Whoever was thought dead and comes back does not overwrite how it ended.
    delivery._settle(dying, State.REFUSED, error="late")
    assert Letter.objects.get().state == State.SENT


def test_words_are_not_kept_once_they_are_sent(cast: Cast, talk: Talk, server: Server) -> None:
    with QUEUE:
        send_mail("Your new password", "https://hall/secret/", None, [cast.priya.email])
    with clock.at(NOON):
        talk.tell(cast.priya, 1)
    post(at=NOON + timedelta(minutes=2))
    post()
    assert len(server.taken) == 2
    for letter in Letter.objects.all():
        assert (letter.subject, letter.text, letter.html, letter.headers) == ("", "", "", {})


def test_other_mail_of_the_hall_goes_through_the_same_queue(cast: Cast, server: Server) -> None:
    with QUEUE:
        send_mail("Your new password", "Go to https://hall/secret/", None, [cast.priya.email], html_message="<p>Go</p>")
    letter = Letter.objects.get()
    assert (letter.sort, letter.state) == (Sort.ACCOUNT, State.WAITING)
    assert deliver().sent == 1
    (mail,) = server.messages
    assert mail["Subject"] == "Your new password"
    assert mail["Message-ID"] == letter.message_id
    assert mail["Auto-Submitted"] == "auto-generated"


def test_without_a_mail_server_letters_are_kept_to_be_read(cast: Cast, talk: Talk) -> None:
    with clock.at(NOON):
        talk.tell(cast.priya, 1)
        talk.tell(cast.priya, 2, closed=True)
    post(at=NOON + timedelta(minutes=2))
    open_one, closed_one = Letter.objects.order_by("pk")
    assert open_one.state == closed_one.state == State.KEPT
    assert "Saturday opening" in open_one.text
    assert "Saturday" not in closed_one.text + closed_one.html + closed_one.subject


def test_a_server_that_hangs_up_in_the_middle_is_trouble_not_refusal(
    cast: Cast, talk: Talk, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang_up(*_arguments: object) -> str:
        return "421 4.3.2 Closing down"

    monkeypatch.setattr(server, "handle_DATA", hang_up)
    with clock.at(NOON):
        talk.tell(cast.priya, 1)
    post(at=NOON + timedelta(minutes=2))
    assert Letter.objects.get().state == State.WAITING


def hangs_up_on(server: Server, monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """A server that falls over whatever it is sent for these addresses: none at all for everybody."""
    usual = server.handle_DATA

    async def data(protocol: SMTP, session: Session, envelope: Envelope) -> str:
        if not addresses or envelope.rcpt_tos[0] in addresses:
            assert protocol.transport
            protocol.transport.close()
            return "250 OK"
        return await usual(protocol, session, envelope)

    monkeypatch.setattr(server, "handle_DATA", data)


def test_a_letter_that_the_server_falls_over_holds_up_no_other_and_is_given_up(
    cast: Cast, talk: Talk, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    hangs_up_on(server, monkeypatch, cast.priya.email)
    with clock.at(NOON):
        talk.tell(cast.priya, 1)
        for subject in range(2, 5):
            talk.tell(cast.gareth, subject)
    post(at=NOON + timedelta(minutes=2))
    assert [to for to, _content in server.taken] == [cast.gareth.email] * 3
    letter = Letter.objects.get(person=cast.priya)
    assert letter.state == State.WAITING
    assert letter.next_try_at > NOON + timedelta(minutes=2)
    assert "closed" in letter.last_error.lower()
    for day in range(1, 7):
        post(at=NOON + timedelta(days=day))
    letter.refresh_from_db()
    assert letter.state == State.REFUSED
    assert queries.undelivered(cast.priya) == letter


def test_two_letters_that_the_server_falls_over_stand_behind_the_others_next_time(
    cast: Cast, talk: Talk, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    hangs_up_on(server, monkeypatch, cast.priya.email)
    with clock.at(NOON):
        talk.tell(cast.priya, 1)
        talk.tell(cast.priya, 2)
        talk.tell(cast.gareth, 3)
    post(at=NOON + timedelta(minutes=2))
    assert server.taken == []  # as far as can be told it is the server
    post(at=NOON + timedelta(minutes=4))
    assert [to for to, _content in server.taken] == [cast.gareth.email]


def test_a_server_that_takes_calls_and_nothing_else_loses_nothing_for_a_week(
    cast: Cast, talk: Talk, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with clock.at(NOON):
        for subject in range(6):
            talk.tell(cast.priya, subject)
    with monkeypatch.context() as broken:
        hangs_up_on(server, broken)
        assert post(at=NOON + timedelta(minutes=2)).failed == 2  # and is not asked six times
        for day in range(1, 8):
            post(at=NOON + timedelta(days=day))
        assert Letter.objects.filter(state=State.WAITING).count() == 6
    post(at=NOON + timedelta(days=8))
    assert len(server.taken) == 6


def test_two_workers_at_once_send_each_letter_once(committed_db: CommittedDatabase, talk: Talk) -> None:
    people = [make.user(f"Person {number}") for number in range(6)]
    with clock.at(NOON):
        for subject in range(30):
            talk.tell(people[subject % 6], subject)
            talk.tell(people[subject % 6], 100 + subject, kind="test.followed")

    def work() -> None:
        with clock.at(NOON + timedelta(days=2)):
            for _turn in range(3):
                gather()
                deliver()

    with listening() as server:
        at_once([work] * 4)
    ids = [mail["Message-ID"] for mail in server.messages]
    assert len(ids) == len(set(ids)) == 30 + 6
    assert set(Letter.objects.values_list("state", flat=True)) == {State.SENT}
    assert not Notice.objects.filter(due_at__isnull=False).exists()
