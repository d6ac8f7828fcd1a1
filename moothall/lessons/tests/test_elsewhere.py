"""What other bodies publish on the like of a thing of ours: found by its words, shown to staff, at the same cost."""

from collections.abc import Callable

import pytest
from django.test import Client

from conftest import Cast
from moothall.kit.registries import foreign_on
from moothall.lessons.likeness import nearest
from moothall.lessons.tests import make_exchange as make
from moothall.lessons.tests.serving import Elsewhere
from moothall.people.models import User
from moothall.policies.models import Policy
from moothall.policies.tests import make as of_policies

SignIn = Callable[[User], Client]
THEIRS = [f"Policy on {each}" for each in ("parking", "libraries", "markets", "lone working", "drones", "allotments")]


def near(title: str, text: str = "", titles: list[str] = THEIRS) -> list[str]:
    """The titles that are on the like of a title and further words."""
    return [titles[each.place] for each in nearest(title, text, titles, most=3)]


def test_a_telling_word_that_titles_share_makes_them_alike_whatever_its_ending() -> None:
    assert near("Our library service") == ["Policy on libraries"]
    assert near("Our policy on dogs") == [], "what every title has says nothing"
    assert near("Policy", titles=["Policy on bees"]) == ["Policy on bees"], "of a few titles every word tells something"


def test_further_words_make_two_alike_where_two_of_them_are_met() -> None:
    assert near("Meeting people", "We park cars near the library.") == []
    assert near("Meeting people", "Many are working alone; the lone worker is at risk.") == ["Policy on lone working"]


def test_the_nearest_comes_first_and_of_equals_the_newest() -> None:
    titles = ["Volunteers", "Volunteers in libraries", "Libraries", "Other things"]
    assert near("Volunteers in the library", titles=titles) == ["Volunteers in libraries", "Volunteers", "Libraries"]
    assert nearest("Volunteers", "", titles, most=1)[0].words == ("volunteers",)


@pytest.fixture
def ours(cast: Cast) -> Policy:
    return of_policies.adopted(by=cast.admin, stakeholder=cast.gareth, title="Social media at work")


def theirs(place: Elsewhere, cast: Cast, *titles: str, path: str = "/feed") -> None:
    """What another body publishes."""
    entries = [
        make.entry(f"{path}{n}", kind="policy", title=title, data={"slug": "x"}) for n, title in enumerate(titles)
    ]
    make.followed(place, *entries, by=cast.admin, path=path)


def test_a_policy_is_read_beside_those_of_others_with_whose_they_are(
    elsewhere_serving: Elsewhere, cast: Cast, ours: Policy, as_user: SignIn
) -> None:
    theirs(elsewhere_serving, cast, "Using social media", "Parking")
    page = as_user(cast.priya).get(ours.get_absolute_url()).content.decode()
    assert "What other bodies say of it" in page
    assert "From Elmbridge Council" in page and "Using social media" in page
    assert "It too speaks of: social, media." in page
    assert "Open Government Licence v3.0." in page
    assert "Parking" not in page
    for stranger in (as_user(cast.marcus), Client()):
        answer = stranger.get(ours.get_absolute_url(), follow=True).content.decode()
        assert "Using social media" not in answer


@pytest.mark.parametrize("html", ["<script>alert(1)</script> social", "<img src=x onerror=alert(1)> media"])
def test_a_hostile_title_is_words(
    elsewhere_serving: Elsewhere, cast: Cast, ours: Policy, as_user: SignIn, html: str
) -> None:
    theirs(elsewhere_serving, cast, html)
    page = as_user(cast.priya).get(ours.get_absolute_url()).content.decode()
    assert html not in page and "&lt;" in page


def test_it_costs_one_question_where_nobody_is_followed_and_two_however_much_there_is(
    elsewhere_serving: Elsewhere, cast: Cast, django_assert_num_queries: Callable[[int], object]
) -> None:
    def ask() -> int:
        return len(foreign_on(cast.priya, "policy", title="Social media at work", text="Say who you are."))

    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert ask() == 0
    theirs(elsewhere_serving, cast, "Using social media")
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        assert ask() == 1
    theirs(
        elsewhere_serving, cast, *(f"Social media {n}" if n % 4 == 0 else f"Bins {n}" for n in range(40)), path="/more"
    )
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        assert ask() <= 3
    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        assert foreign_on(cast.marcus, "policy", title="Social media at work") == []
