"""The pages of an initiative: what they show, to whom, and what they refuse."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.change.actions import delivery, initiatives
from moothall.change.models import Alignment, Helper, Initiative, Openness, Outcome, Part, Touch, Weighing
from moothall.change.queries import initiatives as queries
from moothall.change.queries import readiness
from moothall.change.tests import make
from moothall.change.tests.walking import OF_ONE, SignIn, addresses, url, words
from moothall.kit import clock
from moothall.kit.registries import links_to
from moothall.lessons.matters import named
from moothall.notices.models import Notice
from moothall.notices.showing import shown
from moothall.people.models import Function, Team, User
from moothall.people.tests import make as make_people
from moothall.policies.tests import make as make_policies
from moothall.risks.models import Appraisal
from moothall.risks.tests import make as make_risks
from moothall.search import writer
from moothall.spaces.tests import make as make_talk

HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)> {{ 7|add:7 }} \u202e'
IDEA = {"title": "Talk in the open", "problem": "Nobody finds answers", "openness": "hall"}
MOST = 80  # questions to the database, of the fullest page


@pytest.fixture
def officer(db: None) -> User:
    return make.performance_officer()


@pytest.fixture
def begun(cast: Cast, officer: User) -> Initiative:
    return make.ready(by=cast.priya, owner=cast.gareth)


def technologist(name: str = "Tom Adeyemi") -> User:
    """Somebody of the technology function."""
    return make_people.user(name, team=Team.objects.create(name=f"Digital {name}", function=Function.TECHNOLOGY))


def test_every_page_opens_for_its_people_with_one_heading(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    initiatives.name(begun, by=cast.priya, part=Part.GUIDE, person=cast.priya)
    for name in ("initiative", "edit", "people", "objectives", "appraisals", "touches", "past"):
        response = as_user(cast.priya).get(url(name, begun.pk))
        assert response.status_code == 200, name
        assert response.content.decode().count("<h1>") == 1, name
        assert "Who can see this" in words(response), name
    client = as_user(cast.gareth)
    assert client.get(url("begin", begun.pk)).status_code == 200
    delivery.begin_delivery(begun, by=cast.gareth)
    for name in ("review", "close", "confirm"):
        response = client.get(url(name, begun.pk))
        assert (response.status_code, response.content.decode().count("<h1>")) == (200, 1), name
    assert client.get(url("purpose", begun.pk, "owner")).status_code == 200
    assert as_user(cast.priya).get(url("purpose", begun.pk, "guide")).status_code == 200
    assert client.get(url("purpose", begun.pk, "sponsor")).status_code == 404


def test_an_idea_is_entered_once_and_lands_on_its_page(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    token = str(client.get(url("new")).context["form"]["token"].value())
    for _twice in range(2):
        sent = client.post(url("new"), {**IDEA, "owner": "Gareth Pugh", "token": token})
        assert sent.status_code == 302
    begun = Initiative.objects.get()
    assert sent.headers["Location"] == begun.get_absolute_url()
    assert (begun.owner, begun.owner_accepted_at, begun.created_by) == (cast.gareth, None, cast.priya)
    assert "Gareth Pugh has not accepted to own it." in words(client.get(begun.get_absolute_url()))
    assert client.get(url("list")).status_code == 200
    assert "Gareth Pugh is asked to own it" in words(client.get(url("list")))


def test_a_form_keeps_what_was_typed_and_says_what_is_missing(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    refused = client.post(
        url("new"), {"title": "Kept words", "problem": "", "openness": "hall", "owner": "Nobody Such"}
    )
    assert refused.status_code == 422
    assert "Kept words" in refused.content.decode()
    assert "Enter which problem it mends" in words(refused)
    assert "Nobody is called that" in words(refused)
    technology = technologist()
    refused = client.post(url("new"), {**IDEA, "owner": technology.handle})
    assert refused.status_code == 422
    assert "is in technology" in words(refused)
    assert not Initiative.objects.exists()
    assert as_user(cast.marcus).get(url("new")).status_code == 403


def test_lessons_on_like_matters_are_shown_before_it_is_begun(cast: Cast, as_user: SignIn) -> None:
    from moothall.lessons.tests import make as make_lessons

    make_lessons.lesson(by=cast.joan, applies_to=("internal mail",))
    sent = as_user(cast.priya).post(url("new"), {**IDEA, "problem": "Too much internal mail", "act": "look"})
    assert sent.status_code == 200
    assert "Learned on like matters" in words(sent)
    assert not Initiative.objects.exists()


def test_the_guide_never_owns_by_any_form(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    initiatives.name(begun, by=cast.priya, part=Part.GUIDE, person=cast.priya)
    client = as_user(cast.priya)
    refused = client.post(url("people", begun.pk), {"act": "owner", "person": cast.priya.handle})
    assert refused.status_code == 422
    assert "a guide never owns it" in words(refused)
    refused = client.post(url("people", begun.pk), {"act": "guide", "person": cast.gareth.handle})
    assert refused.status_code == 422
    refused = client.post(url("people", begun.pk), {"act": "owner", "person": technologist().handle})
    assert refused.status_code == 422
    handing = {"words": "w", "verdict": "hand_over", "to": cast.gareth.handle}
    assert client.post(url("purpose", begun.pk, "guide"), handing).status_code == 422
    handing["to"] = cast.priya.handle
    assert as_user(cast.gareth).post(url("purpose", begun.pk, "owner"), handing).status_code == 422
    begun.refresh_from_db()
    assert (begun.owner, begun.guide) == (cast.gareth, cast.priya)


def test_one_accepts_in_person_or_says_why_not(cast: Cast, as_user: SignIn) -> None:
    begun = make.initiative(by=cast.priya, owner=cast.gareth)
    for other in (cast.priya, cast.joan, cast.admin):
        assert as_user(other).get(url("accept", begun.pk)).status_code == 403
        assert as_user(other).post(url("accept", begun.pk), {"act": "accept"}).status_code == 403
    client = as_user(cast.gareth)
    refused = client.post(url("accept", begun.pk), {"act": "decline", "why": " "})
    assert refused.status_code == 422
    assert client.post(url("accept", begun.pk), {"act": "decline", "why": "I leave in May"}).status_code == 302
    begun.refresh_from_db()
    assert begun.owner is None
    trail = words(as_user(cast.priya).get(url("people", begun.pk)))
    assert "I leave in May" in trail
    assert "Business owner: nobody" in trail
    initiatives.name(begun, by=cast.priya, part=Part.OWNER, person=cast.gareth)
    for _twice in range(2):
        assert client.post(url("accept", begun.pk), {"act": "accept"}).status_code == 302
    begun.refresh_from_db()
    assert begun.owner_accepted_at is not None


def test_its_people_are_named_with_words_on_the_trail(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    sent = {"act": "sponsor", "person": cast.joan.handle, "words": "She asked for it"}
    assert client.post(url("people", begun.pk), sent).status_code == 302
    assert client.post(url("people", begun.pk), {"act": "help", "helper": "Olwen Side"}).status_code == 302
    assert client.post(url("people", begun.pk), {"act": "help", "helper": "Marcus Finch"}).status_code == 422
    page = words(client.get(url("people", begun.pk)))
    assert "She asked for it" in page
    assert "Olwen Side" in page
    row = Helper.objects.get()
    assert as_user(cast.outsider).post(url("people", begun.pk), {"act": "remove", "helper": row.pk}).status_code == 403
    assert client.post(url("people", begun.pk), {"act": "remove", "helper": "9" * 30}).status_code == 404
    assert client.post(url("people", begun.pk), {"act": "remove", "helper": row.pk}).status_code == 302
    assert not Helper.objects.exists()


def test_it_says_what_it_serves_and_in_force_or_not(cast: Cast, officer: User, as_user: SignIn) -> None:
    begun = make.initiative(by=cast.priya)
    plan = make.plan(by=officer)
    serves = make.objective(plan, by=officer)
    client = as_user(cast.priya)
    assert (
        client.post(url("objectives", begun.pk), {"act": "align", "objective": serves.pk, "how": ""}).status_code == 422
    )
    for _twice in range(2):
        client.post(url("objectives", begun.pk), {"act": "align", "objective": serves.pk, "how": "So"})
    row = Alignment.objects.get()
    assert "In force" in words(client.get(url("objectives", begun.pk)))
    newer = make.plan(by=officer, title="The next plan", replaces=plan, adopted_on=clock.today())
    assert "No longer in force" in words(client.get(url("objectives", begun.pk)))
    assert newer.pk
    old = make.objective(make.plan(by=officer, title="P"), by=officer)
    assert (
        client.post(url("objectives", begun.pk), {"act": "align", "objective": old.pk + 99, "how": "So"}).status_code
        == 422
    )
    assert client.post(url("objectives", begun.pk), {"act": "remove", "row": row.pk}).status_code == 302
    assert not Alignment.objects.exists()


def test_what_delivery_rests_on_stays_when_a_form_would_take_it_away(
    cast: Cast, begun: Initiative, as_user: SignIn
) -> None:
    delivery.begin_delivery(begun, by=cast.gareth)
    client = as_user(cast.priya)
    for name, model in (("objectives", Alignment), ("appraisals", Weighing)):
        row = model._default_manager.get(initiative=begun)
        sent = client.post(url(name, begun.pk), {"act": "remove", "row": row.pk}, follow=True)
        assert "Delivery rests on it, so it stays." in words(sent)
        assert model._default_manager.filter(pk=row.pk).exists()


def test_an_appraisal_is_begun_once_with_its_question(cast: Cast, as_user: SignIn) -> None:
    begun = make.initiative(by=cast.priya, closed=True)
    client = as_user(cast.priya)
    for _twice in range(2):
        sent = client.post(url("appraisals", begun.pk), {"act": "new"})
        assert sent.status_code == 302
    asked = Appraisal.objects.get()
    assert "Talk in the open" in asked.question
    assert asked.openness == "closed"
    assert readiness.stage(Initiative.objects.get()) == "appraised"


def test_a_closed_appraisal_leaves_no_trace_on_an_open_initiative(cast: Cast, as_user: SignIn) -> None:
    begun = make.initiative(by=cast.priya)
    hidden = make_risks.appraisal(by=cast.priya, question="The vellum question", closed=True)
    initiatives.weigh(begun, by=cast.priya, appraisal=hidden)
    assert "vellum" in words(as_user(cast.priya).get(url("initiative", begun.pk)))
    for other in (cast.joan, cast.outsider):
        assert "vellum" not in as_user(other).get(url("initiative", begun.pk)).content.decode()
        assert "vellum" not in as_user(other).get(url("list")).content.decode()
    initiatives.add_helper(begun, by=cast.priya, person=cast.joan)
    page = as_user(cast.joan).get(url("appraisals", begun.pk))
    assert "vellum" not in page.content.decode()
    sent = as_user(cast.joan).post(url("appraisals", begun.pk), {"act": "remove", "row": Weighing.objects.get().pk})
    assert sent.status_code == 404


def test_it_touches_policies_teams_and_a_space(cast: Cast, as_user: SignIn) -> None:
    begun = make.initiative(by=cast.priya)
    policy = make_policies.policy(by=cast.admin)
    team = Team.objects.create(name="Highways")
    space = make_talk.space(by=cast.priya, name="Quiet corner")
    client = as_user(cast.priya)
    assert client.post(url("touches", begun.pk), {"act": "touch"}).status_code == 422
    assert client.post(url("touches", begun.pk), {"act": "touch", "policy": policy.pk}).status_code == 302
    assert client.post(url("touches", begun.pk), {"act": "teams", "teams": [team.pk]}).status_code == 302
    assert client.post(url("touches", begun.pk), {"act": "space", "space": space.pk}).status_code == 302
    page = words(client.get(url("initiative", begun.pk)))
    assert "Quiet corner" in page
    assert "Highways" in page
    assert [link.title for link in links_to(cast.joan, policy.container) if link.title == begun.title]
    assert begun.title in words(client.get(space.get_absolute_url()))
    assert client.post(url("touches", begun.pk), {"act": "remove", "row": Touch.objects.get().pk}).status_code == 302
    assert not Touch.objects.exists()


def test_a_closed_initiative_is_nowhere_for_others(cast: Cast, officer: User, as_user: SignIn) -> None:
    begun = make.ready(by=cast.priya, owner=cast.gareth)
    said = initiatives.InitiativeWords("The numbat affair", "Numbats", "", Openness.CLOSED)
    initiatives.edit(begun, by=cast.priya, words=said)
    policy, space = make_policies.policy(by=cast.admin), make_talk.space(by=cast.priya)
    initiatives.touch(begun, by=cast.priya, thing=policy)
    initiatives.give_space(begun, by=cast.priya, space=space)
    delivery.begin_delivery(begun, by=cast.gareth)
    writer.rebuild()
    things = [begun.container, policy.container, space.container, f"benefit:{begun.benefits.get().pk}"]
    things += [f"appraisal:{begun.weighings.get().appraisal_id}", f"objective:{begun.alignments.get().objective_id}"]
    from moothall.kit.registries import threads_through

    for other in (cast.joan, cast.outsider, cast.admin, cast.marcus):
        client = as_user(other)
        for address in addresses(begun):
            assert client.get(address).status_code == 404, address
            assert client.post(address, {"act": "accept"}).status_code == 404, address
        seen = [client.get(url("list")), client.get(f"{url('list')}?stage=delivering"), client.get("/")]
        seen += [client.get(reverse("search:find") + "?q=numbat")]
        if not other.is_guest:
            seen += [client.get(policy.get_absolute_url()), client.get(space.get_absolute_url())]
        assert not [page for page in seen if "affair" in page.content.decode()]
        for thing in things:
            assert threads_through(other, thing) == []
            assert not [link for link in links_to(other, thing) if "affair" in link.title]
        assert named(other, [begun.container, things[3]]) == {}
        assert not [each for each in shown(other, Notice.objects.filter(person=other)) if "affair" in each.told.title]
    for own in (cast.priya, cast.gareth, officer):
        assert as_user(own).get(url("initiative", begun.pk)).status_code == 200
        assert threads_through(own, policy.container)


def test_who_only_reads_is_told_403_and_shown_no_forms(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    client = as_user(cast.outsider)
    page = words(client.get(url("initiative", begun.pk)))
    assert "Say it another way" not in page
    for name in OF_ONE:
        if name != "initiative":
            assert client.get(url(name, begun.pk)).status_code == 403, name
            assert client.post(url(name, begun.pk), {"act": "accept"}).status_code == 403, name


def test_two_who_write_at_once_do_not_write_over_each_other(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    seen = client.get(url("edit", begun.pk)).context["form"]["seen"].value()
    initiatives.edit(begun, by=cast.gareth, words=initiatives.InitiativeWords("Gareth’s title", "His problem"))
    sent = client.post(url("edit", begun.pk), {**IDEA, "title": "Priya’s title", "seen": seen})
    assert sent.status_code == 409
    assert "Priya’s title" in sent.content.decode()
    assert "Gareth’s title" in words(sent)
    assert Initiative.objects.get(pk=begun.pk).title == "Gareth’s title"
    again = {**IDEA, "title": "Priya’s title", "seen": sent.context["form"].data["seen"]}
    assert client.post(url("edit", begun.pk), again).status_code == 302
    assert Initiative.objects.get(pk=begun.pk).title == "Priya’s title"


def test_one_closes_it_while_another_writes(cast: Cast, as_user: SignIn) -> None:
    begun = make.owned(make.initiative(by=cast.priya), by=cast.priya, owner=cast.gareth)
    client = as_user(cast.priya)
    assert client.get(url("edit", begun.pk)).status_code == 200
    delivery.close(begun, by=cast.gareth, outcome=Outcome.GIVEN_UP, words="Nobody wanted it")
    for name, sent in (
        ("edit", IDEA),
        ("objectives", {"act": "align"}),
        ("appraisals", {"act": "new"}),
        ("touches", {"act": "teams"}),
        ("people", {"act": "guide", "person": cast.priya.handle}),
        ("past", {"began_on": "2001-01-01"}),
    ):
        answer = client.post(url(name, begun.pk), sent, follow=True)
        assert "It is closed, so it stays as it is." in words(answer), name
        assert answer.redirect_chain, name
    for name in ("begin", "review", "close"):
        assert "It is closed" in words(as_user(cast.gareth).post(url(name, begun.pk), follow=True)), name
    page = words(client.get(begun.get_absolute_url()))
    assert "Nobody wanted it" in page
    assert "It was given up" in page


def test_hostile_words_stay_words(cast: Cast, officer: User, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    sent = client.post(url("new"), {"title": HOSTILE, "problem": HOSTILE, "outline": HOSTILE, "openness": "hall"})
    assert sent.status_code in (302, 422)
    initiatives.begin(
        by=cast.priya, words=initiatives.InitiativeWords(HOSTILE[:160], HOSTILE, HOSTILE), owner=cast.gareth
    )
    for person in (cast.priya, cast.gareth):
        for address in [url("list"), "/", *(one.get_absolute_url() for one in Initiative.objects.all())]:
            body = as_user(person).get(address).content.decode()
            assert "<script>alert" not in body, address
            assert "<img src=x" not in body, address
    for junk in ("stage=nonsense", "team=9999999999999999999999", "objective=-1", "who=%00", "after=x"):
        assert client.get(f"{url('list')}?{junk}").status_code in (200, 400), junk


def test_the_list_is_narrowed_and_says_what_comes_next(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    idea = make.initiative(by=cast.joan, title="An idea of Joan’s")
    team = Team.objects.create(name="Highways")
    initiatives.touch_teams(idea, by=cast.joan, teams=[team])
    client = as_user(cast.priya)
    page = words(client.get(url("list")))
    assert "Ready to begin" in page
    assert "Name a business owner" in page
    assert "Joan’s" not in words(client.get(f"{url('list')}?who=mine"))
    assert begun.title not in words(client.get(f"{url('list')}?team={team.pk}"))
    objective = begun.alignments.get().objective_id
    assert "Joan’s" not in words(client.get(f"{url('list')}?objective={objective}"))
    assert "Joan’s" not in words(client.get(f"{url('list')}?stage=decided"))
    assert client.get(url("mine"), follow=True).status_code == 200


def test_the_list_knows_the_same_next_step_as_the_page(cast: Cast, begun: Initiative) -> None:
    def listed() -> str:
        row = (
            queries.with_gaps(queries.with_stage(Initiative.objects.filter(pk=begun.pk))).select_related("owner").get()
        )
        return queries.rows([row])[0].next

    def is_ready() -> bool:
        return queries.ready().filter(pk=begun.pk).exists()

    assert readiness.before_delivery(begun) == []
    assert (listed(), is_ready()) == ("Ready to begin", True)
    initiatives.unalign(begun.alignments.get(), by=cast.priya)
    assert (listed(), is_ready()) == ("Say which objective it serves", False)
    assert stage_of(begun) == readiness.stage(begun) == "decided"


def stage_of(begun: Initiative) -> str:
    """Its stage, as the list asks for it."""
    return str(queries.with_stage(Initiative.objects.filter(pk=begun.pk)).values_list("stage", flat=True).get())


def cost(client: Client, address: str) -> int:
    """How many questions a page asks."""
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_pages_cost_the_same_however_much_there_is(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    few = {address: cost(client, address) for address in (url("list"), url("initiative", begun.pk))}
    serves = begun.alignments.get().objective
    for number in range(6):
        make.initiative(by=cast.priya, title=f"More {number}", owner=cast.gareth)
        hoped = make.benefit(
            begun, make.measure(serves, by=cast.gareth), by=cast.priya, owner=cast.gareth, title=f"Also {number}"
        )
        person = make_people.user(f"Helper {number}")
        initiatives.add_helper(begun, by=cast.priya, person=person)
        assert hoped.pk
        more = make.objective(serves.plan, by=make.performance_officer(f"Officer {number}"), title=f"More {number}")
        initiatives.align(begun, by=cast.priya, objective=more, how="So")
        initiatives.weigh(begun, by=cast.priya, appraisal=make_risks.appraisal(by=cast.priya, question=f"Q{number}?"))
    for address, before in few.items():
        assert cost(client, address) <= before + 1 <= MOST, address
