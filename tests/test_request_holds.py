"""What was found for a request stays while it is open: for records managers, schedules, leavers and authors alike."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.disclosure.actions import cases
from moothall.disclosure.law.clocks import Happening
from moothall.disclosure.models import Case
from moothall.disclosure.tests import make, make_searches
from moothall.kit import clock
from moothall.mail.models import Mailbox, Message
from moothall.mail.tests import make as make_mail
from moothall.people import actions as people
from moothall.people.models import User
from moothall.records.models import Hold, Trigger
from moothall.records.tests import make_holds, make_retention
from moothall.search import writer

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2020, 2, 28, 9, tzinfo=UTC)
NOW = datetime(2026, 9, 30, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def late_september() -> Iterator[None]:
    with clock.at(NOW):
        yield


@pytest.fixture
def samira(cast: Cast) -> User:
    return make.officer()


@pytest.fixture
def box(cast: Cast) -> Mailbox:
    """Two letters of long ago; one of them is about agencies."""
    made = make_mail.mailbox("care@wexmoor.example", owner=cast.gareth)
    told = [("Agency rates", "The agency asks £30."), ("Lunch", "Soup.")]
    letters = [
        make_mail.eml(subject, text, at=LONG_AGO, message_id=f"<{n}@x>") for n, (subject, text) in enumerate(told)
    ]
    make_mail.brought_in(made, letters)
    writer.rebuild()
    return made


@pytest.fixture
def case(samira: User, box: Mailbox) -> Case:
    made = make.case(by=samira, owner=samira)
    make_searches.search(made, by=samira)
    made.refresh_from_db()
    return made


def still_held(case: Case) -> bool:
    """Whether the hold is in force, is the case's, and the database keeps what it covers."""
    case.refresh_from_db()
    with pytest.raises(DatabaseError), transaction.atomic():
        Message.objects.filter(subject="Agency rates").delete()
    return case.hold is not None and case.hold.in_force


def test_a_records_manager_releases_it_from_the_page_only_after_closing(
    case: Case, samira: User, as_user: Callable[[User], Client]
) -> None:
    page = reverse("records:release_hold", args=[case.hold_id])
    manager = as_user(make_holds.manager())
    answer = manager.post(page, {"reason": "It was over."})
    assert answer.status_code == 422 and "still open" in answer.content.decode()
    assert still_held(case)
    cases.record(case, Happening.ANSWERED, by=samira)
    assert manager.post(page, {"reason": "It was answered."}).status_code == 302
    assert not Hold.objects.in_force().exists()


def test_a_schedule_disposes_of_the_rest_and_of_that_once_the_case_is_closed(
    case: Case, samira: User, box: Mailbox
) -> None:
    keepers = (make_retention.keeper(), make_retention.keeper("Ramon Registry"))
    rule = make_retention.rule(make_retention.line(trigger=Trigger.CREATED), by=keepers[0])
    application = make_retention.switched_on(rule, box.container, by=keepers[0])
    run = make_retention.carried_out(application, by=keepers[0], other=keepers[1])
    assert run.counts == {"disposed": 1, "held": 1, "kept": 0} and still_held(case)
    assert Case.objects.get() == case


def test_it_outlives_the_officer_who_placed_it_and_every_leaver(case: Case, samira: User, cast: Cast) -> None:
    otto = make.officer("Otto Keeper")
    people.deactivate(samira, by=cast.admin)
    assert still_held(case) and case.owner is None
    cases.give(case, by=otto, owner=otto, sensitive=True, about=cast.gareth)
    assert still_held(case)
    people.deactivate(cast.gareth, by=cast.admin)
    assert still_held(case)


def test_a_case_that_was_closed_by_mistake_holds_again_what_was_not_released(case: Case, samira: User) -> None:
    ended = cases.record(case, Happening.ANSWERED, by=samira)
    cases.strike(ended, by=samira, words="Of another.")
    assert still_held(case) and case.is_open
    for rows in (Case.objects.filter(pk=case.pk), case.searches.all(), case.events.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete(rows.db)
