"""A golden thread is shown on the page of everything that it runs through, to whom it may be shown.

No room below that of change knows of one: each page asks the registry, here with a provider of the test's own.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.kit.registries import Person, Strand, Thread, ThreadProvider, threads
from moothall.kit.strips import MOST, SHOWN
from moothall.lessons.tests import make as make_lessons
from moothall.people.models import Role, User
from moothall.people.tests import make as make_people
from moothall.policies.tests import make_gate as make_policies
from moothall.records.tests import make_systems
from moothall.risks.tests import make as make_risks
from moothall.spaces.tests import make as make_spaces

SignIn = Callable[[User], Client]
HOSTILE = '"><script>alert(1)</script>'


@dataclass
class Spun:
    """What the test's provider finds, and whom it was asked for."""

    count: int = 1
    title: str = "Talk in the open"
    here: str = ""  # what a strand is, beside the thing that is asked about
    asked: list[tuple[int, str]] = field(default_factory=list)

    def find(self, person: Person, thing: str) -> list[Thread]:
        """So many threads through anything, for all but Olwen."""
        self.asked.append((person.pk, thing))
        if getattr(person, "name", "") == "Olwen Side":
            return []
        strands = (
            Strand("Objective", "One council", "/objectives/5/", "objective:5"),
            Strand("Policy", "The thing in view", "/in-view/", self.here or thing),
            Strand("Lesson", "", loose="Not published yet"),
        )
        return [Thread(f"{self.title} {number}", f"/initiatives/{number}/", strands) for number in range(self.count)]


@pytest.fixture
def spun() -> Iterator[Spun]:
    """The only provider there is."""
    before = list(threads)
    threads.clear()
    made = Spun()
    threads.add(ThreadProvider(key="spun", find=made.find))
    yield made
    threads.clear()
    threads.add(*before)


@pytest.fixture
def nobody() -> Iterator[None]:
    """A hall in which no room knows of threads."""
    before = list(threads)
    threads.clear()
    yield
    threads.add(*before)


@pytest.fixture
def pages(cast: Cast) -> Mapping[str, str]:
    """The page of one thing of each kind that a thread can run through, by what the provider is asked about."""
    keeper = make_people.user("Samira Haddad", roles=(Role.RECORDS_MANAGER,))
    policy = make_policies.policy(owner=cast.priya)
    system = make_systems.system("Moothall", by=keeper)
    space = make_spaces.space(by=cast.priya)
    lesson = make_lessons.lesson(by=cast.priya)
    decision = make_risks.decided(by=cast.priya, approver=cast.joan)
    appraisal, risk = decision.round.appraisal, decision.round.risks.order_by("pk")[0]
    return {
        f"policy:{policy.pk}": policy.get_absolute_url(),
        f"system:{system.pk}": system.get_absolute_url(),
        f"space:{space.pk}": space.get_absolute_url(),
        f"lesson:{lesson.pk}": lesson.get_absolute_url(),
        f"appraisal:{appraisal.pk}": appraisal.get_absolute_url(),
        f"appraisal:{appraisal.pk} as a report": reverse("risks:report", args=[appraisal.pk]),
        f"appraisal:{appraisal.pk} for a risk": risk.get_absolute_url(),
    }


def test_each_page_of_the_chain_shows_the_thread_to_whoever_looks(
    cast: Cast, pages: Mapping[str, str], spun: Spun, as_user: SignIn
) -> None:
    client = as_user(cast.gareth)
    for thing, address in pages.items():
        spun.asked.clear()
        html = client.get(address).text
        assert spun.asked == [(cast.gareth.pk, thing.split()[0])], address
        assert "The golden thread" in html and 'href="/objectives/5/"' in html and "Not published yet" in html


def test_the_thing_in_view_is_marked_and_a_page_below_it_leads_to_it(
    cast: Cast, pages: Mapping[str, str], spun: Spun, as_user: SignIn
) -> None:
    client = as_user(cast.gareth)
    for thing, address in pages.items():
        html = client.get(address).text
        below = " " in thing  # a report or a risk is not the appraisal itself
        assert html.count("is-here") == (0 if below else 1), address
        assert ('href="/in-view/"' in html) == below, address


def test_a_report_marks_the_decision(cast: Cast, pages: Mapping[str, str], spun: Spun, as_user: SignIn) -> None:
    from moothall.risks.models import Decision

    spun.here = f"decision:{Decision.objects.get().pk}"
    address = next(address for thing, address in pages.items() if thing.endswith("as a report"))
    assert as_user(cast.gareth).get(address).text.count("is-here") == 1


def test_who_may_see_no_thread_sees_nothing_of_threads(
    cast: Cast, pages: Mapping[str, str], spun: Spun, as_user: SignIn
) -> None:
    client = as_user(cast.outsider)
    for address in pages.values():
        assert "golden thread" not in client.get(address).text.lower()


def test_without_a_room_that_knows_of_threads_no_page_speaks_of_them(
    cast: Cast, pages: Mapping[str, str], nobody: None, as_user: SignIn
) -> None:
    client = as_user(cast.gareth)
    for address in pages.values():
        html = client.get(address).text
        assert "golden thread" not in html.lower() and 'id="threads"' not in html


def test_a_few_are_shown_and_the_others_counted_and_a_press_away(
    cast: Cast, pages: Mapping[str, str], spun: Spun, as_user: SignIn
) -> None:
    client = as_user(cast.gareth)
    for number, further in ((SHOWN, 0), (SHOWN + 1, 1), (SHOWN + 4, 4)):
        spun.count = number
        for address in list(pages.values())[:2]:
            html = client.get(address).text
            assert html.count('<ol class="thread">') == SHOWN
            assert (f"Show {further} more" in html) == bool(further)
            every = client.get(address, {"threads": "all"}).text
            assert every.count('<ol class="thread">') == number and "Show" not in every.split('id="threads"')[1][:40]
    spun.count = MOST + 5
    every = client.get(next(iter(pages.values())), {"threads": "all"}).text
    assert every.count('<ol class="thread">') == MOST and "Show 5 more" in every


def test_the_way_to_the_others_keeps_what_else_the_address_says(
    cast: Cast, pages: Mapping[str, str], spun: Spun, as_user: SignIn
) -> None:
    spun.count = SHOWN + 1
    html = as_user(cast.gareth).get(next(iter(pages.values())), {"in": "cy"}).text
    assert 'href="?in=cy&amp;threads=all#threads"' in html


def test_hostile_words_stay_words(cast: Cast, pages: Mapping[str, str], spun: Spun, as_user: SignIn) -> None:
    spun.title = HOSTILE
    for address in pages.values():
        assert HOSTILE not in as_user(cast.gareth).get(address, {"threads": HOSTILE}).text


def test_threads_cost_nothing_where_nobody_knows_of_them_and_no_more_for_being_many(
    cast: Cast, pages: Mapping[str, str], spun: Spun, as_user: SignIn
) -> None:
    client = as_user(cast.gareth)

    def count(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    one = {address: count(address) for address in pages.values()}
    spun.count = 40
    assert {address: count(address) for address in pages.values()} == one
    threads.clear()
    assert {address: count(address) for address in pages.values()} == one  # this provider asks nothing itself
