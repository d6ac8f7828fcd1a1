"""The pages of what other bodies publish and of whom the council follows, as a person meets them."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.lessons import documents_of_others
from moothall.lessons.actions import exchange
from moothall.lessons.models import HALL, Item, Subscription
from moothall.lessons.tests import make_exchange as make
from moothall.lessons.tests.make_feeds import FORBIDDEN, HOSTILE
from moothall.lessons.tests.serving import Elsewhere
from moothall.people.models import User
from moothall.policies.models import Policy
from moothall.policies.tests import make as of_policies

AsUser = Callable[[User], Client]


def text(browser: Client, address: str) -> str:
    """A page that is there."""
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_what_others_publish_is_listed_by_kind_and_body(
    elsewhere_serving: Elsewhere, cast: Cast, as_user: AsUser
) -> None:
    body = make.followed(
        elsewhere_serving,
        make.entry("1"),
        make.entry("2", kind="policy", title="Their policy"),
        make.entry("3", kind="weather", title="Something"),
        by=cast.admin,
    )
    make.followed(elsewhere_serving, make.entry("4", title="Fourth"), by=cast.admin, name="Other", path="/other")
    browser = as_user(cast.priya)
    every = text(browser, reverse("lessons:others"))
    assert all(title in every for title in ("Ask the front desk first", "Their policy", "Something", "Fourth"))
    assert "From Elmbridge Council." in every
    policies = text(browser, f"{reverse('lessons:others')}?kind=policy")
    assert "Their policy" in policies
    assert "Fourth" not in policies
    of_one = text(browser, f"{reverse('lessons:others')}?body={body.pk}")
    assert "Fourth" not in of_one
    for odd in ("?kind=x&body=y", "?body=999999999999999999999", "?kind=", "?body=%00"):
        assert browser.get(reverse("lessons:others") + odd).status_code == 200
    assert browser.get(f"{reverse('lessons:others')}?after=nonsense").status_code == 400


@pytest.mark.parametrize("html", HOSTILE)
def test_a_page_of_a_hostile_thing_is_harmless(
    elsewhere_serving: Elsewhere, cast: Cast, as_user: AsUser, html: str
) -> None:
    hostile = make.entry(title=html, content_html=html, summary=html, language=html, authors=[{"name": html}], url=html)
    item = make.item(elsewhere_serving, by=cast.admin, **{k: v for k, v in hostile.items() if k != "id"})
    browser = as_user(cast.priya)
    for address in (item.get_absolute_url(), reverse("lessons:others"), item.subscription.get_absolute_url()):
        page = text(browser, address)
        assert html not in page
    words = text(browser, item.get_absolute_url()).partition('class="post__body')[2].partition("</div>")[0]
    assert not [each for each in FORBIDDEN if each in words.lower().replace("&lt;", "")] or "&lt;" in words


def test_a_policy_of_theirs_is_read_beside_our_own(elsewhere_serving: Elsewhere, cast: Cast, as_user: AsUser) -> None:
    of_policies.adopted(by=cast.admin, stakeholder=cast.gareth, title="Social media at work")
    of_policies.adopted(by=cast.admin, stakeholder=cast.gareth, title="Parking")
    item = make.item(elsewhere_serving, by=cast.admin, kind="policy", title="Using social media", data={"slug": "x"})
    page = text(as_user(cast.priya), item.get_absolute_url())
    assert "Social media at work" in page
    assert "Parking" not in page
    assert "Bring it in" not in page
    ours = Policy.objects.get(slug="social-media-at-work")
    page = text(as_user(cast.priya), ours.get_absolute_url())
    assert "Using social media" in page
    assert "From Elmbridge Council" in page
    assert "Using social media" not in text(as_user(cast.marcus), ours.get_absolute_url())


def test_following_says_what_is_wrong_where_it_is_and_keeps_what_was_typed(cast: Cast, as_user: AsUser) -> None:
    admin, address = as_user(cast.admin), reverse("lessons:bodies")
    for given, words in (
        ({"name": "", "address": "https://e.example/"}, "Enter the name of the body"),
        ({"name": "E", "address": ""}, "Enter the address of the feed"),
        ({"name": "E", "address": "file:///etc/passwd"}, "That is no address of a feed"),
        ({"name": "E", "address": "https://u:p@e.example/"}, "That is no address of a feed"),
        ({"name": "E\x07", "address": "https://e.example/"}, "can’t be shown"),
        ({"name": "E" * 200, "address": "https://e.example/"}, "160"),
    ):
        answer = admin.post(address, given)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert (
        'value="https://u:p@e.example/"' in admin.post(address, {"address": "https://u:p@e.example/"}).content.decode()
    )
    assert not Subscription.objects.exists()
    admin.post(address, {"name": "E", "address": "https://e.example/"})
    again = admin.post(address, {"name": "F", "address": "https://e.example/"})
    assert again.status_code == 422
    assert "follow this address already" in again.content.decode()


def test_staff_read_whom_we_follow_and_only_administrators_act(
    elsewhere_serving: Elsewhere, cast: Cast, as_user: AsUser
) -> None:
    body = make.followed(elsewhere_serving, make.entry(), by=cast.admin)
    acts = [reverse(f"lessons:{name}", args=[body.pk]) for name in ("look_now", "end_body", "subscription")]
    staff, guest = as_user(cast.priya), as_user(cast.marcus)
    assert body.address in text(staff, reverse("lessons:bodies"))
    assert "Look now" not in text(staff, body.get_absolute_url())
    for act in [*acts, reverse("lessons:bodies")]:
        assert staff.post(act, {"keep": "no", "name": "X"}).status_code == 403
    assert staff.get(acts[1]).status_code == 403
    for address in [*acts, reverse("lessons:bodies"), reverse("lessons:others")]:
        assert guest.get(address).status_code in (404, 405), address
        assert guest.post(address, {"keep": "no", "name": "X"}).status_code in (404, 405), address
    body.refresh_from_db()
    assert body.is_live


def test_an_administrator_looks_renames_and_ends(elsewhere_serving: Elsewhere, cast: Cast, as_user: AsUser) -> None:
    body = make.followed(elsewhere_serving, make.entry(), by=cast.admin)
    admin = as_user(cast.admin)
    elsewhere_serving.fails(404)
    assert admin.post(reverse("lessons:look_now", args=[body.pk])).status_code == 302
    make.seen(body)
    page = text(admin, body.get_absolute_url())
    assert "There is nothing at this address any more" in page
    assert "Next try" in page
    assert "What was read before stays." in page
    admin.post(body.get_absolute_url(), {"name": "Elmbridge Borough"})
    assert "From Elmbridge Borough." in text(admin, reverse("lessons:others"))
    assert admin.post(reverse("lessons:end_body", args=[body.pk]), {}).status_code == 422
    answer = admin.post(reverse("lessons:end_body", args=[body.pk]), {"keep": "no"}, follow=True)
    assert "One thing" in answer.content.decode() or "1 thing is taken away" in answer.content.decode()
    assert not Item.objects.exists()
    assert admin.get(reverse("lessons:end_body", args=[body.pk])).status_code == 403


def test_pages_cost_the_same_however_much_there_is(elsewhere_serving: Elsewhere, cast: Cast, as_user: AsUser) -> None:
    browser = as_user(cast.priya)
    addresses = [reverse("lessons:others"), reverse("lessons:bodies"), reverse("lessons:list")]

    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            text(browser, address)
        return len(asked)

    def grow(first: int) -> None:
        for number in range(first, first + 3):
            entries = [make.entry(f"{number}{each}", title=f"T{each}") for each in range(3)]
            body = make.followed(elsewhere_serving, *entries, by=cast.admin, name=f"B{number}", path=f"/{number}")
            for item in body.items.all()[:2]:
                exchange.bring_in(item, by=cast.priya)

    grow(0)
    before = [cost(address) for address in addresses]
    grow(3)
    assert [cost(address) for address in addresses] == before


def test_a_long_list_has_pages(elsewhere_serving: Elsewhere, cast: Cast, as_user: AsUser) -> None:
    make.followed(elsewhere_serving, *(make.entry(str(n), title=f"Thing {n:02}") for n in range(25)), by=cast.admin)
    browser = as_user(cast.priya)
    first = text(browser, reverse("lessons:others"))
    assert "Thing 00" in first  # a feed says its newest first
    assert "Thing 24" not in first
    onward = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert "Thing 24" in text(browser, reverse("lessons:others") + onward)


def test_what_others_publish_is_found_by_staff_until_it_is_gone(elsewhere_serving: Elsewhere, cast: Cast) -> None:
    body = make.followed(elsewhere_serving, make.entry(), by=cast.admin)
    item = body.items.get()
    (document,) = documents_of_others.documents([item.pk])
    assert (document.key, document.container) == (f"item:{item.pk}", HALL)
    assert "Sit with the front desk" in document.body
    assert documents_of_others.load(cast.priya, [item.pk])[item.pk].place == "From Elmbridge Council"
    assert documents_of_others.load(cast.marcus, [item.pk]) == {}
    assert list(documents_of_others.ids(0)) == [item.pk]
    elsewhere_serving.says(make.feed([], total=0))
    make.seen(body)
    assert list(documents_of_others.documents([item.pk])) == []
    assert list(documents_of_others.ids(0)) == []
    assert "publishes this no longer" in text(signed_in(cast.priya), item.get_absolute_url())


def signed_in(person: User) -> Client:
    """A browser in which a person is signed in."""
    browser = Client()
    browser.force_login(person)
    return browser
