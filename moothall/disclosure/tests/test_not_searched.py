"""What was not searched for a case, as it stood when the hall was searched for it."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.disclosure.models import Case
from moothall.disclosure.queries import unsearched
from moothall.disclosure.tests import make, make_searches
from moothall.files.reading import read_waiting
from moothall.kit import clock
from moothall.mail.models import Mailbox
from moothall.mail.tests import make as make_mail
from moothall.people.models import User
from moothall.search import writer

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
CAME = date(2026, 9, 7)
NOW = datetime(2026, 9, 22, 9, tzinfo=UTC)
PLAN = ("plan.txt", "text/plain", b"What the agency costs")


@pytest.fixture
def samira(cast: Cast) -> User:
    return make.officer()


@pytest.fixture(autouse=True)
def september() -> Iterator[None]:
    with clock.at(NOW):
        yield


@pytest.fixture
def case(samira: User) -> Case:
    return make.case(by=samira, received_on=CAME, owner=samira)


@pytest.fixture
def box(cast: Cast) -> Mailbox:
    """A letter with a file that nobody has read yet."""
    made = make_mail.mailbox("care@wexmoor.example", owner=cast.gareth)
    make_mail.brought_in(made, [make_mail.eml("With a file", files=[PLAN], message_id="<5@x>")])
    writer.rebuild()
    return made


def url(name: str, *args: object) -> str:
    return reverse(f"disclosure:{name}", args=args)


def lines(case: Case, user: User) -> list[tuple[str, str]]:
    return [(line.what, line.why) for line in unsearched.unsearched(user, case).lines]


def test_a_file_that_is_read_later_stays_on_record_as_not_searched(
    samira: User, case: Case, box: Mailbox, as_user: SignIn
) -> None:
    assert make_searches.search(case, by=samira).total == 0
    assert lines(case, samira) == [("1 file in mail", "Not read yet")]
    with clock.at(NOW + timedelta(hours=1)):
        assert read_waiting() == 1
        writer.rebuild()
        assert lines(case, samira) == [("1 file in mail", "Not read yet")]
        assert unsearched.unsearched(samira, case).since == 1
        for page in (url("searches", case.pk), case.get_absolute_url()):
            shown = as_user(samira).get(page).content.decode()
            assert "1 file was read since: search again." in shown and "Nothing that we know of" not in shown
            assert "As it stood when the hall was last searched, 22 September 2026" in shown


def test_another_search_does_not_settle_it_and_the_same_one_does(samira: User, case: Case, box: Mailbox) -> None:
    make_searches.search(case, by=samira)
    with clock.at(NOW + timedelta(hours=1)):
        read_waiting()
        writer.rebuild()
        make_searches.search(case, "rates", by=samira)
        assert unsearched.unsearched(samira, case).since == 1
    with clock.at(NOW + timedelta(hours=2)):
        assert make_searches.search(case, by=samira).total == 1
        found = unsearched.unsearched(samira, case)
        assert found.since == 0 and found.at == clock.now() and not found.lines


def test_what_a_search_could_not_look_into_stays_as_it_was_counted(samira: User, case: Case, box: Mailbox) -> None:
    made = make_searches.search(case, by=samira)
    made.refresh_from_db()
    assert made.unsearched == [[unsearched.MAIL, unsearched.WAITING, "", 1]]
    with pytest.raises(DatabaseError), transaction.atomic():
        case.searches.update(unsearched=[])
