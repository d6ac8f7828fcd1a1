"""Those who check the record can read and narrow it; nobody else can."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall import audit
from moothall.audit import queries
from moothall.audit.canonical import Plain
from moothall.audit.models import Entry, Private
from moothall.audit.tests import make
from moothall.kit import clock

SignIn = Callable[..., Client]


@pytest.fixture
def told(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> dict[str, Entry]:
    """Three acts on three days, by Priya, by Gareth and by the hall itself."""
    entries = {}
    for day, name, by in ((1, "first", cast.priya), (2, "second", cast.gareth), (3, "third", None)):
        moment = datetime(2026, 6, day, 9, 30, tzinfo=UTC)
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        with audit.acting():
            audit.record(
                f"{name}.done", by=by, on=cast.joan if by else None, private={"nick": f"Ann {name}"}, note=name
            )
        entries[name] = Entry.objects.latest("seq")
    monkeypatch.undo()
    return entries


def listed(page: str) -> list[str]:
    """Which of the three acts a page lists."""
    return [name for name in ("first", "second", "third") if f"{name}.done" in page]


def ask(client: Client, **narrowed: str) -> str:
    """The list as this person sees it."""
    response = client.get(reverse("audit:entries"), narrowed)
    assert response.status_code == 200
    return response.content.decode()


def test_only_auditors_and_administrators_may_look(
    cast: Cast, as_user: SignIn, told: dict[str, Entry], client: Client
) -> None:
    seq = told["first"].seq
    pages = [reverse("audit:entries"), reverse("audit:entry", args=[seq]), reverse("audit:erase", args=[seq])]
    for person in (cast.priya, cast.joan, cast.marcus, cast.outsider):
        assert [as_user(person).get(page).status_code for page in pages] == [403, 403, 403]
    assert [as_user(cast.auditor).get(page).status_code for page in pages] == [200, 200, 403]
    assert [as_user(cast.admin).get(page).status_code for page in pages] == [200, 200, 200]
    assert [client.get(page).status_code for page in pages] == [302, 302, 302]


def test_acts_are_listed_newest_first_with_who_and_what(cast: Cast, as_user: SignIn, told: dict[str, Entry]) -> None:
    page = ask(as_user(cast.auditor))

    assert page.index("third.done") < page.index("second.done") < page.index("first.done")
    assert "Priya Raman" in page
    assert "The hall itself" in page
    assert "Ann first" not in page


@pytest.mark.parametrize(
    ("narrowed", "names"),
    [
        ({"person": "priya"}, ["first"]),
        ({"person": "nobody of this name"}, []),
        ({"since": "2026-06-02"}, ["second", "third"]),
        ({"until": "2026-06-02"}, ["first", "second"]),
        ({"since": "2026-06-02", "until": "2026-06-02"}, ["second"]),
        ({"thing": "people.team"}, []),
    ],
)
def test_the_list_can_be_narrowed(
    cast: Cast, as_user: SignIn, told: dict[str, Entry], narrowed: dict[str, str], names: list[str]
) -> None:
    assert listed(ask(as_user(cast.auditor), **narrowed)) == names


def test_the_list_can_be_narrowed_to_an_account_or_a_thing(cast: Cast, as_user: SignIn, told: dict[str, Entry]) -> None:
    client = as_user(cast.auditor)

    assert listed(ask(client, person=str(cast.gareth.pk))) == ["second"]
    assert listed(ask(client, person=cast.gareth.email.upper())) == ["second"]
    assert listed(ask(client, thing=f"people.user:{cast.joan.pk}")) == ["first", "second"]
    assert ask(client, verb="person.created").count("let someone in</a>") == 7


def test_dates_that_are_none_are_explained(cast: Cast, as_user: SignIn) -> None:
    response = as_user(cast.auditor).get(reverse("audit:entries"), {"since": "yesterday"})

    assert response.status_code == 422
    assert "govuk-error-summary" in response.content.decode()


def test_the_page_of_an_act_shows_all_that_is_kept(cast: Cast, as_user: SignIn, told: dict[str, Entry]) -> None:
    response = as_user(cast.auditor).get(reverse("audit:entry", args=[told["second"].seq]))

    page = response.content.decode()
    for words in ("Gareth Pugh", "second", "Ann second", told["second"].hash, told["first"].hash):
        assert words in page
    assert "Erase personal details" not in page
    assert as_user(cast.auditor).get(reverse("audit:entry", args=[999])).status_code == 404


def test_recorded_values_are_read_out(db: None) -> None:
    content: dict[str, Plain] = {
        "new_roles": ["auditor", "moderator"],
        "team": None,
        "guest": True,
        "counts": {"mail": 7},
        "days": 0,
    }

    assert queries.facts(content) == [
        ("new roles", "auditor, moderator"),
        ("team", "none"),
        ("guest", "yes"),
        ("counts", '{"mail":7}'),
        ("days", "0"),
    ]


def test_an_administrator_erases_personal_details_with_a_reason(
    cast: Cast, as_user: SignIn, told: dict[str, Entry]
) -> None:
    entry = told["first"]
    client, address = as_user(cast.admin), reverse("audit:erase", args=[entry.seq])
    assert "Erase personal details" in client.get(reverse("audit:entry", args=[entry.seq])).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 422
    assert not Private.objects.get(entry=entry).erased

    page = client.post(address, {"reason": "erasure request"}, follow=True).content.decode()

    assert "Ann first" not in page
    assert "Erased. The digest in the chain stays" in page
    assert Private.objects.get(entry=entry).erased
    assert Entry.objects.latest("seq").actor == cast.admin
    assert client.get(address).status_code == 404


def test_the_list_asks_the_database_no_more_as_it_grows(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.auditor)
    counts = []
    for _ in range(2):
        make.acts(20)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            ask(client)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_a_long_list_goes_on_where_the_last_page_ended(cast: Cast, as_user: SignIn) -> None:
    make.acts(60)
    client = as_user(cast.auditor)
    first = client.get(reverse("audit:entries"), {"verb": ""})
    cursor = first.context["next_cursor"]
    second = client.get(reverse("audit:entries"), {"after": cursor})

    seen = [one.entry.seq for page in (first, second) for one in page.context["told"]]
    assert seen == list(range(Entry.objects.latest("seq").seq, 0, -1))
    assert client.get(reverse("audit:entries"), {"after": "rubbish"}).status_code == 400
