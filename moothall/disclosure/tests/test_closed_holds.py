"""What is held for a case that becomes closed to others names that case no more, wherever holds are seen."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.disclosure.actions import cases, holding
from moothall.disclosure.law.clocks import Happening
from moothall.disclosure.models import Case
from moothall.disclosure.tests import make, make_searches
from moothall.kit import clock
from moothall.mail.tests import make as make_mail
from moothall.people.models import User
from moothall.records.models import Hold
from moothall.records.models.holds import NEUTRAL
from moothall.records.tests import make_holds
from moothall.search import writer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def september() -> Iterator[None]:
    with clock.at(datetime(2026, 9, 22, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def samira(cast: Cast) -> User:
    return make.officer()


@pytest.fixture
def case(cast: Cast, samira: User) -> Case:
    """A case for which a mail is held."""
    box = make_mail.mailbox("care@wexmoor.example", owner=cast.gareth)
    make_mail.brought_in(box, [make_mail.eml("Agency rates", "The agency asks for £30.", message_id="<1@x>")])
    writer.rebuild()
    made = make.case(by=samira, owner=samira, received_on=date(2026, 9, 7))
    make_searches.search(made, by=samira, query="agency")
    made.refresh_from_db()
    return made


@pytest.mark.parametrize("is_over", [False, True])
@pytest.mark.parametrize("closed", ["sensitive", "about"])
def test_a_hold_names_its_case_no_more_once_that_is_closed_to_others(
    case: Case, cast: Cast, as_user: Callable[[User], Client], closed: str, is_over: bool
) -> None:
    hold, manager, samira = Hold.objects.get(), make_holds.manager(), User.objects.get(name="Samira Haddad")
    pages = [reverse("records:holds"), reverse("records:hold", args=[hold.pk])]
    assert case.reference in as_user(manager).get(pages[1]).content.decode()
    if is_over:
        cases.record(case, Happening.WITHDRAWN, by=samira)
        holding.let_go(Case.objects.get(pk=case.pk), by=samira, reason="It is over.")
    about = manager if closed == "about" else None
    cases.give(case, by=samira, owner=samira, sensitive=closed == "sensitive", about=about)
    hold.refresh_from_db()
    assert (hold.case, hold.reason, hold.in_force) == ("", NEUTRAL, not is_over) and hold.scopes.count() == 1
    for page in pages:
        for person in (manager, cast.auditor):
            said = as_user(person).get(page).content.decode()
            assert case.reference not in said and holding.REASON not in said


def test_the_hold_of_what_hangs_together_with_it_goes_quiet_too(case: Case, cast: Cast, samira: User) -> None:
    again = make.case(by=samira, owner=samira, of=case)
    cases.give(again, by=samira, owner=samira, about=cast.gareth)
    assert Hold.objects.get().case == "" and Case.objects.get(pk=case.pk).about == cast.gareth


@pytest.mark.parametrize("words", [{"reason": "Other"}, {"case": ""}, {"case": "FOI 1"}, {"reason": NEUTRAL}])
def test_a_hold_says_what_it_was_placed_for_or_nothing(case: Case, words: dict[str, str]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Hold.objects.update(**words)
