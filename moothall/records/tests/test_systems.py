"""May I use X for Y; who answers for what; and what people can't get to."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry
from moothall.kit import clock
from moothall.notices.models import Notice
from moothall.people import actions as people
from moothall.people.models import Role, User
from moothall.people.tests import make as make_people
from moothall.records.actions import reports, systems
from moothall.records.models import InformationSystem, Matter, OfficialAccount, Report, Status, Use
from moothall.records.queries import reports as report_queries
from moothall.records.queries import systems as queries
from moothall.records.tests import make_systems as make

SignIn = Callable[[User], Client]
MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.fixture
def samira(cast: Cast) -> User:
    return make_people.user("Samira Haddad", roles=(Role.RECORDS_MANAGER,))


def ask(client: Client, words: str, purpose: str = "") -> str:
    return client.get(reverse("records:systems"), {"q": words, "for": purpose}).content.decode()


def test_may_i_use_it_gets_a_plain_answer(cast: Cast, samira: User, as_user: SignIn) -> None:
    facebook = make.system("Facebook", by=samira, status=Status.GUIDED, outside=True, what_for="Telling residents")
    make.use(facebook, by=samira)
    page = ask(as_user(cast.gareth), "facebook", "sharing a photo of the event")
    assert "Yes, with guidance" in page
    assert "Ask everyone in the photo first" in page
    assert "Samira Haddad answers for it" in page


def test_what_is_not_allowed_says_why_and_what_instead(cast: Cast, samira: User, as_user: SignIn) -> None:
    drive = make.system(by=samira)
    make.system(
        "WhatsApp",
        by=samira,
        status=Status.NOT_ALLOWED,
        why_not="Its messages are not found again.",
        use_instead=drive,
    )
    page = ask(as_user(cast.gareth), "whatsapp", "talk to my team")
    assert "Its messages are not found again." in page
    assert drive.get_absolute_url() in page


def test_what_nobody_answered_can_be_asked(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.gareth)
    page = ask(client, "Padlet", "a workshop")
    assert "nobody has said yes or no" in page
    form = client.get(reverse("records:report_add"), {"matter": "question", "q": "Padlet", "for": "a workshop"})
    assert 'value="Padlet"' in form.content.decode()


@pytest.mark.parametrize(
    ("asked", "meets"),
    [
        ("share photos of an event", True),
        ("sharing photo of the event with residents", True),
        ("talk to a supplier", False),
        ("to", False),
        ("", False),
    ],
)
def test_an_answer_fits_only_its_own_question(cast: Cast, samira: User, asked: str, meets: bool) -> None:
    system = make.system("Flickr", by=samira, status=Status.GUIDED)
    make.use(system, by=samira)
    (answer,) = queries.answers(cast.gareth, words="flickr", purpose=asked)
    assert (answer.use is not None) is meets


def test_guests_learn_nothing_of_systems(cast: Cast, samira: User, as_user: SignIn) -> None:
    system = make.system(by=samira)
    report = make.block(system, by=cast.gareth)
    client = as_user(cast.marcus)
    assert client.get(reverse("records:systems")).status_code == 403
    assert client.get(system.get_absolute_url()).status_code == 404
    assert client.get(report.get_absolute_url()).status_code == 404
    assert client.get(reverse("records:reports")).status_code == 403
    with pytest.raises(PermissionDenied):
        make.block(system, by=cast.marcus)


def test_only_who_keeps_the_records_adds_and_hands_on(cast: Cast, samira: User, as_user: SignIn) -> None:
    with pytest.raises(PermissionDenied):
        make.system("Mine", by=cast.gareth)
    system = make.system(by=samira, owner=cast.gareth)
    facts = {"name": system.name, "what_for": "Files", "status": Status.SUPPORTED}
    systems.edit_system(system, by=cast.gareth, facts=systems.Facts(owner=cast.gareth, **facts))  # type: ignore[arg-type]
    with pytest.raises(PermissionDenied):
        systems.edit_system(system, by=cast.gareth, facts=systems.Facts(owner=cast.priya, **facts))  # type: ignore[arg-type]
    with pytest.raises(PermissionDenied):
        systems.edit_system(system, by=cast.priya, facts=systems.Facts(owner=cast.gareth, **facts))  # type: ignore[arg-type]
    # a smuggled field hands nothing on
    typed = facts | {"owner": cast.priya.handle}
    as_user(cast.gareth).post(reverse("records:system_edit", args=[system.slug]), typed)
    system.refresh_from_db()
    assert system.owner == cast.gareth


def test_a_form_keeps_what_was_typed(cast: Cast, samira: User, as_user: SignIn) -> None:
    typed = {"name": "TikTok", "what_for": "Reaching young people", "status": "not_allowed", "owner": samira.handle}
    response = as_user(samira).post(reverse("records:system_add"), typed)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Enter why it is not allowed" in page and "Enter what to use instead" in page
    assert "Reaching young people" in page
    assert not InformationSystem.objects.exists()


def test_a_system_is_in_the_register_once(cast: Cast, samira: User, as_user: SignIn) -> None:
    make.system("Facebook", by=samira)
    typed = {"name": "facebook", "what_for": "x", "status": "supported", "owner": samira.handle}
    response = as_user(samira).post(reverse("records:system_add"), typed)
    assert response.status_code == 422 and "in the register already" in response.content.decode()


def test_the_database_refuses_what_must_never_be(cast: Cast, samira: User) -> None:
    system = make.system(by=samira)
    with pytest.raises(IntegrityError), transaction.atomic():
        InformationSystem.objects.filter(pk=system.pk).update(status=Status.NOT_ALLOWED)
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficialAccount.objects.create(
            system=system, name="@wexmoor", purpose="News", first_owner=samira, second_owner=samira
        )
    report = make.block(system, by=cast.gareth)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(answered_at=clock.now())


def test_two_people_of_the_council_answer_for_an_account(cast: Cast, samira: User, as_user: SignIn) -> None:
    system = make.system("Facebook", by=samira)
    url = reverse("records:account_add", args=[system.slug])
    typed = {"name": "@wexmoor", "purpose": "News", "first_owner": samira.handle, "second_owner": samira.handle}
    assert "Enter somebody else" in as_user(samira).post(url, typed).content.decode()
    typed["second_owner"] = cast.marcus.email
    assert "can’t be a guest" in as_user(samira).post(url, typed).content.decode()
    typed["second_owner"] = cast.priya.handle
    assert as_user(samira).post(url, typed).status_code == 302
    with pytest.raises(ValueError, match="Two different people"):
        systems.add_account(system, by=samira, name="x", purpose="y", owners=(samira, samira))
    account = OfficialAccount.objects.get()
    assert account.owners == (samira, cast.priya)
    assert "Priya Raman" in as_user(cast.gareth).get(system.get_absolute_url()).content.decode()


def test_when_an_owner_leaves_the_register_says_so_and_the_keepers_are_told(
    cast: Cast, samira: User, as_user: SignIn
) -> None:
    system = make.system("Facebook", by=samira, owner=cast.gareth)
    systems.add_account(system, by=samira, name="@wexmoor", purpose="News", owners=(cast.gareth, cast.priya))
    people.deactivate(cast.gareth, by=cast.admin)
    assert Notice.objects.filter(person=samira, kind=systems.UNOWNED, subject=system.pk).exists()
    page = as_user(cast.priya).get(system.get_absolute_url()).content.decode()
    assert "An owner has left" in page and "the records managers answer" in page
    assert OfficialAccount.objects.count() == 1
    late = make.block(system, by=cast.priya)
    assert Notice.objects.filter(person=samira, kind=reports.WAITING, subject=late.pk).exists()


def test_a_block_waits_for_the_owner_who_answers_within_ten_working_days(
    cast: Cast, samira: User, as_user: SignIn
) -> None:
    system = make.system("YouTube", by=samira, owner=cast.priya)
    with clock.at(MONDAY):
        typed = {"matter": "block", "system": system.pk, "purpose": "Watch a training film", "met": "Streaming media"}
        response = as_user(cast.gareth).post(reverse("records:report_add"), typed)
        report = Report.objects.get()
        assert response["Location"] == report.get_absolute_url()
        # ten working days after 2 March, St Patrick’s Day on the 17th is later
        assert report.due_on == datetime(2026, 3, 16, tzinfo=UTC).date()
        assert Notice.objects.filter(person=cast.priya, kind=reports.WAITING).exists()
    with clock.at(MONDAY + timedelta(days=14)):
        assert not report_queries.unanswered_blocks().exists()
    with clock.at(MONDAY + timedelta(days=15)):
        assert list(report_queries.unanswered_blocks()) == [report]
        assert reports.remind() == 1
        assert reports.remind() == 0
        page = as_user(cast.gareth).get(reverse("records:reports"), {"which": "blocks"}).content.decode()
        assert "risk of not doing" in page and "YouTube" in page
        answered = {"opened": "yes", "answer": "The filter lets staff in since this morning."}
        assert as_user(cast.priya).post(report.get_absolute_url(), answered).status_code == 302
        assert not report_queries.unanswered_blocks().exists()
        assert Notice.objects.filter(person=cast.gareth, kind=reports.ANSWERED).exists()
        assert not Notice.objects.filter(person=cast.priya, done_at=None, kind__startswith="records.report").exists()
        assert "The filter lets staff in" in as_user(cast.joan).get(report.get_absolute_url()).content.decode()


def test_only_who_answers_for_it_answers_and_once(cast: Cast, samira: User, as_user: SignIn) -> None:
    report = make.block(make.system(by=samira, owner=cast.priya), by=cast.gareth)
    answer = {"opened": "no", "answer": "Because"}
    assert as_user(cast.gareth).post(report.get_absolute_url(), answer).status_code == 403
    with pytest.raises(PermissionDenied):
        reports.answer_report(report, by=cast.gareth, answer="Because", opened=False)
    reports.answer_report(report, by=cast.priya, answer="Open now", opened=True)
    with pytest.raises(PermissionDenied):
        reports.answer_report(report, by=samira, answer="Closed", opened=False)


def test_a_form_sent_twice_asks_once(cast: Cast, samira: User, as_user: SignIn) -> None:
    typed = {
        "token": "6b1f0e5e-6a4e-4f0e-8ab5-0d2d8a3f3b11",
        "matter": "question",
        "system_words": "Padlet",
        "purpose": "A workshop",
    }
    client = as_user(cast.gareth)
    first, second = (client.post(reverse("records:report_add"), typed)["Location"] for _time in range(2))
    assert first == second
    assert Report.objects.count() == 1
    assert Notice.objects.filter(person=samira, kind=reports.WAITING).count() == 1  # who keeps the records


def test_each_act_is_on_record_in_words(cast: Cast, samira: User, as_user: SignIn) -> None:
    system = make.system("Facebook", by=samira)
    make.use(system, by=samira)
    account = systems.add_account(system, by=samira, name="@w", purpose="News", owners=(samira, cast.priya))
    systems.hand_account_on(account, by=samira, owners=(cast.priya, cast.gareth))
    systems.close_account(account, by=samira, reason="Nobody reads it")
    with pytest.raises(PermissionDenied):
        systems.hand_account_on(account, by=samira, owners=(cast.priya, samira))
    made = set(Entry.objects.values_list("verb", flat=True))
    assert {"system.added", "system.use_answered", "account.added", "account.handed_on", "account.closed"} <= made


def test_an_answer_takes_the_place_of_the_former(cast: Cast, samira: User) -> None:
    system = make.system("Flickr", by=samira, status=Status.GUIDED)
    make.use(system, by=samira)
    systems.answer_use(
        system, by=samira, purpose="share photos of an event with residents", answer=Use.Answer.NO, words="No longer."
    )
    assert [(use.answer, use.words) for use in system.uses.all()] == [("no", "No longer.")]


def test_lists_cost_the_same_however_long(cast: Cast, samira: User, as_user: SignIn) -> None:
    def fill(start: int, count: int) -> None:
        for number in range(start, start + count):
            system = make.system(f"System {number}", by=samira, owner=make_people.user(f"Owner {number}"))
            make.use(system, by=samira)
            make.block(system, by=make_people.user(f"Asker {number}"))
            systems.add_account(system, by=samira, name="@w", purpose="x", owners=(samira, system.owner))

    def cost(url: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    fill(0, 3)
    client = as_user(cast.gareth)
    pages = [
        reverse("records:systems") + "?q=system&for=share+photos",
        reverse("records:reports"),
        InformationSystem.objects.first().get_absolute_url(),  # type: ignore[union-attr]
    ]
    for url in pages:
        client.get(url)
    before = [cost(url) for url in pages]
    fill(3, 9)
    assert [cost(url) for url in pages] == before
    assert max(before) <= 12, before


def test_a_question_of_a_system_that_is_not_there_needs_a_name(cast: Cast, as_user: SignIn) -> None:
    typed = {"matter": Matter.QUESTION.value, "purpose": "A workshop"}
    response = as_user(cast.gareth).post(reverse("records:report_add"), typed)
    assert response.status_code == 422
    assert "Choose it above, or enter its name" in response.content.decode()
