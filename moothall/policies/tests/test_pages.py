"""The pages of policies: what people see, what they can do, what they cannot."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conftest import Cast
from moothall.kit import clock
from moothall.notices.models import Notice
from moothall.people import actions as people
from moothall.people.models import Role, User
from moothall.people.tests import make as make_people
from moothall.policies import telling
from moothall.policies.actions import agreement, drafts
from moothall.policies.actions import policies as act
from moothall.policies.models import Answer, Ask, Comment, Language, Policy, Version
from moothall.policies.queries import desk
from moothall.policies.tests import make

SignIn = Callable[[User], Client]
TWELVE = 12


@pytest.fixture
def policy(cast: Cast) -> Policy:
    """A policy of Priya’s in force, in English and Welsh, with a draft of its second version that is commented on."""
    made = make.policy(by=cast.admin, owner=cast.priya, title="Talking at work")
    make.write(made, by=cast.priya, title="Siarad yn y gwaith", body=make.WELSH, language=Language.WELSH)
    make.ready(made, by=cast.priya, stakeholder=cast.gareth)
    make.adopt(made, by=cast.priya)
    drafts.begin_version(made, by=cast.priya)
    make.write(made, by=cast.priya, title="Talking at work", body=make.BODY.replace("a public body", "any body"))
    agreement.comment(made, by=cast.joan, body="Councillors too?", number="1.1")
    make.ask(made, cast.gareth, by=cast.priya)
    return made


def url(name: str, *arguments: object) -> str:
    return reverse(f"policies:{name}", args=arguments)


def words(response: Any) -> str:
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]*>", " ", body).split())


def every_page(policy: Policy) -> dict[str, str]:
    slug = policy.slug
    return {
        "list": url("list"),
        "drafts": url("list") + "?show=drafts",
        "tree": url("tree"),
        "policy": url("policy", slug),
        "welsh": url("policy", slug) + "?in=cy",
        "clause": url("clause", slug, "2.1"),
        "version": url("version", slug, 1),
        "history": url("history", slug),
        "draft": url("draft", slug),
        "agreement": url("agreement", slug, 2),
        "compare": url("compare", slug, 1, 2),
        "write": url("write", slug, "en"),
        "write welsh": url("write", slug, "cy"),
        "plan": url("plan", slug),
        "adopt": url("adopt", slug),
        "ask": url("ask", slug),
        "comment": url("comment", slug) + "?number=2.1",
        "answer": url("answer", Comment.objects.latest("pk").pk),
        "endorse": url("endorse", Ask.objects.latest("pk").pk),
        "without": url("without", Ask.objects.latest("pk").pk),
        "owner": url("owner", slug),
        "review": url("review", slug),
        "audience": url("audience", slug),
        "builds_on": url("builds_on", slug),
        "withdraw": url("withdraw", slug),
        "new": url("new"),
    }


FOR_ALL = {"list", "drafts", "tree", "policy", "welsh", "clause", "version", "history"}
FOR_COUNCIL = {"draft", "agreement", "compare", "comment"}
FOR_GARETH = {"endorse"}
OF_DRAFT = {*FOR_COUNCIL, *FOR_GARETH, "write", "write welsh", "plan", "adopt", "ask", "answer", "without"}


@pytest.mark.parametrize("name", ["marcus", "gareth", "joan", "auditor", "outsider", "priya", "admin"])
def test_every_page_to_every_person(name: str, cast: Cast, policy: Policy, as_user: SignIn) -> None:
    person = getattr(cast, name)
    client = as_user(person)
    open_pages = FOR_ALL | (set() if person.is_guest else FOR_COUNCIL) | (FOR_GARETH if name == "gareth" else set())
    for page, address in every_page(policy).items():
        keeps = name in {"priya", "admin"} and page not in FOR_GARETH
        expected = 200 if keeps or page in open_pages else 404 if person.is_guest and page in OF_DRAFT else 403
        assert client.get(address).status_code == expected, (page, name)


def test_nobody_comes_in_from_outside_but_to_the_public_pages(policy: Policy, client: Client) -> None:
    for page, address in every_page(policy).items():
        response = client.get(address)
        assert response.status_code == 302 and "/account/login/" in response["Location"], page


def test_a_policy_shows_its_law(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    response = as_user(cast.gareth).get(policy.get_absolute_url())
    page = response.content.decode()
    assert 'id="clause-2.1"' in page and 'href="#clause-2.1"' in page and 'id="cy-clause-2.1"' in page
    assert page.count("<h1") == 1
    said = words(response)
    for expected in (
        "Talking at work",
        "In short",
        "Everyone",
        "In force",
        "Priya Raman",
        "Team leader",
        "How it was agreed",
    ):
        assert expected in said, expected
    assert "Councillors too?" not in said
    welsh = as_user(cast.gareth).get(policy.get_absolute_url() + "?in=cy").content.decode()
    assert '<span lang="cy">Siarad yn y gwaith</span>' in welsh and 'id="en-clause-2.1"' in welsh


def test_a_guest_is_told_of_no_draft(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    client = as_user(cast.marcus)
    make.policy(by=cast.admin, title="Secret plan")
    for address in (
        url("list"),
        url("list") + "?show=all",
        url("list") + "?show=drafts",
        url("tree"),
        url("history", policy.slug),
    ):
        page = words(client.get(address))
        assert "Secret plan" not in page and "New version" not in page and "Version 2" not in page, address
    assert client.get(url("policy", "secret-plan")).status_code == 404
    assert client.get(url("history", "secret-plan")).status_code == 404


def test_the_list_is_narrowed(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    make.adopted(by=cast.admin, stakeholder=cast.gareth, title="For councillors", holders=["kind:councillor"])
    client = as_user(cast.gareth)
    assert "For councillors" in words(client.get(url("list")))
    assert "For councillors" not in words(client.get(url("list") + "?for=me"))
    assert "For councillors" in words(client.get(url("list") + "?for=kind:councillor"))
    assert "no such policy" in words(client.get(url("list") + "?genre=notice"))
    act.withdraw(policy, by=cast.priya, reason="It is told otherwise now.")
    assert "Talking at work" not in words(client.get(url("list")))
    assert "Talking at work" in words(client.get(url("list") + "?show=withdrawn"))
    assert "It is told otherwise now." in words(client.get(policy.get_absolute_url()))
    for nonsense in ("?show=x&for=%00&genre=x&after=!!", "?after=e30"):
        assert client.get(url("list") + nonsense).status_code in (200, 400)


def test_a_draft_is_commented_answered_endorsed_and_adopted_in_the_browser(cast: Cast, as_user: SignIn) -> None:
    priya, gareth = as_user(cast.priya), as_user(cast.gareth)
    given = {"title": "Mail", "genre": "policy", "owner": cast.priya.handle, "token": ""}
    assert as_user(cast.admin).post(url("new"), given)["Location"] == url("write", "mail", "en")
    text = {"title": "Mail", "summary": make.SUMMARY, "body": make.BODY}
    seen = Policy.objects.get(slug="mail").versions.get().texts.get().digest
    assert priya.post(url("write", "mail", "en"), {**text, "seen": seen})["Location"] == url("draft", "mail")

    said = gareth.post(url("comment", "mail"), {"number": "2.1", "language": "en", "body": "Even on the phone?"})
    assert said["Location"] == f"{url('draft', 'mail')}?in=en#comment-{Comment.objects.get().pk}"
    page = words(priya.get(url("draft", "mail")))
    assert "Even on the phone?" in page and "1 comment waits for an answer." in page
    kept = {"answer": "kept", "words": "On the phone too."}
    assert priya.post(url("answer", Comment.objects.get().pk), kept).status_code == 302

    soon = (clock.today() + timedelta(days=200)).isoformat()
    assert priya.post(url("review", "mail"), {"review_on": soon}).status_code == 302
    assert priya.post(url("audience", "mail"), {"kinds": ["staff"]}).status_code == 302
    assert priya.post(url("plan", "mail"), {"effective_on": clock.today().isoformat()}).status_code == 302
    assert priya.post(url("ask", "mail"), {"people": f"{cast.gareth.name}\n"}).status_code == 302
    assert "Gareth Pugh has not answered yet" in words(priya.get(url("adopt", "mail")))
    assert "Mail" in words(gareth.get(reverse("home:desk")))

    ask = Ask.objects.get()
    wording = gareth.get(url("endorse", ask.pk)).context["form"]["wording"].value()
    assert gareth.post(url("endorse", ask.pk), {"verdict": "endorsed", "wording": wording}).status_code == 302
    assert "Nothing is missing" in words(priya.get(url("draft", "mail")))
    wording = priya.get(url("adopt", "mail")).context["form"]["wording"].value()
    assert priya.post(url("adopt", "mail"), {"wording": wording})["Location"] == url("policy", "mail")
    assert Version.objects.in_force().get().policy.slug == "mail"
    assert "Even on the phone?" in words(gareth.get(url("agreement", "mail", 1)))


def test_a_form_keeps_what_was_typed_and_says_what_is_wrong_at_the_field(
    cast: Cast, policy: Policy, as_user: SignIn
) -> None:
    priya = as_user(cast.priya)
    bad = {"title": "T", "summary": "a\nb\nc\nd", "body": "## 1 A\n1.3 b\n1.1 c", "seen": ""}
    response = priya.post(url("write", policy.slug, "en"), bad)
    page = words(response)
    assert response.status_code == 422
    assert "Say it in three lines at most; this has 4" in page and "Line 2: 1.1 is missing before 1.3" in page
    assert "1.3 b" in page
    for name, given, problem in (
        ("plan", {"effective_on": "x", "material": "yes"}, "Enter a day"),
        ("review", {"review_on": "2001-01-01"}, "Enter a day after today"),
        ("audience", {"x": "1"}, "Choose everyone, or at least one of the others"),
        ("ask", {"people": "Nobody Known"}, "“Nobody Known”: Nobody is called that"),
        ("ask", {"people": cast.marcus.name}, "This can’t be a guest"),
        ("owner", {"owner": cast.marcus.name}, "This can’t be a guest"),
        ("withdraw", {"reason": " "}, "Enter why it is withdrawn"),
        ("comment", {"number": "2.1", "language": "en", "body": ""}, "Enter your comment"),
    ):
        answer = priya.post(url(name, policy.slug), given)
        assert answer.status_code == 422 and problem in words(answer), (name, words(answer)[:400])
    comment = Comment.objects.latest("pk")
    assert "Say why the draft stays" in words(priya.post(url("answer", comment.pk), {"answer": "kept"}))
    declined = as_user(cast.gareth).post(
        url("endorse", Ask.objects.latest("pk").pk), {"verdict": "declined", "wording": "x"}
    )
    assert declined.status_code == 422 and "Say what would have to change" in words(declined)


def test_whoever_was_overtaken_keeps_their_words(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    seen = make.draft(policy).texts.get(language="en").digest
    make.write(policy, by=cast.admin, title="Talking at work", body="## 1 Theirs\n\n1.1 Theirs.")
    mine = {"title": "Mine", "summary": "", "body": "## 1 Mine\n\n1.1 Mine.", "seen": seen}
    response = client.post(url("write", policy.slug, "en"), mine)
    assert response.status_code == 409
    assert "1.1 Theirs." in words(response) and "1.1 Mine." in words(response)
    again = response.context["form"]["seen"].value()
    assert client.post(url("write", policy.slug, "en"), {**mine, "seen": again}).status_code == 302


def test_an_adoption_that_is_not_ready_or_was_overtaken_is_refused(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    wording = client.get(url("adopt", policy.slug)).context["form"]["wording"].value()
    response = client.post(url("adopt", policy.slug), {"wording": wording})
    assert response.status_code == 409 and "before it can be adopted" in words(response)
    comment = Comment.objects.latest("pk")
    agreement.answer(comment, by=cast.priya, answer=Answer.CHANGED, words="")
    make.ready(policy, by=cast.priya, stakeholder=cast.joan)
    make.endorse(Ask.objects.get(version=make.draft(policy), holder=cast.gareth.holder), by=cast.gareth)
    response = client.post(url("adopt", policy.slug), {"wording": "0" * 64})
    assert response.status_code == 409 and "was changed while you looked at it" in words(response)
    assert make.draft(policy).is_draft


def test_a_draft_endorsed_while_it_changed_is_read_again(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    client = as_user(cast.gareth)
    ask = Ask.objects.latest("pk")
    wording = client.get(url("endorse", ask.pk)).context["form"]["wording"].value()
    make.write(policy, by=cast.priya, title="Talking at work", body="## 1 Other\n\n1.1 Other.")
    response = client.post(url("endorse", ask.pk), {"verdict": "endorsed", "wording": wording})
    assert response.status_code == 422 and "changed while you read it" in words(response)
    again = response.context["form"]["wording"].value()
    assert client.post(url("endorse", ask.pk), {"verdict": "endorsed", "wording": again}).status_code == 302


def test_others_acts_are_refused_by_page(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    outsider, guest = as_user(cast.outsider), as_user(cast.marcus)
    comment, ask = Comment.objects.latest("pk"), Ask.objects.latest("pk")
    names = ["begin", "plan", "adopt", "ask", "owner", "review", "audience", "builds_on", "publish", "withdraw"]
    addresses = [url(name, policy.slug) for name in names]
    addresses += [url("write", policy.slug, "en"), url("drop", policy.slug, "cy"), url("answer", comment.pk)]
    addresses += [url("endorse", ask.pk), url("without", ask.pk), url("new")]
    for address in addresses:
        assert outsider.post(address, {"answer": "changed", "reason": "x"}).status_code == 403, address
        assert guest.post(address, {}).status_code in (403, 404), address
    assert guest.post(url("comment", policy.slug), {"body": "x", "language": "en"}).status_code == 404


def test_acts_that_change_something_cannot_be_got(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    for address in (url("begin", policy.slug), url("drop", policy.slug, "cy"), url("publish", policy.slug)):
        assert client.get(address).status_code == 405


def test_hostile_words_are_shown_as_words(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    nasty = "<script>alert(1)</script>"
    body = f"## 1 {nasty}\n\n1.1 {nasty} [x](javascript:alert(1)) <img src=x onerror=alert(1)>"
    make.write(policy, by=cast.priya, title=nasty, summary=nasty, body=body)
    agreement.comment(policy, by=cast.joan, body=nasty, number="1.1")
    for name in ("draft", "write", "compare", "agreement", "history"):
        page = as_user(cast.priya).get(every_page(policy)[name]).content.decode()
        assert "<script>alert" not in page and "<img src=x" not in page and 'href="javascript:' not in page, name


def test_builds_on_is_a_tree_with_its_conflict_note(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    child = make.adopted(by=cast.admin, stakeholder=cast.gareth, title="Library talk")
    client = as_user(cast.admin)
    given = {"add": str(policy.pk), "add_narrows": "1.1 asks managers first."}
    assert client.post(url("builds_on", child.slug), given).status_code == 302
    for address in (child.get_absolute_url(), policy.get_absolute_url(), url("tree")):
        page = words(client.get(address))
        assert "1.1 asks managers first." in page and "Library talk" in page and "Talking at work" in page
    circle = client.post(url("builds_on", policy.slug), {"add": str(child.pk)})
    assert circle.status_code == 422 and "builds on this one" in words(circle)
    relation = child.builds_on.get()
    assert client.post(url("builds_on", child.slug), {f"narrows_{relation.pk}": "x"}).status_code == 302
    assert not child.builds_on.exists()


def test_a_published_policy_is_read_by_anyone_without_names(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    anyone = Client()
    address = url("public_policy", policy.slug)
    assert anyone.get(address).status_code == 404
    assert "Talking at work" not in words(anyone.get(url("public_list")))
    assert as_user(cast.priya).post(url("publish", policy.slug)).status_code == 302
    for page in (url("public_list"), address, f"{address}?in=cy", url("public_version", policy.slug, 1)):
        response = anyone.get(page)
        assert response.status_code == 200, page
        assert "public" in response["Cache-Control"] and "max-age=300" in response["Cache-Control"]
        assert "Cookie" not in response.get("Vary", "") and not response.cookies
        said = words(response)
        for person in User.objects.all():
            assert person.name not in said and person.email not in said
        assert "Councillors too?" not in said
    assert "Team leader" in words(anyone.get(address))
    assert anyone.get(url("public_version", policy.slug, 2)).status_code == 404  # a draft
    assert anyone.post(address).status_code == 405
    as_user(cast.priya).post(url("publish", policy.slug), {"unpublish": "1"})
    assert anyone.get(address).status_code == 404


def test_a_published_history_says_what_each_version_changed(cast: Cast) -> None:
    made = make.adopted(by=cast.admin, stakeholder=cast.gareth, title="Social media")
    make.next_version(
        made, by=cast.admin, stakeholder=cast.gareth, body=make.BODY.replace("every platform", "any platform")
    )
    act.publish(made, by=cast.admin)
    page = Client().get(url("public_version", made.slug, 2))
    assert "<ins>" in page.content.decode() and "Clause 2.2 is clearer" in words(page)
    assert "This version no longer holds" in words(Client().get(url("public_version", made.slug, 1)))


def test_a_clause_shows_its_words_through_the_versions(cast: Cast, as_user: SignIn) -> None:
    made = make.adopted(by=cast.admin, stakeholder=cast.gareth)
    make.next_version(
        made, by=cast.admin, stakeholder=cast.gareth, body=make.BODY.replace("who you are", "what you are")
    )
    client = as_user(cast.gareth)
    page = words(client.get(url("clause", made.slug, "2.1")))
    assert "what you are" in page and "who you are" in page and "clause 2.1, version 2" in page
    assert client.get(url("clause", made.slug, "9")).status_code == 404
    assert "Its words through" not in words(client.get(url("clause", made.slug, "2.2")))


def told(person: User) -> set[str]:
    return set(Notice.objects.filter(person=person, done_at=None).values_list("kind", flat=True))


def test_whom_each_step_concerns_is_told_it(cast: Cast, policy: Policy) -> None:
    assert telling.ASKED in told(cast.gareth)
    assert telling.COMMENTED in told(cast.priya)
    assert telling.ADOPTED in told(cast.marcus)  # the first version is for everyone
    make.endorse(Ask.objects.latest("pk"), by=cast.gareth)
    assert telling.ENDORSED in told(cast.priya)
    comment = Comment.objects.latest("pk")
    agreement.answer(comment, by=cast.priya, answer=Answer.CHANGED, words="")
    assert telling.ANSWERED in told(cast.joan) and telling.COMMENTED not in told(cast.priya)
    for person in (cast.gareth, cast.joan, cast.priya, cast.marcus):
        loaded = [
            telling.load_asked, telling.load_answered, telling.load_commented, telling.load_endorsed,
            telling.load_adopted, telling.load_events,
        ]  # fmt: skip
        for load in loaded:
            load(person, list(Notice.objects.filter(person=person).values_list("subject", flat=True)))


def test_notices_stand_on_the_page_of_notices(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    assert "asks you to comment on it and to endorse it" in words(as_user(cast.gareth).get(reverse("notices:list")))
    assert "It was adopted, and it concerns you" in words(as_user(cast.marcus).get(reverse("notices:list")))
    as_user(cast.marcus).get(policy.get_absolute_url())
    assert Notice.objects.get(person=cast.marcus, kind=telling.ADOPTED).read_at is not None


def test_a_review_is_told_once_for_each_date(cast: Cast, policy: Policy) -> None:
    with clock.at(timezone.now() + timedelta(days=400)):
        assert telling.review_due() == 1
        assert telling.review_due() == 0
        assert desk.card(cast.priya) is not None
        act.set_review(policy, by=cast.priya, review_on=clock.today() + timedelta(days=30))
    with clock.at(timezone.now() + timedelta(days=500)):
        assert telling.review_due() == 1


def test_a_leavers_policy_is_told_to_the_administrators(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    people.deactivate(cast.priya, by=cast.admin)
    other = make_people.user("Second Admin", roles=(Role.ADMINISTRATOR,))
    card = desk.card(cast.admin)
    assert card is not None and card.kept[0].ownerless
    assert desk.card(other) is not None
    assert "Nobody now" in words(as_user(cast.gareth).get(policy.get_absolute_url()))


def fill(cast: Cast, policy: Policy, rounds: int) -> None:
    """More of everything."""
    start = Policy.objects.count()
    for number in range(start, start + rounds):
        person = make_people.user(f"Colleague {number}", roles=())
        other = make.adopted(
            by=cast.admin, stakeholder=person, title=f"Other {number}", holders=["kind:staff", "kind:guest"]
        )
        act.set_builds_on(other, by=cast.admin, parents={policy: "It asks for more."})
        act.publish(other, by=cast.admin)
        make.policy(by=cast.admin, title=f"Draft {number}", owner=cast.priya)
        for clause in ("1.1", "2.1", ""):
            said = agreement.comment(policy, by=person, body=f"{number}", number=clause)
            if number % 2:
                agreement.answer(said, by=cast.priya, answer=Answer.KEPT, words="No.")
        (asked,) = make.ask(policy, person, by=cast.priya)
        make.endorse(asked, by=person)


def count(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200, address
    return len(queries)


def test_pages_ask_the_same_few_questions_however_much_there_is(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    act.publish(policy, by=cast.priya)
    fill(cast, policy, 2)
    client = as_user(User.objects.get(pk=cast.priya.pk))
    pages = {name: address for name, address in every_page(policy).items() if name not in {"endorse", "new"}}
    pages |= {
        "public list": url("public_list"),
        "public": url("public_policy", policy.slug),
    }
    for address in pages.values():
        client.get(address)
    before = {name: count(client, address) for name, address in pages.items()}
    fill(cast, policy, 5)
    after = {name: count(client, address) for name, address in pages.items()}
    assert after == before
    assert {name: number for name, number in after.items() if number > TWELVE + 3} == {}, after


def test_the_card_asks_two_questions(cast: Cast, policy: Policy) -> None:
    fill(cast, policy, 3)
    for person in (cast.priya, cast.gareth, cast.admin):
        desk.card(person)
        with CaptureQueriesContext(connection) as queries:
            card = desk.card(person)
        assert card is None or len(queries) <= 2, [query["sql"] for query in queries]


def test_the_list_goes_on_page_by_page(cast: Cast, as_user: SignIn) -> None:
    for number in range(32):
        make.policy(by=cast.admin, title=f"Draft {number:02}")
    client = as_user(cast.gareth)
    first = client.get(url("list") + "?show=drafts")
    after = first.context["next_cursor"]
    second = client.get(url("list"), {"show": "drafts", "after": after})
    assert "Draft 29" in words(first) and "Draft 30" not in words(first)
    assert "Draft 31" in words(second) and second.context["next_cursor"] is None
