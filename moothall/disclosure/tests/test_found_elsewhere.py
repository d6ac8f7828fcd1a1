"""What searches find that is neither mail nor a post: it is read with the rest, and called held only where it is."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.disclosure.actions import opening
from moothall.disclosure.models import Case, Opening, ReviewItem, Tag
from moothall.disclosure.queries import reading, unheld
from moothall.disclosure.queries import review as queries
from moothall.disclosure.queries import searches as search_queries
from moothall.disclosure.tests import make, make_searches
from moothall.kit import clock
from moothall.lessons.actions import publishing
from moothall.lessons.models import Lesson
from moothall.lessons.tests import make as make_lessons
from moothall.mail.tests import make as make_mail
from moothall.people.models import User
from moothall.policies.models import Language, Policy, Text
from moothall.policies.tests import make as make_policies
from moothall.records.models import InformationAsset
from moothall.records.tests import make_assets, make_holds
from moothall.risks.tests import make as make_risks
from moothall.search import writer

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
CAME = date(2026, 9, 7)
TITLES = ("Agency staff cost us twice", "Agency contracts register", "Should agency staff drive our vans?")


@pytest.fixture
def samira(cast: Cast) -> User:
    return make.officer()


@pytest.fixture(autouse=True)
def september() -> Iterator[None]:
    with clock.at(datetime(2026, 9, 22, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def case(samira: User) -> Case:
    return make.case(by=samira, received_on=CAME, owner=samira)


@pytest.fixture
def hall(cast: Cast) -> None:
    """A lesson, a closed asset and an appraisal that speak of agencies."""
    make_lessons.lesson(by=cast.priya, title=TITLES[0])
    make_assets.asset(by=make_holds.manager(), name=TITLES[1], closed=True)
    make_risks.appraisal(by=cast.priya, question=TITLES[2])
    writer.rebuild()


def url(name: str, *args: object) -> str:
    return reverse(f"disclosure:{name}", args=args)


def test_whatever_is_found_is_read_and_tagged_with_the_rest(
    samira: User, case: Case, hall: None, as_user: SignIn
) -> None:
    officer = as_user(samira)
    made = make_searches.search(case, by=samira)
    assert made.kinds == {"appraisal": 1, "asset": 1, "lesson": 1}
    officer.post(url("review", case.pk), {"gather": "yes"})
    assert "0 of 3 read" in officer.get(url("review", case.pk)).content.decode()
    shown = [officer.get(url("review_item", case.pk, n)).content.decode() for n in range(3)]
    assert all(any(title.partition("?")[0] in page for page in shown) for title in TITLES)
    lesson = Lesson.objects.get()
    assert any(lesson.get_absolute_url() in page and lesson.happened in page for page in shown)
    for n in range(3):
        assert officer.post(url("review_item", case.pk, n), {"tag": "in"}).status_code == 302
    assert "3 of 3 read" in officer.get(url("review", case.pk)).content.decode()
    assert officer.get(url("review_file", ReviewItem.objects.all()[0].pk)).status_code == 404


def test_only_what_the_hold_covers_is_called_held(samira: User, case: Case, hall: None, as_user: SignIn) -> None:
    officer = as_user(samira)
    found = officer.post(url("searches", case.pk), {"query": "agency", "reason": "Asked."}, follow=True)
    shown = found.content.decode()
    assert "It found 3 things. 2 are held, and nobody can delete them. 1 is under no hold" in shown
    assert "1 lesson" in shown and "1 asset" in shown and "Appraisals 1" in shown
    case.refresh_from_db()
    assert case.hold is not None and set(case.hold.scopes.values_list("kind", flat=True)) == {"lesson", "asset"}
    for row in (InformationAsset.objects.all(), Lesson.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            row._raw_delete(row.db)
    listed = officer.get(url("not_held", case.pk)).content.decode()
    assert TITLES[2] in listed and "placed under a hold" in listed and TITLES[0] not in listed
    assert "Appraisals 1" in officer.get(case.get_absolute_url()).content.decode()


def test_what_is_found_alone_and_cannot_be_held_is_not_called_held(
    cast: Cast, samira: User, case: Case, as_user: SignIn
) -> None:
    make_risks.appraisal(by=cast.priya, question=TITLES[2])
    writer.rebuild()
    asked = {"query": "agency", "reason": "Asked."}
    shown = as_user(samira).post(url("searches", case.pk), asked, follow=True).content.decode()
    assert "It found 1 thing. 1 is under no hold" in shown
    assert "are held" not in shown and "On hold" in shown
    case.refresh_from_db()
    assert case.hold is None


def test_what_is_under_no_hold_is_for_officers_who_work_on_the_case(
    cast: Cast, samira: User, case: Case, hall: None, as_user: SignIn
) -> None:
    make_searches.search(case, by=samira)
    for person in (cast.priya, cast.admin, cast.marcus):
        assert as_user(person).get(url("not_held", case.pk)).status_code in (403, 404)


def test_a_draft_policy_that_is_held_loses_no_language(cast: Cast, samira: User, case: Case, as_user: SignIn) -> None:
    policy = make_policies.policy(by=cast.admin, title="Agency staff")
    make_policies.write(policy, by=cast.admin, language=Language.WELSH)
    writer.rebuild()
    make_searches.search(case, by=samira)
    for rows in (Text.objects.all(), Policy.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete(rows.db)
    page = as_user(cast.admin).post(reverse("policies:drop", args=[policy.slug, "cy"]), follow=True)
    assert "A hold is in force" in page.content.decode() and Text.objects.filter(language="cy").exists()


def test_what_its_room_shows_no_more_stays_in_the_review_as_found(
    cast: Cast, samira: User, case: Case, hall: None
) -> None:
    make_searches.search(case, by=samira)
    lesson = Lesson.objects.get()
    publishing.withdraw(lesson, by=cast.priya, reason="It was wrong.")
    made = make_searches.review_set(case, by=samira)
    item = made.items.get(kind="lesson")
    words = reading.opened(item, user=samira).words
    assert item.problem and words.problem and words.title == "It is not there any more"


def test_what_was_decided_of_it_is_carried_into_the_next_set(samira: User, case: Case, hall: None) -> None:
    make_searches.search(case, by=samira)
    for item in make_searches.review_set(case, by=samira).items.all():
        make_searches.decision(item, by=samira, tag=Tag.OUT_OF_SCOPE)
    make_searches.search(case, "staff", by=samira)
    assert queries.progress_of(make_searches.review_set(case, by=samira)).read == 3


def test_the_opening_says_what_it_came_upon_and_could_not_hold(samira: User, hall: None, as_user: SignIn) -> None:
    case = make.case(by=None, title="Agency staff", words="Agency staff and vans", received_on=CAME)
    opening.look_at_openings()
    kept = Opening.objects.get()
    assert kept.total == 2 and kept.unheld == {"appraisal": 1} and kept.held == 1
    page = as_user(samira).get(case.get_absolute_url()).content.decode()
    assert "held the one thing" in page and "Close to its words, and under no hold" in page and "Appraisals 1" in page


def test_the_pages_ask_the_same_however_much_was_found(
    cast: Cast, samira: User, case: Case, hall: None, as_user: SignIn
) -> None:
    officer = as_user(samira)
    make_searches.search(case, by=samira)
    make_searches.review_set(case, by=samira)

    def asked() -> list[int]:
        found = []
        for address in (url("not_held", case.pk), url("searches", case.pk), url("review_item", case.pk, 0)):
            officer.get(address)
            with CaptureQueriesContext(connection) as captured:
                assert officer.get(address).status_code == 200
            found.append(len(captured))
        with CaptureQueriesContext(connection) as captured:
            make_searches.review_set(case, by=samira)
        return [*found, len(captured)]

    before = asked()
    for n in range(8):
        make_lessons.lesson(by=cast.priya, title=f"Agency lesson {n}")
        make_risks.appraisal(by=cast.priya, question=f"Which agency, {n}?")
    writer.rebuild()
    make_searches.search(case, by=samira)
    case.refresh_from_db()
    assert len(unheld.keys(case)) == 9 and asked() == before


def test_mail_is_found_beside_it_as_ever(cast: Cast, samira: User, case: Case, hall: None) -> None:
    box = make_mail.mailbox("care@wexmoor.example", owner=cast.gareth)
    make_mail.brought_in(box, [make_mail.eml("Agency rates", "The agency asks.", message_id="<1@x>")])
    writer.rebuild()
    make_searches.search(case, by=samira)
    made = make_searches.review_set(case, by=samira)
    assert set(made.items.values_list("kind", flat=True)) == {"mail", "lesson", "asset", "appraisal"}
    held = search_queries.held(Case.objects.get(pk=case.pk))
    assert held is not None and {one.name for one in held.counts} == {"1 message", "1 lesson", "1 asset"}
