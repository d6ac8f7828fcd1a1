"""The pages of benefits and their map: what people notice, and what others must not be able to do."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from conftest import Cast
from moothall.change import telling_value
from moothall.change.actions import benefits as act
from moothall.change.models import Benefit, BenefitReview, Edge, Initiative, Measure, Node, NodeKind
from moothall.change.tests import make
from moothall.change.tests.make import lesson_about
from moothall.change.tests.test_ground import in_technology
from moothall.kit import clock
from moothall.notices.models import Notice
from moothall.notices.stamps import stamped
from moothall.people.models import User

SignIn = Callable[[User], Client]
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


@pytest.fixture
def begun(cast: Cast) -> Initiative:
    return make.ready(by=cast.priya, owner=cast.gareth)


def url(name: str, pk: int) -> str:
    return reverse(f"change:{name}", args=[pk])


def written(**changes: Any) -> dict[str, Any]:
    """A benefit as a browser sends one."""
    return {
        "title": "Faster answers",
        "disbenefit": "",
        "category": "counted",
        "description": "",
        "owner": "Gareth Pugh",
        "recipients": "People who ask",
        "measure": "",
        "attribution": "",
        "dependencies": "",
        "plan": "Answers go into the space.",
        **changes,
    }


def test_the_list_says_plan_reading_state_and_owner(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    page, client = url("benefits", begun.pk), as_user(cast.joan)
    shown = client.get(page).content.decode()
    for words in ("Less internal e-mail", "Gareth Pugh", "61", "40", "First reading due"):
        assert words in shown, words
    measure = Measure.objects.get()
    for days, value in ((30, 58), (60, 55), (90, 50)):
        with clock.at(clock.now() + timedelta(days=days)):
            make.reading(measure, by=cast.gareth, value=value)
    with clock.at(clock.now() + timedelta(days=90)):
        shown = client.get(page).content.decode()
        assert "Ahead of plan" in shown and "if it goes on as it has" in shown
    act.review_benefit(begun.benefits.get(), by=cast.gareth, low=Decimal(42), high=Decimal(45), words="We slow down.")
    shown = client.get(page).content.decode()
    assert "42 to 45" in shown and "does not reach the target" in shown


def test_a_benefit_is_written_with_its_measure_and_its_owner_is_told(
    cast: Cast, begun: Initiative, as_user: SignIn
) -> None:
    measure = Measure.objects.get()
    strange = make.measure(measure.objective, by=cast.gareth, title="Questions asked twice")
    client = as_user(cast.priya)
    new = url("benefit_new", begun.pk)
    assert "Questions asked twice" in client.get(new).content.decode()
    data = written(measure=str(strange.pk), owner="Joan Tregarthen", token=str(uuid4()))
    places = {client.post(new, data)["Location"] for _time in range(2)}
    assert len(places) == 1
    made = Benefit.objects.get(title="Faster answers")
    assert made.measure == strange and made.owner == cast.joan and made.node.kind == NodeKind.BENEFIT
    assert Notice.objects.get(kind=telling_value.OWNED, person=cast.joan).subject == stamped(made.pk, cast.joan.pk)
    page = client.get(made.get_absolute_url()).content.decode()
    for words in ("Faster answers", "People who ask", "Questions asked twice", "Answers go into the space."):
        assert words in page, words


def test_a_measure_of_another_objective_is_not_chosen(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    officer = User.objects.get(name="Petra Figures")
    elsewhere = make.objective(make.plan(by=officer, title="Other plan"), by=officer, title="Something else")
    strange = make.measure(elsewhere, by=cast.gareth, title="Not served here")
    client, new = as_user(cast.priya), url("benefit_new", begun.pk)
    assert "Not served here" not in client.get(new).content.decode()
    assert client.post(new, written(measure=str(strange.pk))).status_code == 422


def test_technology_owns_no_benefit_through_the_form(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    tom = in_technology()
    client, new = as_user(cast.priya), url("benefit_new", begun.pk)
    for owner in (tom.name, tom.email, "Marcus Finch"):
        refused = client.post(new, written(owner=owner))
        assert refused.status_code == 422
        assert "Answers go into the space." in refused.content.decode(), "what was typed stays"
    edit = url("benefit_edit", begun.benefits.get().pk)
    assert client.post(edit, written(owner=tom.name)).status_code == 422
    assert not Benefit.objects.filter(owner=tom).exists()


def test_a_disbenefit_is_a_thing_of_its_own(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    client.post(url("benefit_new", begun.pk), written(disbenefit="yes", title="Longer walk to the desk"))
    made = Benefit.objects.get(disbenefit=True)
    assert "the price that somebody pays" in client.get(made.get_absolute_url()).content.decode()
    assert "Disbenefit" in client.get(url("benefits", begun.pk)).content.decode()


def test_what_delivery_rests_on_stays(cast: Cast, as_user: SignIn) -> None:
    begun = make.delivering(by=cast.priya, owner=cast.gareth)
    benefit = begun.benefits.get()
    edit, client = url("benefit_edit", benefit.pk), as_user(cast.priya)
    assert "nobody moves the goal" in client.get(edit).content.decode()
    assert client.post(edit, written(measure="", disbenefit="yes")).status_code == 302
    benefit.refresh_from_db()
    assert benefit.title == "Faster answers" and benefit.measure is not None and not benefit.disbenefit


def test_a_missed_benefit_asks_for_its_lesson(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    benefit, client = begun.benefits.get(), as_user(cast.gareth)
    write = f"{reverse('lessons:new')}?about=benefit:{benefit.pk}"
    assert write not in client.get(benefit.get_absolute_url()).content.decode()
    with clock.at(clock.now() + timedelta(days=400)):
        for page in (benefit.get_absolute_url(), url("benefits", begun.pk)):
            shown = client.get(page).content.decode()
            assert write in shown and "Missed" in shown
        assert telling_value.benefits_missed() == 1
        assert telling_value.benefits_missed() == 0
        lesson_about(f"benefit:{benefit.pk}", by=cast.priya)
        shown = client.get(benefit.get_absolute_url()).content.decode()
        assert write not in shown and "We asked too late" in shown


def test_a_benefit_is_given_up_for_a_reason(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    benefit, client = begun.benefits.get(), as_user(cast.priya)
    drop = url("benefit_drop", benefit.pk)
    assert client.post(drop, {"why": " "}).status_code == 422
    assert client.post(drop, {"why": "Nobody wants it"}).status_code == 302
    page = client.get(benefit.get_absolute_url()).content.decode()
    assert "Given up on" in page and "Nobody wants it" in page
    assert client.get(drop).status_code == 302


def test_what_is_expected_is_a_range_with_words(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    benefit, client = begun.benefits.get(), as_user(cast.gareth)
    review = url("benefit_review", benefit.pk)
    assert "The target is 40" in client.get(review).content.decode()
    for data in (
        {"low": "50", "high": "40", "words": "x"},
        {"low": "x", "high": "40", "words": "x"},
        {"low": "1e9", "high": "2e9", "words": "x"},
        {"low": "NaN", "high": "40", "words": "x"},
        {"low": "38", "high": "41", "words": ""},
    ):
        assert client.post(review, data).status_code == 422, data
    assert client.post(review, {"low": "38", "high": "1,041.5", "words": "Two teams."}).status_code == 302
    row = BenefitReview.objects.get()
    assert (row.low, row.high) == (Decimal(38), Decimal("1041.5"))
    assert "may reach the target" in client.get(benefit.get_absolute_url()).content.decode()


def test_what_its_owner_expects_is_in_the_picture_wherever_the_benefit_is_drawn(
    cast: Cast, begun: Initiative, as_user: SignIn
) -> None:
    hoped, client = begun.benefits.get(), as_user(cast.joan)
    act.review_benefit(hoped, by=cast.gareth, low=Decimal(50), high=Decimal(55), words="A guess.")
    act.review_benefit(hoped, by=cast.gareth, low=Decimal(42), high=Decimal(45), words="We slow down.")
    for name, pk in (("benefit", hoped.pk), ("initiative", begun.pk), ("report", begun.pk)):
        page = client.get(url(name, pk)).content.decode()
        assert f"{cast.gareth.name} expects 42 to 45, as of" in page, name
        assert "expects 42 to 45 by" in page and "expects 50 to 55 by" in page and "We slow down." in page
    assert hoped.measure is not None
    page = client.get(hoped.measure.get_absolute_url()).content.decode()
    assert "expects 42 to 45" not in page, "a measure is not one benefit’s"


def test_who_reads_but_does_not_write_is_refused(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    benefit, node = begun.benefits.get(), begun.nodes.filter(kind="enabler").get()
    edge = Edge.objects.filter(source=node).get()
    pages = [
        url("benefit_new", begun.pk),
        url("benefit_edit", benefit.pk),
        url("benefit_drop", benefit.pk),
        url("benefit_review", benefit.pk),
        url("node_new", begun.pk),
        url("node_edit", node.pk),
        url("node_remove", node.pk),
        url("join", begun.pk),
        url("part", edge.pk),
    ]
    for person, expected in ((cast.joan, 403), (cast.marcus, 404)):
        client = as_user(person)
        for page in pages:
            assert client.get(page).status_code == expected, page
            assert client.post(page, {}).status_code == expected, page
    assert Node.objects.filter(pk=node.pk).exists() and Edge.objects.filter(pk=edge.pk).exists()


def test_a_closed_initiative_of_others_is_not_there(cast: Cast, as_user: SignIn) -> None:
    hidden = make.initiative(by=cast.priya, closed=True)
    benefit = make.benefit(hidden, None, by=cast.priya)
    node = act.add_node(hidden, by=cast.priya, kind=NodeKind.ENABLER, title="Secret")
    edge = act.join(node, benefit.node, by=cast.priya)
    client = as_user(cast.outsider)
    pages = [url(name, hidden.pk) for name in ("benefits", "benefit_new", "map", "node_new", "join")]
    pages += [url(name, benefit.pk) for name in ("benefit", "benefit_edit", "benefit_drop", "benefit_review")]
    pages += [url(name, node.pk) for name in ("node_edit", "node_remove")] + [url("part", edge.pk)]
    for page in pages:
        assert client.get(page).status_code == 404, page
        assert client.post(page, {}).status_code in {404, 405}, page


def test_the_map_is_worked_on_without_a_script(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    client, page = as_user(cast.priya), url("map", begun.pk)
    whole = client.get(page).content.decode()
    assert "Every path leads" in whole and "People have time to look." in whole
    client.post(url("node_new", begun.pk), {"kind": "enabler", "title": "Training"})
    node = Node.objects.get(title="Training")
    broken = client.get(page).content.decode()
    assert "One path is broken" in broken and "reaches no benefit" in broken
    target = begun.nodes.get(kind="change")
    data = {"source": str(node.pk), "target": str(target.pk), "assumption": "They come."}
    assert client.post(url("join", begun.pk), data).status_code == 302
    assert "They come." in client.get(page).content.decode()
    client.post(url("join", begun.pk), {**data, "assumption": "They all come."})
    edge = Edge.objects.get(source=node)
    assert edge.assumption == "They all come."
    client.post(url("node_edit", node.pk), {"title": "Training for all"})
    assert "Training for all" in client.get(page).content.decode()
    assert client.get(url("part", edge.pk)).status_code == 200 and Edge.objects.filter(pk=edge.pk).exists()
    client.post(url("part", edge.pk))
    assert not Edge.objects.filter(pk=edge.pk).exists()
    assert client.get(url("node_remove", node.pk)).status_code == 200 and Node.objects.filter(pk=node.pk).exists()
    client.post(url("node_remove", node.pk))
    assert not Node.objects.filter(pk=node.pk).exists()


def test_no_tampered_form_makes_a_loop_or_crosses_maps(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    client, join = as_user(cast.priya), url("join", begun.pk)
    nodes = {node.kind: str(node.pk) for node in begun.nodes.all()}
    other = make.initiative(by=cast.priya, title="Another")
    far = str(act.add_node(other, by=cast.priya, kind=NodeKind.OUTCOME, title="Elsewhere").pk)
    before = Edge.objects.count()
    for source, target in (
        ("benefit", "enabler"),
        ("change", "enabler"),
        ("enabler", "enabler"),
        ("objective", "enabler"),
        ("objective", "benefit"),
    ):
        refused = client.post(join, {"source": nodes[source], "target": nodes[target], "assumption": "Kept"})
        assert refused.status_code == 422, (source, target)
        assert "Kept" in refused.content.decode()
    for source, target in ((nodes["enabler"], far), (far, nodes["objective"]), ("x", "y"), ("", "")):
        assert client.post(join, {"source": source, "target": target}).status_code == 422
    assert Edge.objects.count() == before


def test_a_benefit_is_not_put_on_the_map_or_taken_off_it_by_hand(
    cast: Cast, begun: Initiative, as_user: SignIn
) -> None:
    client, node = as_user(cast.priya), begun.benefits.get().node
    assert client.post(url("node_new", begun.pk), {"kind": "benefit", "title": "Typed"}).status_code == 422
    assert client.post(url("node_new", begun.pk), {"kind": "objective", "title": "Typed"}).status_code == 422
    assert client.post(url("node_new", begun.pk), {"kind": "outcome", "title": ""}).status_code == 422
    benefit = begun.benefits.get()
    assert client.post(url("node_remove", node.pk))["Location"] == url("benefit_drop", benefit.pk)
    assert Node.objects.filter(pk=node.pk).exists()


def test_hostile_words_are_words(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    client.post(url("benefit_new", begun.pk), written(title=HOSTILE, plan=HOSTILE, recipients=HOSTILE))
    made = Benefit.objects.order_by("-pk")[0]
    client.post(url("node_new", begun.pk), {"kind": "outcome", "title": HOSTILE})
    node = Node.objects.filter(kind="outcome").order_by("-pk")[0]
    client.post(
        url("join", begun.pk), {"source": str(node.pk), "target": str(made.node.pk), "assumption": HOSTILE + "&a=b#c"}
    )
    for page in (url("benefits", begun.pk), made.get_absolute_url(), url("map", begun.pk), url("node_edit", node.pk)):
        shown = client.get(page).content.decode()
        assert "<script>alert" not in shown and "<img src=x" not in shown
        assert escape("<script>alert(1)") in shown
    assert Edge.objects.get(source=node).assumption == HOSTILE + "&a=b#c"


def test_pages_cost_the_same_as_everything_doubles(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    serves = Measure.objects.get().objective

    def more(start: int, count: int) -> None:
        for number in range(start, start + count):
            measure = make.measure(serves, by=cast.gareth, title=f"Measure {number}")
            make.reading(measure, by=cast.gareth, value=55)
            hoped = make.benefit(begun, measure, by=cast.priya, owner=cast.gareth, title=f"Benefit {number}")
            act.review_benefit(hoped, by=cast.gareth, low=Decimal(1), high=Decimal(2), words="x")
            node = act.add_node(begun, by=cast.priya, kind=NodeKind.OUTCOME, title=f"Outcome {number}")
            act.join(node, hoped.node, by=cast.priya, assumption="x")

    def cost() -> list[int]:
        found = []
        for page in (url("benefits", begun.pk), url("map", begun.pk), url("join", begun.pk)):
            client.get(page)
            with CaptureQueriesContext(connection) as seen:
                assert client.get(page).status_code == 200
            found.append(len(seen))
        return found

    more(0, 2)
    before = cost()
    more(2, 4)
    assert cost() == before
