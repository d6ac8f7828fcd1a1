"""Clauses stand beside acts: chosen by who looks after a policy, in force, in the reader's language, at no cost."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.template import Context, Template
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from conftest import Cast
from moothall.audit.models import Entry
from moothall.kit import clock
from moothall.people.models import User
from moothall.policies import guidance
from moothall.policies.actions import guidance as act
from moothall.policies.actions import policies
from moothall.policies.models import Act, Language, Placement, Policy
from moothall.policies.tests import make
from moothall.records.tests import make_assets, make_holds

SignIn = Callable[[User], Client]


@pytest.fixture
def policy(cast: Cast) -> Policy:
    return make.adopted(by=cast.admin, stakeholder=cast.priya, owner=cast.gareth)


def shown(*acts: Act) -> list[str]:
    return [clause.number for clause in guidance.beside(*acts)]


def rendered(words: str, **context: Any) -> str:
    return Template("{% load policies %}" + words).render(Context(context))


def test_a_clause_in_force_stands_beside_an_act_until_it_is_taken_away(cast: Cast, policy: Policy) -> None:
    placed = act.place(policy, by=cast.gareth, number="2.1", act=Act.POST)
    [clause] = guidance.beside(Act.POST)
    assert (clause.policy, clause.number, clause.version) == ("Social media", "2.1", 1)
    assert clause.words == "Say who you are and what you do here."
    assert clause.url == "/policies/social-media/clauses/2.1/" and shown(Act.IMPORT_MAIL) == []
    act.take_away(placed, by=cast.gareth)
    assert shown(Act.POST) == []
    assert [entry.verb for entry in Entry.objects.order_by("pk")][-2:] == [
        "policy.clause_placed",
        "policy.clause_taken_away",
    ]


def test_placing_and_taking_away_twice_does_it_once(cast: Cast, policy: Policy) -> None:
    first = act.place(policy, by=cast.gareth, number="2.1", act=Act.POST)
    assert act.place(policy, by=cast.gareth, number="2.1", act=Act.POST) == first
    act.take_away(first, by=cast.gareth)
    act.take_away(first, by=cast.gareth)
    assert Entry.objects.filter(verb__startswith="policy.clause_").count() == 2


def test_only_who_looks_after_the_policy_chooses(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    placed = act.place(policy, by=cast.gareth, number="2.1", act=Act.POST)
    url = reverse("policies:beside", args=[policy.slug])
    for person in (cast.priya, cast.joan, cast.marcus, cast.auditor):
        with pytest.raises(PermissionDenied):
            act.place(policy, by=person, number="2.2", act=Act.POST)
        with pytest.raises(PermissionDenied):
            act.take_away(placed, by=person)
        client = as_user(person)
        assert client.get(url).status_code == client.post(url, {"number": "2.2", "act": "post"}).status_code == 403
        assert client.post(reverse("policies:beside_remove", args=[policy.slug, placed.pk])).status_code == 403
    assert Placement.objects.count() == 1
    policies.withdraw(policy, by=cast.gareth, reason="Over.")
    with pytest.raises(PermissionDenied):
        act.place(policy, by=cast.gareth, number="2.2", act=Act.POST)


def test_a_clause_that_is_not_there_cannot_be_placed(cast: Cast, policy: Policy) -> None:
    with pytest.raises(ValueError, match=r"no clause 9\.9"):
        act.place(policy, by=cast.gareth, number="9.9", act=Act.POST)


@pytest.mark.parametrize("wrong", [{"act": "dance"}, {"number": ""}])
def test_the_database_keeps_placements_sound(policy: Policy, wrong: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.create(policy=policy, **{"number": "2.1", "act": "post", **wrong})
    Placement.objects.create(policy=policy, number="2.1", act="post")
    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.bulk_create([Placement(policy=policy, number="2.1", act="post")])


def test_nothing_of_a_draft_of_what_is_to_come_or_of_what_is_withdrawn_is_shown(cast: Cast, policy: Policy) -> None:
    draft = make.policy(by=cast.admin, title="Draft")
    coming = make.adopted(
        by=cast.admin, stakeholder=cast.priya, title="Coming", effective_on=clock.today() + timedelta(days=3)
    )
    for each in (draft, coming, policy):
        act.place(each, by=cast.admin, number="2.1", act=Act.POST)
    assert [clause.policy for clause in guidance.beside(Act.POST)] == ["Social media"]
    policies.withdraw(policy, by=cast.gareth, reason="Over.")
    guidance.forget()
    assert shown(Act.POST) == []
    with clock.at(clock.now() + timedelta(days=4)):
        guidance.forget()
        assert [(clause.policy, clause.version) for clause in guidance.beside(Act.POST)] == [("Coming", 1)]


def test_a_new_version_shows_its_words_and_a_clause_it_dropped_shows_nothing(cast: Cast, policy: Policy) -> None:
    for number in ("2.1", "2.2"):
        act.place(policy, by=cast.gareth, number=number, act=Act.POST)
    body = "## 1 Scope\n\n1.1 All.\n\n## 2 What we ask\n\n2.1 Say your name."
    make.next_version(policy, by=cast.gareth, stakeholder=cast.priya, body=body)
    guidance.forget()
    [clause] = guidance.beside(Act.POST)
    assert (clause.number, clause.version, clause.words) == ("2.1", 2, "Say your name.")


def test_whoever_reads_in_welsh_sees_welsh_where_there_is_some(cast: Cast) -> None:
    policy = make.policy(by=cast.admin)
    make.write(policy, by=cast.admin, language=Language.WELSH, title="Cyfryngau", body=make.WELSH)
    make.ready(policy, by=cast.admin, stakeholder=cast.priya)
    make.adopt(policy, by=cast.admin)
    other = make.adopted(by=cast.admin, stakeholder=cast.priya, title="Only English")
    for each in (policy, other):
        act.place(each, by=cast.admin, number="2.1", act=Act.POST)
    with translation.override("cy"):
        clauses = guidance.beside(Act.POST)
        assert [(clause.language, clause.policy) for clause in clauses] == [("en", "Only English"), ("cy", "Cyfryngau")]
        assert 'lang="cy"' in rendered('{% beside "post" %}')
    assert {clause.language for clause in guidance.beside(Act.POST)} == {"en"}


def test_the_most_particular_come_first_each_once_and_no_more_than_two(cast: Cast, policy: Policy) -> None:
    for number, where in (("1.1", Act.POST), ("1.2", Act.POST), ("2.1", Act.POST), ("2.2", Act.POST_GUEST)):
        act.place(policy, by=cast.gareth, number=number, act=where)
    act.place(policy, by=cast.gareth, number="1.1", act=Act.POST_GUEST)
    assert shown(Act.POST_GUEST, Act.POST) == ["2.2", "1.1"]


def test_the_tag_shows_one_offer_or_nothing_and_nothing_where_the_room_is_off(cast: Cast, policy: Policy) -> None:
    assert rendered('{% beside "mark_sensitive" %}').strip() == ""
    act.place(policy, by=cast.gareth, number="2.1", act=Act.MARK_SENSITIVE)
    act.place(policy, by=cast.gareth, number="2.2", act=Act.PUBLISH)
    html = rendered("{% beside acts %}", acts=["mark_sensitive", "publish"])
    assert html.count('class="offer"') == 1 and html.count("<blockquote") == 2 and "version 1" in html
    with override_settings(MOOTHALL_ROOMS_OFF=("policies",)):
        assert rendered('{% beside "publish" %}').strip() == ""


def test_words_of_a_clause_are_text_in_the_offer(cast: Cast) -> None:
    body = "## 1 A & <b>B</b>\n\n1.1 <script>alert(1)</script> **bold** [x](https://x.example)\n\n- one\n- two"
    policy = make.adopted(by=cast.admin, stakeholder=cast.priya, body=body)
    act.place(policy, by=cast.admin, number="1.1", act=Act.POST)
    html = rendered('{% beside "post" %}')
    assert "<script" not in html and "&lt;script&gt;" in html and "<li>" not in html and "one two" in html


def test_when_warm_it_asks_the_database_nothing_and_when_cold_a_few_questions(cast: Cast, policy: Policy) -> None:
    for number in ("1.1", "1.2", "2.1"):
        act.place(policy, by=cast.gareth, number=number, act=Act.POST)
    with CaptureQueriesContext(connection) as cold:
        guidance.beside(Act.POST)
    with CaptureQueriesContext(connection) as warm:
        guidance.beside(Act.POST, Act.PUBLISH)
        rendered('{% beside "post" %}')
    assert len(cold) == 4 and len(warm) == 0


def test_it_looks_again_after_a_minute(cast: Cast, policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(Act.POST) == []
    Placement.objects.create(policy=policy, number="2.1", act=Act.POST)  # as another process would
    assert shown(Act.POST) == []
    then = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: then + guidance.KEPT_FOR + 1)
    assert shown(Act.POST) == ["2.1"]


def test_an_owner_places_and_takes_away_on_the_page(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    client, url = as_user(cast.gareth), reverse("policies:beside", args=[policy.slug])
    assert "2.1" in client.get(url).content.decode()
    wrong = client.post(url, {"number": "9.9", "act": "dance"})
    assert wrong.status_code == 422 and "Choose a clause that is there" in wrong.content.decode()
    page = client.post(url, {"number": "2.1", "act": "publish"}, follow=True).content.decode()
    assert "Clause 2.1 stands there" in page and "Publishing on the public site" in page
    placed = Placement.objects.get()
    other = make.adopted(by=cast.admin, stakeholder=cast.priya, owner=cast.gareth, title="Other")
    assert client.post(reverse("policies:beside_remove", args=[other.slug, placed.pk])).status_code == 404
    client.post(reverse("policies:beside_remove", args=[policy.slug, placed.pk]))
    assert not Placement.objects.exists()


def test_the_policy_page_leads_there_for_who_looks_after_it(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    link = reverse("policies:beside", args=[policy.slug])
    assert link in as_user(cast.gareth).get(policy.get_absolute_url()).content.decode()
    assert link not in as_user(cast.priya).get(policy.get_absolute_url()).content.decode()


def test_clauses_stand_beside_marking_an_asset_though_its_room_lies_below(
    cast: Cast, policy: Policy, as_user: SignIn
) -> None:
    client = as_user(make_holds.manager())
    asset = make_assets.asset(by=User.objects.get(name="Rhiannon Oakes"), owner=cast.gareth)
    pages = [reverse("records:new_asset"), reverse("records:edit_asset", args=[asset.pk])]
    assert not any('class="offer"' in client.get(url).text for url in pages)
    act.place(policy, by=cast.gareth, number="2.2", act=Act.MARK_SENSITIVE)
    act.place(policy, by=cast.gareth, number="2.1", act=Act.POST)
    for url in pages:
        page = client.get(url).text
        assert page.count('class="offer"') == 1
        beside = page[page.index('class="offer"') :]
        assert "Never share what identifies a person" in beside and "Say who you are" not in page
        assert page.index('name="marking"') < page.index('class="offer"') < page.index('name="handling"')
    wrong = client.post(pages[0], {"name": "", "marking": "sensitive"})
    assert wrong.status_code == 422 and wrong.text.count('class="offer"') == 1
    with override_settings(MOOTHALL_ROOMS_OFF=("policies",)):
        assert 'class="offer"' not in client.get(pages[0]).text


def test_an_act_that_nobody_knows_is_a_mistake_and_not_an_empty_place(policy: Policy) -> None:
    with pytest.raises(ValueError, match="mark_everything"):
        Template('{% guidance "mark_everything" %}').render(Context({}))


def test_beside_marking_an_asset_it_asks_the_database_nothing_when_warm(
    cast: Cast, policy: Policy, as_user: SignIn
) -> None:
    client, url = as_user(make_holds.manager()), reverse("records:new_asset")

    def cost() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    without = cost()
    act.place(policy, by=cast.gareth, number="2.2", act=Act.MARK_SENSITIVE)
    assert 'class="offer"' in client.get(url).text and cost() == without
