"""What was not searched for a case, as it stood when the hall was searched for it."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.disclosure.models import Attestation, Case
from moothall.disclosure.queries import coverage, unsearched
from moothall.disclosure.tests import make, make_searches
from moothall.files.reading import read_waiting
from moothall.kit import clock
from moothall.mail.models import Mailbox
from moothall.mail.tests import make as make_mail
from moothall.people import grants
from moothall.people.models import Role, User
from moothall.records.models import InformationAsset
from moothall.records.tests import make_assets, make_holds
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


def lines(case: Case) -> list[tuple[str, str]]:
    return [(line.what, line.why) for line in unsearched.unsearched(case).lines]


def test_a_file_that_is_read_later_stays_on_record_as_not_searched(
    samira: User, case: Case, box: Mailbox, as_user: SignIn
) -> None:
    assert make_searches.search(case, by=samira).total == 0
    assert lines(case) == [("1 file in mail", "Not read yet")]
    with clock.at(NOW + timedelta(hours=1)):
        assert read_waiting() == 1
        writer.rebuild()
        assert lines(case) == [("1 file in mail", "Not read yet")]
        assert unsearched.unsearched(case).since == 1
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
        assert unsearched.unsearched(case).since == 1
    with clock.at(NOW + timedelta(hours=2)):
        assert make_searches.search(case, by=samira).total == 1
        found = unsearched.unsearched(case)
        assert found.since == 0 and found.at == clock.now() and not found.lines


def test_what_a_search_could_not_look_into_stays_as_it_was_counted(samira: User, case: Case, box: Mailbox) -> None:
    made = make_searches.search(case, by=samira)
    made.refresh_from_db()
    assert made.unsearched == [[unsearched.MAIL, unsearched.WAITING, "", 1]]
    with pytest.raises(DatabaseError), transaction.atomic():
        case.searches.update(unsearched=[])


def test_kinds_and_days_that_no_search_covers_are_said(samira: User, case: Case, box: Mailbox, as_user: SignIn) -> None:
    officer = as_user(samira)
    asked = {"query": "agency", "reason": "Asked.", "kinds": ["mail"]}
    days = {"since_0": "1", "since_1": "3", "since_2": "2026", "since": "2026-03-01"}
    shown = officer.post(url("searches", case.pk), asked | days, follow=True).content.decode()
    assert "Narrowed to: Mail. From 1 March 2026." in " ".join(shown.split())
    assert "No search of the case looked for these kinds of thing" in shown and "Posts" in shown
    assert "Mail: until 28 February 2026" in shown
    make_searches.search(case, by=samira)
    shown = officer.get(url("searches", case.pk)).content.decode()
    assert "No search of the case looked" not in shown and "until 28 February" not in shown


def test_places_that_no_search_covers_are_said(samira: User, case: Case, box: Mailbox) -> None:
    make_searches.search(case, by=samira, containers=(box.container,))
    (gap,) = unsearched.unsearched(case).gaps
    assert "Mail" in gap.what and "Policies" in gap.what and gap.what.endswith(", elsewhere")


def test_words_that_were_cut_off_are_said(samira: User, case: Case, box: Mailbox, as_user: SignIn) -> None:
    asked = {"query": " ".join(f"word{n}" for n in range(40)), "reason": "Asked."}
    shown = as_user(samira).post(url("searches", case.pk), asked, follow=True).content.decode()
    assert "Only its first words were looked for" in shown and "Only its first 32 words were looked for" in shown
    assert case.searches.get().cut and not make_searches.search(case, by=samira).cut


NARROWED: tuple[tuple[list[dict[str, object]], coverage.Gaps], ...] = (
    ([], coverage.Gaps((), (), ())),
    ([{}], coverage.Gaps((), (), ())),
    ([{"kinds": ["mail"]}], coverage.Gaps(("post",), (), ())),
    ([{"kinds": ["mail"]}, {"kinds": ["post"], "people": ["user:1"]}], coverage.Gaps((), ("post",), ())),
    (
        [{"since": "2026-01-01"}, {"kinds": ["mail"], "until": "2025-12-31"}],
        coverage.Gaps((), (), ((("post",), (None, date(2025, 12, 31))),)),
    ),
    (
        [{"since": "2026-03-01", "until": "2026-03-31"}, {"until": "2026-01-31"}, {"until": "2026-01-05"}],
        coverage.Gaps(
            (),
            (),
            (
                (("mail", "post"), (date(2026, 2, 1), date(2026, 2, 28))),
                (("mail", "post"), (date(2026, 4, 1), None)),
            ),
        ),
    ),
)


@pytest.mark.parametrize(("filters", "found"), NARROWED)
def test_what_narrowed_searches_leave_out_is_reckoned_together(
    filters: list[dict[str, object]], found: coverage.Gaps
) -> None:
    assert coverage.gaps(filters, ["mail", "post"]) == found


@pytest.fixture
def closed(cast: Cast) -> InformationAsset:
    """A closed asset outside this hall, of which only its owner and records managers may read."""
    made = make_assets.asset(by=make_holds.manager(), name="Child protection files", closed=True, owner=cast.gareth)
    grants.take(made.container, f"role:{Role.DISCLOSURE_OFFICER}")
    return made


def test_a_closed_asset_counts_without_its_name_for_who_may_not_read_of_it(
    samira: User, case: Case, closed: InformationAsset, as_user: SignIn
) -> None:
    assert not InformationAsset.objects.visible_to(samira).exists()
    assert [line.what for line in unsearched.unsearched(case).lines] == ["1 asset of the register"]
    listed = as_user(samira).get(url("not_searched_list", case.pk, "assets")).content.decode()
    assert "A closed asset" in listed and closed.name not in listed and closed.identifier not in listed


def test_the_owner_of_a_closed_asset_is_asked_and_knows_which_one(
    cast: Cast, samira: User, case: Case, closed: InformationAsset, as_user: SignIn
) -> None:
    officer = as_user(samira)
    page = f"{url('ask_to_attest', case.pk)}?asset={closed.pk}"
    shown = officer.get(page).content.decode()
    assert cast.gareth.handle in shown and closed.name not in shown
    asked = {"kind": "outside", "of_what": "A closed asset", "words": "Agencies", "on": "2026-09-22"}
    officer.post(page, asked | {"person": cast.gareth.handle})
    made = Attestation.objects.get()
    assert made.asked_of == cast.gareth and made.container == f"asset:{closed.pk}"
    assert closed.name in as_user(cast.gareth).get(made.get_absolute_url()).content.decode()
    assert closed.name not in officer.get(made.get_absolute_url()).content.decode()
    listed = officer.get(url("not_searched_list", case.pk, "assets")).content.decode()
    assert made.get_absolute_url() in listed and "Ask its owner" not in listed


def test_an_open_asset_is_named_and_one_that_is_searched_here_is_not_listed(
    cast: Cast, samira: User, case: Case, as_user: SignIn
) -> None:
    keeper = make_holds.manager()
    make_assets.asset(by=keeper, name="Adoption register", owner=cast.gareth)
    make_assets.asset(by=keeper, name="Council minutes", searchable="yes")
    shown = as_user(samira).get(url("not_searched_list", case.pk, "assets")).content.decode()
    assert "Adoption register" in shown and "Ask its owner" in shown and "Council minutes" not in shown
    for wrong in ("x", "0", "9" * 30):
        assert as_user(samira).get(f"{url('ask_to_attest', case.pk)}?asset={wrong}").status_code == 200
