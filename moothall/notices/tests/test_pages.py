"""My notices, how I want them, and the administrator's page, as people use them."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry
from moothall.kit import clock
from moothall.notices import queries
from moothall.notices.backend import OutsideMail
from moothall.notices.kinds import NoticeKind, When, kinds
from moothall.notices.models import Choice, Hours, Letter, Notice
from moothall.notices.models.letters import State
from moothall.notices.tests.conftest import Server, Talk, post
from moothall.people import actions as people_actions
from moothall.people.models import Role, User

SignIn = Callable[[User], Client]
MINE, WISHES, OUTBOX = reverse("notices:list"), reverse("notices:settings"), reverse("notices:outbox")
NOON = datetime(2026, 6, 2, 11, 0, tzinfo=UTC)
HOURS = {"quiet": "on", "quiet_from": "19", "quiet_until": "6", "digest_hour": "9", "digest_day": "4", "zone": ""}


def how(client: Client) -> dict[str, str]:
    """The settings form as it stands, to be changed and sent."""
    form = client.get(WISHES).context["form"]
    return {field.html_name: str(field.value()) for field in form.of_kinds} | HOURS


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_a_notice_stands_on_the_desk_until_it_is_opened(cast: Cast, talk: Talk, as_user: SignIn) -> None:
    talk.tell(cast.priya, 1, url="/people/")
    client = as_user(cast.priya)
    desk = client.get(reverse("home:desk")).text
    assert "Saturday opening" in desk
    assert "1 not read" in desk
    opened = client.get(reverse("notices:open", args=[Notice.objects.get().pk]))
    assert opened["Location"] == "/people/"
    assert "Saturday opening" not in client.get(reverse("home:desk")).text
    assert "Saturday opening" in client.get(MINE).text


def test_a_notice_is_done_with_or_put_off(cast: Cast, talk: Talk, as_user: SignIn) -> None:
    for subject in (1, 2):
        talk.tell(cast.priya, subject, title=f"Matter {subject}")
    first, second = Notice.objects.order_by("pk")
    client = as_user(cast.priya)
    client.post(MINE, {"done": first.pk})
    client.post(MINE, {"snooze": second.pk})
    assert "Matter" not in client.get(MINE).text
    assert "Matter 1" in client.get(f"{MINE}?show=all").text
    with clock.at(clock.now() + timedelta(days=2)):
        again = as_user(cast.priya).get(MINE).text
    assert "Matter 2" in again
    assert "Matter 1" not in again


def test_nobody_settles_or_opens_the_notice_of_another(cast: Cast, talk: Talk, as_user: SignIn) -> None:
    talk.tell(cast.priya, 1)
    pk = Notice.objects.get().pk
    client = as_user(cast.gareth)
    client.post(MINE, {"done": pk})
    client.post(MINE, {"snooze": pk})
    client.post(MINE, {"all": "1"})
    assert client.get(reverse("notices:open", args=[pk])).status_code == 404
    assert "Saturday opening" not in client.get(MINE).text
    mine = Notice.objects.get()
    assert (mine.done_at, mine.snoozed_until, mine.read_at) == (None, None, None)


@pytest.mark.parametrize("wrong", [{}, {"done": "x"}, {"snooze": ""}])
def test_a_button_that_belongs_to_nothing_is_refused(cast: Cast, as_user: SignIn, wrong: dict[str, str]) -> None:
    assert as_user(cast.priya).post(MINE, wrong).status_code == 400


def test_what_i_choose_holds_for_mail_that_is_still_to_come(
    cast: Cast, talk: Talk, as_user: SignIn, server: Server
) -> None:
    client = as_user(cast.priya)
    with clock.at(NOON):
        talk.tell(cast.priya, 1)
        answer = client.post(WISHES, how(client) | {"kind-test.mention": "not"}, follow=True)
    assert "Saved" in answer.text
    hours = Hours.objects.get()
    assert (hours.quiet_from, hours.digest_hour, hours.digest_day) == (time(19), 9, 4)
    post(at=NOON + timedelta(days=8))
    assert server.taken == []


def test_a_choice_that_does_not_exist_is_shown_again(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    answer = client.post(WISHES, how(client) | {"kind-test.mention": "hourly", "zone": "Mars/Olympus"})
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert not Choice.objects.exists()


def test_one_is_asked_only_of_kinds_that_can_concern_them(cast: Cast, as_user: SignIn) -> None:
    label = "A space waits for someone to look after it"
    assert label not in as_user(cast.priya).get(WISHES).text
    people_actions.give_role(cast.priya, by=None, role=Role.ADMINISTRATOR)
    assert label in as_user(cast.priya).get(WISHES).text


@pytest.mark.parametrize("key", ["cases.deadline", "risks.review_due", "change.waiting_for_you"])
def test_a_later_room_adds_a_kind_in_one_line(
    cast: Cast, talk: Talk, as_user: SignIn, server: Server, key: str
) -> None:
    """Deadlines, reviews and what waits for someone need nothing here: desk, settings, mail and stop are there."""
    kinds.add(NoticeKind(key, "It is due", thing=key, load=talk.load, default=When.ONCE))
    try:
        with clock.at(NOON):
            talk.tell(cast.priya, 7, kind=key, title="FOI 2026-114", line="The answer is due on Friday")
        client = as_user(cast.priya)
        assert "FOI 2026-114" in client.get(reverse("home:desk")).text
        assert "It is due" in client.get(WISHES).text
        post(at=NOON + timedelta(minutes=2))
        (mail,) = server.messages
        assert mail["Subject"] == "[Libraries] FOI 2026-114"
        body = mail.get_body(("plain",))
        assert body
        assert "You are told because: It is due." in body.get_content()
    finally:
        kinds.remove(key)
    assert client.get(MINE).status_code == 200  # a room that was switched off takes its notices with it
    assert "FOI 2026-114" not in client.get(MINE).text


def test_the_list_costs_the_same_when_it_doubles(cast: Cast, talk: Talk, as_user: SignIn) -> None:
    client = as_user(cast.priya)

    def more(start: int, number: int) -> None:
        for subject in range(start, start + number):
            talk.tell(cast.priya, subject, title=f"Matter {subject}")

    more(0, 40)
    pages = [MINE, f"{MINE}?show=all", reverse("home:desk"), WISHES]
    before = [queries_of(client, page) for page in pages]
    asked = talk.asked
    client.get(MINE)
    assert talk.asked == asked + 1  # a room is asked once for a page, not once for each notice
    more(100, 40)
    assert [queries_of(client, page) for page in pages] == before
    assert max(before) <= 12, before


def test_every_notice_is_reached_by_turning_pages(cast: Cast, talk: Talk, as_user: SignIn) -> None:
    for subject in range(70):
        talk.tell(cast.priya, subject, title=f"Matter {subject}.")
    client, address, seen = as_user(cast.priya), MINE, set[int]()
    while address:
        listing = client.get(address).context["listing"]
        subjects = {one.notice.subject for one in listing.shown}
        assert not subjects & seen
        seen |= subjects
        address = f"{MINE}?after={listing.next_cursor}" if listing.next_cursor else ""
    assert seen == set(range(70))


def test_outgoing_mail_costs_the_same_when_it_doubles(cast: Cast, as_user: SignIn) -> None:
    people_actions.give_role(cast.priya, by=None, role=Role.ADMINISTRATOR)
    client = as_user(cast.priya)

    def more(start: int) -> None:
        for number in range(start, start + 30):
            Letter.objects.create(sort="notice", person=cast.gareth, address="g@x.example", message_id=f"<{number}@x>")

    more(0)
    before = queries_of(client, OUTBOX)
    more(100)
    assert queries_of(client, OUTBOX) == before <= 12


def test_outgoing_mail_is_for_administrators(cast: Cast, talk: Talk, as_user: SignIn) -> None:
    with clock.at(NOON):
        talk.tell(cast.gareth, 1)
    post(at=NOON + timedelta(minutes=2))
    letter = reverse("notices:letter", args=[Letter.objects.get().pk])
    assert [as_user(cast.gareth).get(address).status_code for address in (OUTBOX, letter)] == [403, 403]
    assert as_user(cast.gareth).post(letter).status_code == 403
    people_actions.give_role(cast.priya, by=None, role=Role.ADMINISTRATOR)
    client = as_user(cast.priya)
    assert cast.gareth.name in client.get(OUTBOX).text
    page = client.get(letter)
    assert "Saturday opening" in page.text
    assert page["Cache-Control"] == "no-store"
    assert "/notices/stop/…" in page.text  # whoever looks after mail cannot stop that of another
    assert Letter.objects.get().text.split("/notices/stop/")[1].split("/")[0] not in page.text
    assert Entry.objects.filter(verb="letter.read", actor=cast.priya).count() == 1


def test_who_asked_for_information_is_not_told_in_outgoing_mail(cast: Cast, as_user: SignIn) -> None:
    people_actions.give_role(cast.priya, by=None, role=Role.ADMINISTRATOR)
    client = as_user(cast.priya)
    with override_settings(EMAIL_BACKEND="moothall.notices.backend.Queue"):
        OutsideMail("Your request", "Dear Edith Hollis", None, ["edith.hollis@letters.example"]).send()
    letter = Letter.objects.get()
    letter.state, letter.settled_at = State.KEPT, clock.now()
    letter.last_error = "550 <Edith.Hollis@letters.example>: unknown"
    letter.save()
    for address in (OUTBOX, reverse("notices:letter", args=[letter.pk])):
        shown = client.get(address).text
        assert "Letter to somebody who asked for information" in shown and "unknown" in shown
        assert "hollis" not in shown.lower()
    letter.state = State.WAITING
    letter.made_at = clock.now() - timedelta(hours=2)
    letter.save()
    assert [line for line in queries.troubles() if "unknown" in line and "ollis" not in line]


def test_an_administrator_has_a_mail_that_came_back_sent_again(
    cast: Cast, talk: Talk, as_user: SignIn, server: Server
) -> None:
    server.refuse[cast.gareth.email] = "550 5.1.1 No such user here"
    people_actions.give_role(cast.priya, by=None, role=Role.ADMINISTRATOR)
    with clock.at(NOON):
        talk.tell(cast.gareth, 1)
    post(at=NOON + timedelta(minutes=2))
    letter = Letter.objects.get()
    client = as_user(cast.priya)
    page = client.get(reverse("notices:letter", args=[letter.pk])).text
    assert "No such user here" in page
    assert "Saturday opening" not in page  # its words are not kept
    assert cast.gareth.name in client.get(f"{OUTBOX}?state=refused").text
    assert "No mail is in this state" in client.get(f"{OUTBOX}?state=sent").text
    server.refuse.clear()
    with clock.at(NOON + timedelta(minutes=5)):
        client.post(reverse("notices:letter", args=[letter.pk]))
    post(at=NOON + timedelta(minutes=6))
    letter.refresh_from_db()
    assert letter.state == State.SENT
    assert len(server.taken) == 1
