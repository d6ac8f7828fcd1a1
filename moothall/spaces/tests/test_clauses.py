"""Posts quote clauses: as a card or a link, in the wording that held; and clauses show where they were relied on."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.kit import clock
from moothall.kit.registries import links_to
from moothall.people.models import User
from moothall.policies.models import Clause, Policy
from moothall.policies.tests import make as make_policies
from moothall.spaces.actions import members, posts
from moothall.spaces.models import ClauseQuote, Conversation, Post
from moothall.spaces.tests import make, make_clauses
from moothall.spaces.tests.conftest import Spaces

SignIn = Callable[[User], Client]


@pytest.fixture
def policy(cast: Cast) -> Policy:
    return make_clauses.policy(cast)


def said(talk: Conversation, cast: Cast, body: str) -> str:
    return make.post(talk, by=cast.priya, body=body).html


def clause_of(policy: Policy, number: str, version: int = 1) -> Clause:
    return Clause.objects.get(number=number, text__version__policy=policy, text__version__number=version)


def relied(person: User, policy: Policy, number: str = "2.1") -> list[str]:
    return [link.title for link in links_to(person, clause_of(policy, number).thing) if "spaces" in link.url]


def test_a_clause_that_stands_alone_becomes_a_card_with_its_words_and_version(
    cast: Cast, talk: Conversation, policy: Policy
) -> None:
    html = said(talk, cast, "Look here:\n\n[[social-software 2.1]]\n\nSo please.")
    assert '<blockquote class="quoted">' in html and "Say who you are" in html
    assert "Social software, clause 2.1 (version 1)</a>" in html
    assert 'href="/policies/social-software/versions/1/#clause-2.1"' in html
    assert "[[" not in html and html.count("<blockquote") == html.count("</blockquote>") == 1


@pytest.mark.parametrize(
    "words",
    [
        "As [[social-software 2]] says.",
        "As /policies/social-software/#clause-2 says, http://127.0.0.1:8000/policies/social-software/#clause-2 yes.",
        "See [the rule](/policies/social-software/#clause-2).",
        "See [the rule](/policies/social-software/clauses/2/).",
        "- [[social-software 2]]",
        "See <http://127.0.0.1:8000/policies/social-software/versions/1/#clause-2>!",
    ],
)
def test_within_a_sentence_it_becomes_a_link_that_says_what_it_is(
    cast: Cast, talk: Conversation, policy: Policy, words: str
) -> None:
    post = make.post(talk, by=cast.priya, body=words)
    assert 'href="/policies/social-software/versions/1/#clause-2"' in post.html and "<blockquote" not in post.html
    label = "the rule" if "the rule" in words else "Social software, clause 2: What we ask of you (version 1)"
    assert f"{label}</a>" in post.html
    assert [quote.clause.number for quote in post.clause_quotes.all()] == ["2"]


@pytest.mark.parametrize(
    "words",
    [
        "`[[social-software 2.1]]`",
        "    [[social-software 2.1]]",
        "[[social-software 9.9]]",
        "[[no-such-policy 2.1]]",
        "[[Social Software 2.1]]",
        "https://other.example/policies/social-software/#clause-2.1",
        "[x](/policies/social-software/#clause-2.1.1.1.1)",
        "[x](/policies/social-software/)",
        "[x](//[/policies/social-software/#clause-2.1)",
    ],
)
def test_what_is_code_or_unknown_or_elsewhere_is_no_quote(
    cast: Cast, talk: Conversation, policy: Policy, words: str
) -> None:
    post = make.post(talk, by=cast.priya, body=words)
    assert not post.clause_quotes.exists() and 'class="quoted"' not in post.html


def test_a_draft_and_a_version_to_come_cannot_be_quoted(cast: Cast, talk: Conversation) -> None:
    make_policies.policy(by=cast.admin, title="Only a draft", body=make_clauses.BODY)
    later = clock.today() + timedelta(days=9)
    coming = make_policies.adopted(by=cast.admin, stakeholder=cast.priya, title="Coming", effective_on=later)
    html = said(talk, cast, "[[only-a-draft 2.1]] [[coming 2.1]]")
    assert "<a" not in html
    with clock.at(clock.now() + timedelta(days=10)):
        assert make.post(talk, by=cast.priya, body=f"[[{coming.slug} 2.1]]").clause_quotes.exists()


def test_nothing_in_a_policy_can_break_out_of_the_card(cast: Cast, talk: Conversation) -> None:
    title = 'A "policy" <script>alert(1)</script>'
    evil = "## 1 <img src=x onerror=alert(1)> & more\n\n1.1 <script>alert(1)</script> [x](javascript:alert(1)) words"
    policy = make_clauses.policy(cast, title=title, body=evil)
    html = said(talk, cast, f"[[{policy.slug} 1.1]]\n\n[[{policy.slug} 1]]\n\nand [[{policy.slug} 1]]")
    assert "<script" not in html and "<img" not in html and 'href="javascript' not in html
    assert html.count('class="quoted"') == 5


def test_what_was_quoted_stays_as_it_was_and_new_posts_quote_the_new_wording(
    cast: Cast, talk: Conversation, policy: Policy
) -> None:
    old = make.post(talk, by=cast.priya, body="[[social-software 2.1]]")
    body = make_clauses.BODY.replace("who you are", "your name")
    make_policies.next_version(policy, by=cast.admin, stakeholder=cast.priya, body=body, title="Social software")
    new = make.post(talk, by=cast.priya, body="[[social-software 2.1]]")
    old.refresh_from_db()
    assert "who you are" in old.html and "version 1" in old.html
    assert "your name" in new.html and "version 2" in new.html
    edited = posts.edit(old, by=cast.priya, body="Now: [[social-software 2.1]] and [[social-software 2.2]]", seen=0)
    versions = {quote.clause.number: quote.clause.text.version.number for quote in edited.clause_quotes.all()}
    assert versions == {"2.1": 1, "2.2": 2} and "clause 2.1 (version 1)" in edited.html
    exact = said(
        talk, cast, "[[social-software 2.1]] http://127.0.0.1:8000/policies/social-software/versions/1/#clause-2.1"
    )
    assert "version 2" in exact and "version 1" in exact


def test_the_clause_shows_where_it_was_relied_on_to_those_who_may_see(
    cast: Cast, spaces: Spaces, policy: Policy, as_user: SignIn
) -> None:
    for space, title in ((spaces.open, "In the open"), (spaces.closed, "Among us"), (spaces.private, "Secret")):
        make.conversation(space, by=cast.priya, title=title, body="As [[social-software 2.1]] says.")
    assert relied(cast.priya, policy) == ["Relied on in 3 posts", "Secret", "Among us", "In the open"]
    assert relied(cast.outsider, policy) == ["Relied on in 1 post", "In the open"]
    assert relied(cast.marcus, policy) == ["Relied on in 1 post", "Among us"]
    assert relied(cast.priya, policy, "2.2") == []
    url = reverse("spaces:relying", args=["social-software", "2.1"])
    page = as_user(cast.outsider).get(url).content.decode()
    assert "In the open" in page and "Among us" not in page and "Secret" not in page
    assert as_user(cast.priya).get(reverse("spaces:relying", args=["social-software", "9.9"])).status_code == 404
    assert as_user(cast.priya).get(reverse("spaces:relying", args=["nothing", "2.1"])).status_code == 404
    assert (
        "No post that you can see"
        in as_user(cast.priya).get(reverse("spaces:relying", args=["social-software", "2.2"])).content.decode()
    )
    members.remove_member(spaces.private, by=cast.priya, user=cast.gareth)
    assert "Secret" not in relied(User.objects.get(pk=cast.gareth.pk), policy)


def test_a_removed_post_and_one_that_no_longer_says_it_are_gone_from_there(
    cast: Cast, talk: Conversation, policy: Policy
) -> None:
    removed = make.post(talk, by=cast.priya, body="[[social-software 2.1]]")
    changed = make.post(talk, by=cast.priya, body="[[social-software 2.1]]")
    posts.remove(removed, by=cast.priya, reason="Wrong place")
    posts.edit(changed, by=cast.priya, body="Never mind.", seen=0)
    assert relied(cast.priya, policy) == [] and not ClauseQuote.objects.exists()


def test_a_post_removed_behind_our_back_does_not_show_either(cast: Cast, talk: Conversation, policy: Policy) -> None:
    post = make.post(talk, by=cast.priya, body="[[social-software 2.1]]")
    Post.objects.filter(pk=post.pk).update(
        body="", html="", removed_at=clock.now(), removed_by=cast.priya, removed_reason="x"
    )
    assert relied(cast.priya, policy) == []


def test_a_quote_stands_once_and_its_clause_cannot_be_taken_away(
    cast: Cast, talk: Conversation, policy: Policy
) -> None:
    post = make.post(talk, by=cast.priya, body="[[social-software 2.1]] [[social-software 2.1]]")
    [quote] = post.clause_quotes.all()
    with pytest.raises(IntegrityError), transaction.atomic():
        ClauseQuote.objects.create(post=post, clause=quote.clause)
    with pytest.raises((IntegrityError, models.ProtectedError)), transaction.atomic():
        quote.clause.delete()


def test_the_list_pages_and_costs_the_same_however_many_there_are(
    cast: Cast, talk: Conversation, policy: Policy, as_user: SignIn
) -> None:
    client, url = as_user(cast.gareth), reverse("spaces:relying", args=["social-software", "2.1"])

    def fill(count: int) -> int:
        for number in range(count):
            make.post(talk, by=cast.priya, body=f"{number} [[social-software 2.1]]")
        client.get(url)
        relied(cast.gareth, policy)
        with CaptureQueriesContext(connection) as queries:
            relied(cast.gareth, policy)
            page = client.get(url)
        assert page.status_code == 200
        return len(queries)

    assert fill(4) == fill(40) <= 12
    first = client.get(url).content.decode()
    assert first.count("ledger__title") == 25 and "Older posts" in first


def test_quoting_twenty_clauses_asks_no_more_than_quoting_one(cast: Cast, talk: Conversation) -> None:
    body = "## 1 One\n\n" + "\n\n".join(f"1.{n} Words {n}" for n in range(1, 31))
    policy = make_clauses.policy(cast, title="Long", body=body)
    few, many = "[[long 1.1]]", " ".join(f"[[long 1.{n}]]" for n in range(1, 31))

    def cost(words: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            post = make.post(talk, by=cast.priya, body=words)
        assert post.clause_quotes.count() == min(20, words.count("[["))
        return len(queries)

    assert policy.slug == "long" and cost(few) == cost(many)


def test_where_the_room_of_policies_is_off_posts_are_plain(cast: Cast, talk: Conversation, policy: Policy) -> None:
    with override_settings(MOOTHALL_ROOMS_OFF=("policies",)):
        assert "[[social-software 2.1]]" in said(talk, cast, "[[social-software 2.1]]")
