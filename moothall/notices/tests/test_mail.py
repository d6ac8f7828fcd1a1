"""Mails as they come out of a real mail server, read by the standard library."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage as Parsed
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.mail import EmailMessage, get_connection
from django.core.mail.message import BadHeaderError
from django.test import Client, override_settings

from conftest import Cast
from moothall import notices
from moothall.kit import clock
from moothall.notices import settling
from moothall.notices.delivery import deliver
from moothall.notices.gathering import gather
from moothall.notices.kinds import When
from moothall.notices.models import Choice, Letter, Notice
from moothall.notices.models.letters import State
from moothall.notices.tests.conftest import PLACE, Server, Talk, post
from moothall.people import actions as people_actions
from moothall.people.models import User

TUESDAY_NOON = datetime(2026, 6, 2, 11, 0, tzinfo=UTC)


def at_noon(talk: Talk, person: User, subject: int, **changes: Any) -> None:
    with clock.at(TUESDAY_NOON):
        talk.tell(person, subject, **changes)


def soon() -> None:
    post(at=TUESDAY_NOON + timedelta(minutes=2))


def test_a_mention_is_mailed_at_once_in_plain_text_and_html(cast: Cast, talk: Talk, server: Server) -> None:
    at_noon(talk, cast.priya, 1)
    soon()
    (mail,) = server.messages
    assert server.taken[0][0] == cast.priya.email
    assert mail["To"] == cast.priya.email
    assert parseaddr(str(mail["From"])) == ("Moothall", "moothall@wexmoor.example")
    assert mail["Subject"] == "[Libraries] Saturday opening"
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain
    assert html
    assert "Gareth Pugh named you" in plain.get_content()
    assert f"https://hall.wexmoor.example/notices/{Notice.objects.get().pk}/" in plain.get_content()
    assert "Who opens up?" in html.get_content()
    assert "<img" not in html.get_content()
    assert "src=" not in html.get_content()


def test_it_says_that_a_machine_wrote_it_and_how_to_stop(cast: Cast, talk: Talk, server: Server) -> None:
    at_noon(talk, cast.priya, 1)
    soon()
    (mail,) = server.messages
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Precedence"] == "bulk"
    assert mail["List-Id"] == '"Libraries" <public-0.moothall.wexmoor.example>'
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert str(mail["List-Unsubscribe"]).strip().startswith("<https://hall.wexmoor.example/notices/stop/")


def test_mails_of_one_conversation_are_one_thread(cast: Cast, talk: Talk, server: Server) -> None:
    for minutes, subject in enumerate((1, 2, 3)):
        with clock.at(TUESDAY_NOON + timedelta(minutes=5 * minutes)):
            talk.tell(cast.priya, subject)
        post(at=TUESDAY_NOON + timedelta(minutes=5 * minutes + 2))
    first, second, third = server.messages
    assert len({first["Message-ID"], second["Message-ID"], third["Message-ID"]}) == 3
    assert second["In-Reply-To"] == first["Message-ID"]
    assert third["In-Reply-To"] == second["Message-ID"]
    assert str(third["References"]).split()[-1] == second["Message-ID"]
    root = str(first["References"])
    assert all(str(mail["References"]).split()[0] == root for mail in (first, second, third))
    assert first["Subject"] == third["Subject"]


def test_another_conversation_is_another_thread(cast: Cast, talk: Talk, server: Server) -> None:
    at_noon(talk, cast.priya, 1)
    at_noon(talk, cast.priya, 2, thread="conversation:13")
    soon()
    first, second = server.messages
    assert first["References"] != second["References"]


def test_names_and_titles_cannot_add_headers(cast: Cast, talk: Talk, server: Server) -> None:
    evil = "Roads\r\nBcc: all@wexmoor.example\n\n<script>alert(1)</script>\x00\u2028X-Evil: yes"
    at_noon(talk, cast.priya, 1, title=evil, line=evil, place=evil, text=evil)
    at_noon(talk, cast.priya, 2, title=evil, place="Llyfrgell ŷ\r\nBcc: x@y.example", thread="x\r\nBcc: z@y.example")
    soon()
    assert [letter.last_error for letter in Letter.objects.all()] == ["", ""]
    assert len(server.taken) == 2
    for mail in server.messages:
        assert mail["Bcc"] is None
        assert mail["X-Evil"] is None
        assert not mail.defects
        assert "\n" not in str(mail["Subject"])
        html = mail.get_body(("html",))
        assert html
        assert "<script>" not in html.get_content()


def test_a_header_with_a_line_break_is_refused_before_it_is_kept(db: None) -> None:
    message = EmailMessage("Hello\nBcc: x@y.example", "Words", to=["priya@wexmoor.example"])
    with pytest.raises(BadHeaderError):
        get_connection("moothall.notices.backend.Queue").send_messages([message])
    assert not Letter.objects.exists()


def test_who_may_not_see_it_any_more_is_not_mailed(cast: Cast, talk: Talk, server: Server) -> None:
    at_noon(talk, cast.priya, 1)
    talk.hidden.add((cast.priya.pk, 1))
    soon()
    assert server.taken == []
    assert Letter.objects.get().state == State.DROPPED


def test_who_has_lost_the_place_is_not_mailed_whatever_the_room_says(cast: Cast, talk: Talk, server: Server) -> None:
    at_noon(talk, cast.priya, 1, container="space:99")
    soon()
    assert server.taken == []


def test_who_has_left_is_not_mailed(cast: Cast, talk: Talk, server: Server) -> None:
    at_noon(talk, cast.priya, 1)
    at_noon(talk, cast.gareth, 2)
    people_actions.deactivate(cast.priya, by=None)
    soon()
    assert [to for to, _content in server.taken] == [cast.gareth.email]


def test_who_has_just_read_it_is_not_mailed(cast: Cast, talk: Talk, server: Server) -> None:
    at_noon(talk, cast.priya, 1)
    notices.read(cast.priya, "test.mention", [1])
    at_noon(talk, cast.priya, 2)
    talk.say(2, read=True)
    soon()
    assert server.taken == []


def test_who_wants_no_mail_gets_none(cast: Cast, talk: Talk, server: Server) -> None:
    Choice.objects.create(person=cast.priya, kind="test.mention", when=When.NOT)
    at_noon(talk, cast.priya, 1)
    soon()
    assert server.taken == []
    assert Notice.objects.visible_to(cast.priya).fresh().count() == 1


def test_a_digest_comes_once_with_all_of_a_day(cast: Cast, talk: Talk, server: Server) -> None:
    for subject in (1, 2, 3):
        at_noon(talk, cast.priya, subject, kind="test.followed", title=f"Subject {subject}")
    soon()
    assert server.taken == []
    next_morning = datetime(2026, 6, 3, 7, 0, 5, tzinfo=UTC)  # 8:00 in summer
    post(at=next_morning - timedelta(minutes=1))
    assert server.taken == []
    for later in (0, 1, 60, 24 * 60):
        post(at=next_morning + timedelta(minutes=later))
    (mail,) = server.messages
    assert mail["Subject"] == "Your day in Moothall: 3 things"
    plain = mail.get_body(("plain",))
    assert plain
    assert all(f"Subject {number}" in plain.get_content() for number in (1, 2, 3))


def test_an_empty_digest_is_not_sent(cast: Cast, talk: Talk, server: Server) -> None:
    at_noon(talk, cast.priya, 1, kind="test.followed")
    notices.done(cast.priya, "test.followed", [1])
    post(at=TUESDAY_NOON + timedelta(days=2))
    assert server.taken == []


def test_a_mail_in_quiet_hours_waits_for_the_morning(cast: Cast, talk: Talk, server: Server) -> None:
    late = datetime(2026, 6, 2, 20, 30, tzinfo=UTC)  # 21:30 in summer
    with clock.at(late):
        talk.tell(cast.priya, 1)
    post(at=late + timedelta(minutes=5))
    assert server.taken == []
    post(at=datetime(2026, 6, 3, 6, 0, 1, tzinfo=UTC))
    assert len(server.taken) == 1


@override_settings(MOOTHALL_MAIL_CONTENT="open")
def test_a_council_can_keep_closed_words_out_of_mails(cast: Cast, talk: Talk, server: Server) -> None:
    at_noon(talk, cast.priya, 1, closed=True)
    at_noon(talk, cast.priya, 2, kind="test.followed", closed=True)
    soon()
    post(at=TUESDAY_NOON + timedelta(days=1))
    assert len(server.taken) == 2
    for mail, (_to, raw) in zip(server.messages, server.taken, strict=True):
        body = mail.get_body(("plain",))
        assert body
        assert "/notices/" in body.get_content()
        for secret in (b"Saturday", b"Libraries", b"Gareth", b"opens up", b"conversation"):
            assert secret not in raw


@override_settings(MOOTHALL_MAIL_CONTENT="none")
def test_or_all_words(cast: Cast, talk: Talk, server: Server) -> None:
    at_noon(talk, cast.priya, 1)
    soon()
    assert b"Saturday" not in server.taken[0][1]


def one_click(mail: Parsed) -> str:
    return urlsplit(str(mail["List-Unsubscribe"]).strip(" <>")).path


def test_one_click_stops_this_kind_in_this_place_for_this_person_only(cast: Cast, talk: Talk, server: Server) -> None:
    at_noon(talk, cast.priya, 1)
    at_noon(talk, cast.gareth, 2)
    soon()
    address = one_click(server.messages[0])
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.get(address).status_code == 200
    assert not Choice.objects.exists()  # looking changes nothing
    assert stranger.post(address, {"List-Unsubscribe": "No"}).status_code == 400
    assert not Choice.objects.exists()
    assert stranger.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert stranger.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    choice = Choice.objects.get()
    assert (choice.person, choice.kind, choice.place, choice.when) == (cast.priya, "test.mention", PLACE, When.NOT)
    at_noon(talk, cast.priya, 3)
    at_noon(talk, cast.gareth, 4)
    soon()
    assert [to for to, _content in server.taken[2:]] == [cast.gareth.email]


def test_nobody_can_stop_the_mail_of_another(cast: Cast, talk: Talk, server: Server) -> None:
    at_noon(talk, cast.priya, 1)
    soon()
    token = one_click(server.messages[0]).removeprefix("/notices/stop/").rstrip("/")
    payload, seal = token.rsplit(":", 1)
    from django.core import signing  # a token of the same shape, but of another make

    forged = signing.Signer(salt="else").sign_object([cast.gareth.pk, "test.mention", PLACE, ""])
    changed = signing.Signer(salt="else").sign_object([cast.gareth.pk, "test.mention", PLACE, ""]).rsplit(":", 1)[0]
    for bad in (forged, f"{changed}:{seal}", f"{payload}:{seal[:-1]}", f"{payload}x:{seal}", payload, "x", ":"):
        for method in ("get", "post"):
            answer = getattr(Client(), method)(f"/notices/stop/{bad}/", {"List-Unsubscribe": "One-Click"})
            assert answer.status_code == 404, bad
    assert not Choice.objects.exists()


def test_one_click_in_a_digest_stops_the_digest(cast: Cast, talk: Talk, server: Server) -> None:
    at_noon(talk, cast.priya, 1, kind="test.followed")
    post(at=TUESDAY_NOON + timedelta(days=1))
    Client().post(one_click(server.messages[0]), {"List-Unsubscribe": "One-Click"})
    at_noon(talk, cast.priya, 2, kind="test.followed")
    at_noon(talk, cast.priya, 3)
    post(at=TUESDAY_NOON + timedelta(days=3))
    assert [mail["Subject"] for mail in server.messages[1:]] == ["[Libraries] Saturday opening"]


def test_one_click_works_as_mail_readers_send_it(cast: Cast, talk: Talk, server: Server) -> None:
    """RFC 8058, section 3.2: the List-Unsubscribe-Post value as the body, in either form, without cookies."""
    at_noon(talk, cast.priya, 1)
    at_noon(talk, cast.gareth, 2)
    soon()
    forms = [
        ("application/x-www-form-urlencoded", "List-Unsubscribe=One-Click"),
        (
            "multipart/form-data; boundary=b",
            '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
        ),
    ]
    for mail, (kind, body) in zip(server.messages, forms, strict=True):
        answer = Client(enforce_csrf_checks=True).post(one_click(mail), body, content_type=kind)
        assert answer.status_code == 200  # no redirect: mail readers do not follow one
        assert not answer.cookies
    assert set(Choice.objects.values_list("person", flat=True)) == {cast.priya.pk, cast.gareth.pk}


def test_a_mail_keeps_to_the_form_of_mail(cast: Cast, talk: Talk, server: Server) -> None:
    at_noon(talk, cast.priya, 1, title="Ysgol Ŵyr " * 60, text="word " * 2000, place="Llyfrgell ŷ")
    soon()
    ((_to, raw),) = server.taken
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998  # RFC 5322, section 2.1.1
    (mail,) = server.messages
    for name in ("Date", "From", "To", "Subject", "Message-ID", "MIME-Version"):
        assert len(mail.get_all(name, [])) == 1, name
    assert str(mail["Message-ID"]).endswith("@wexmoor.example>")
    assert str(mail["Subject"]).strip().startswith("[Llyfrgell ŷ] Ysgol Ŵyr")


def test_what_was_put_off_while_its_letter_waited_is_not_mailed(cast: Cast, talk: Talk, server: Server) -> None:
    noon = datetime(2026, 6, 2, 11, 0, tzinfo=UTC)
    with clock.at(noon):
        talk.tell(cast.priya, 1, title="Saturday opening")
    with clock.at(noon + timedelta(minutes=2)):
        gather()
        settling.put_off(cast.priya, Notice.objects.get().pk, noon + timedelta(days=1))
        deliver()
    assert server.taken == []
    assert Letter.objects.get().state == State.DROPPED
