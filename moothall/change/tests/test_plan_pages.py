"""The pages of plans and objectives: their own words, who may read and mend them, and what rests on them."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry
from moothall.change.actions import initiatives, plans
from moothall.change.models import Objective, ObjectiveKind, Plan, PlanKind
from moothall.change.queries import plans as queries
from moothall.change.tests import make
from moothall.kit import clock
from moothall.kit.registries import audit_wording
from moothall.people.models import User

SignIn = Callable[[User], Client]


@pytest.fixture
def officer(db: None) -> User:
    return make.performance_officer()


@pytest.fixture
def plan(officer: User) -> Plan:
    return make.plan(by=officer)


def said(**changed: str) -> dict[str, str]:
    return {
        "kind": "strategy",
        "title": "Corporate Plan 2025 to 2029",
        "adopted_on": "2025-03-01",
        "valid_to": "",
        "adopted_by": "Full council",
        "document_url": "https://example.org/plan.pdf",
        "token": str(uuid4()),
        **changed,
    }


def quoted(**changed: str) -> dict[str, str]:
    return {
        "kind": "objective",
        "title": "Easy to deal with",
        "quote": "We will be one council that is easy to deal with.",
        "source": "page 22",
        "reference": "4.1",
        "parent": "",
        **changed,
    }


def words(day: date, title: str = "Corporate Plan, renewed") -> plans.PlanWords:
    return plans.PlanWords(kind=PlanKind.STRATEGY, title=title, adopted_on=day)


def pages_of(plan: Plan, objective: Objective) -> list[str]:
    return [
        reverse("change:plan", args=[plan.pk]),
        reverse("change:plan_csv", args=[plan.pk]),
        reverse("change:objective", args=[objective.pk]),
    ]


def test_a_plan_is_entered_and_quoted_word_for_word(officer: User, as_user: SignIn) -> None:
    client, form = as_user(officer), said()
    answer = client.post(reverse("change:plan_new"), form)
    plan = Plan.objects.get()
    assert answer.status_code == 302 and answer["Location"] == plan.get_absolute_url()
    assert client.post(reverse("change:plan_new"), form)["Location"] == plan.get_absolute_url()  # clicked twice
    assert Plan.objects.count() == 1
    assert client.post(reverse("change:objective_new", args=[plan.pk]), quoted()).status_code == 302
    assert client.post(reverse("change:objective_new", args=[plan.pk]), quoted()).status_code == 302
    objective = Objective.objects.get()
    page = client.get(plan.get_absolute_url()).content.decode()
    assert "We will be one council" in page and "page 22" in page and "https://example.org/plan.pdf" in page
    part = quoted(title="Answers in a day", quote="An answer in a day.", parent=str(objective.pk), reference="4.1.1")
    client.post(reverse("change:objective_new", args=[plan.pk]), part)
    assert Objective.objects.get(reference="4.1.1").parent == objective
    assert "A part of it" in client.get(objective.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("changed", "words_of"),
    [
        ({"title": ""}, "Enter what it is called"),
        ({"adopted_on": "soon"}, "Enter a day"),
        ({"valid_to": "2024-01-01"}, "Enter a day after its adoption"),
        ({"document_url": "javascript:alert(1)"}, "Enter an address that begins with https://"),
        ({"title": "a\x07b"}, "characters that can’t be shown"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    officer: User, as_user: SignIn, changed: dict[str, str], words_of: str
) -> None:
    answer = as_user(officer).post(reverse("change:plan_new"), said(**{"adopted_by": "The moot of Wexmoor", **changed}))
    page = answer.content.decode()
    assert answer.status_code == 422 and words_of in page and "The moot of Wexmoor" in page
    assert not Plan.objects.exists()


def test_staff_and_councillors_read_and_only_performance_officers_write(
    cast: Cast, officer: User, plan: Plan, as_user: SignIn
) -> None:
    objective = make.objective(plan, by=officer)
    writing = [
        reverse("change:plan_new"),
        reverse("change:plan_import"),
        reverse("change:plans_empty"),
        *(reverse(f"change:{name}", args=[plan.pk]) for name in ("plan_edit", "plan_replace", "objective_new")),
        *(reverse(f"change:{name}", args=[objective.pk]) for name in ("objective_edit", "objective_remove")),
    ]
    for person in (cast.gareth, cast.joan):
        client = as_user(person)
        assert client.get(reverse("change:plans")).status_code == 200
        for url in pages_of(plan, objective):
            assert client.get(url).status_code == 200
        for url in writing:
            assert client.get(url).status_code == 403
        page = client.get(plan.get_absolute_url()).content.decode()
        assert "objectives/new" not in page and "/edit/" not in page
    guest = as_user(cast.marcus)
    assert guest.get(reverse("change:plans")).status_code == 403
    assert {guest.get(url).status_code for url in pages_of(plan, objective)} == {404}
    assert {guest.post(url).status_code for url in writing} <= {403, 404, 405}
    keeper = as_user(officer)
    assert {keeper.get(url).status_code for url in writing} == {200}
    with pytest.raises(PermissionDenied):
        plans.replace(plan, by=cast.priya, words=words(clock.today()))


def test_what_is_quoted_stays_as_it_stands_and_is_said_kindly(
    cast: Cast, officer: User, plan: Plan, as_user: SignIn
) -> None:
    objective = make.objective(plan, by=officer)
    make.measure(objective, by=cast.gareth)
    client = as_user(officer)
    url = reverse("change:objective_edit", args=[objective.pk])
    page = client.get(url).content.decode()
    assert "It is quoted as it stands" in page and 'name="quote"' not in page
    answer = client.post(url, quoted(title="Easy to deal with, all of us", quote="Bent words", source="nowhere"))
    assert answer.status_code == 302
    objective.refresh_from_db()
    assert objective.title == "Easy to deal with, all of us"
    assert objective.quote == "We will be one council that is easy to deal with."
    url = reverse("change:objective_remove", args=[objective.pk])
    assert "a measure quotes it" in client.get(url).content.decode()
    assert client.post(url).status_code == 422 and Objective.objects.filter(pk=objective.pk).exists()
    url = reverse("change:plan_edit", args=[plan.pk])
    page = client.get(url).content.decode()
    assert "that day stays" in page and 'name="adopted_on"' not in page
    before = plan.adopted_on
    assert client.post(url, said(title="Its better title", adopted_on="2001-01-01")).status_code == 302
    plan.refresh_from_db()
    assert plan.title == "Its better title" and plan.adopted_on == before


def test_what_nothing_rests_on_is_mended_and_taken_out(officer: User, plan: Plan, as_user: SignIn) -> None:
    objective = make.objective(plan, by=officer)
    client = as_user(officer)
    url = reverse("change:objective_edit", args=[objective.pk])
    assert client.post(url, quoted(quote="")).status_code == 422
    assert client.post(url, quoted(quote="Better copied words.")).status_code == 302
    assert Objective.objects.get().quote == "Better copied words."
    answer = client.post(reverse("change:objective_remove", args=[objective.pk]))
    assert answer["Location"] == plan.get_absolute_url() and not Objective.objects.exists()


def test_a_new_version_carries_its_objectives_over_once(cast: Cast, officer: User, plan: Plan, as_user: SignIn) -> None:
    top = make.objective(plan, by=officer)
    part = make.objective(plan, by=officer, title="Answers in a day", parent=top)
    measure = make.measure(part, by=cast.gareth)
    client, form = as_user(officer), said(adopted_on=clock.today().isoformat(), title="Corporate Plan, renewed")
    url = reverse("change:plan_replace", args=[plan.pk])
    early = said(adopted_on=plan.adopted_on.isoformat())
    assert client.post(url, early).status_code == 422
    answer = client.post(url, form)
    renewed = Plan.objects.get(replaces=plan)
    assert answer["Location"] == renewed.get_absolute_url()
    assert client.post(url, form)["Location"] == renewed.get_absolute_url()
    assert renewed.objectives.count() == 2
    carried = renewed.objectives.get(title="Answers in a day")
    assert carried.continues == part and carried.parent is not None and carried.parent.continues == top
    assert client.post(url, {**form, "token": str(uuid4())}).status_code == 422  # by another, a moment later
    page = client.get(carried.get_absolute_url()).content.decode()
    assert measure.title in page  # what quotes the version before serves it as well
    old = client.get(part.get_absolute_url()).content.decode()
    assert "It is continued as" in old
    listed = client.get(reverse("change:plans")).content.decode()
    assert "One earlier version" in listed
    assert listed.index("Corporate Plan, renewed") < listed.index("One earlier version")
    with pytest.raises(ValueError, match="adopted after"):
        plans.edit_plan(renewed, by=officer, words=words(plan.adopted_on))


def test_a_reader_sees_only_the_initiatives_that_are_open_to_them(cast: Cast, officer: User, as_user: SignIn) -> None:
    objective = make.objective(make.plan(by=officer), by=officer)
    for title, closed in (("Talk in the open", False), ("Quiet works", True)):
        begun = make.initiative(by=cast.priya, title=title, closed=closed)
        initiatives.align(begun, by=cast.priya, objective=objective, how="It is easier to find an answer.")
    for url in (objective.get_absolute_url(), objective.plan.get_absolute_url()):
        seen = as_user(cast.gareth).get(url).content.decode()
        assert "Talk in the open" in seen and "Quiet works" not in seen
        assert "Quiet works" in as_user(cast.priya).get(url).content.decode()


def test_objectives_stand_as_a_tree_however_deep(officer: User, plan: Plan, as_user: SignIn) -> None:
    above = None
    for number in range(60):
        above = make.objective(plan, by=officer, title=f"Part {number}", parent=above)
    make.objective(plan, by=officer, title="Beside")
    sight = queries.sight(plan, officer)
    assert [one.objective.title for one in sight.wanted][-2:] == ["Part 59", "Beside"]
    assert sight.wanted[-2].depth == queries.DEEPEST and sight.unserved == 61
    assert as_user(officer).get(plan.get_absolute_url()).status_code == 200


def test_pages_ask_the_same_however_much_there_is(cast: Cast, officer: User, plan: Plan, as_user: SignIn) -> None:
    client = as_user(cast.gareth)
    top = make.objective(plan, by=officer)

    def fill(rounds: int) -> None:
        for number in range(rounds):
            one = make.objective(plan, by=officer, title=f"Objective {number}", parent=top)
            make.reading(make.measure(one, by=cast.priya, since=40), by=cast.priya, value=50)
            make.reading(make.measure(top, by=cast.priya, since=40), by=cast.priya, value=50)
            begun = make.initiative(by=cast.priya, title=f"Change {number}")
            initiatives.align(begun, by=cast.priya, objective=top, how="So.")
            later = make.plan(by=officer, title=f"Plan {number}")
            make.plan(by=officer, title=f"Plan {number}, renewed", replaces=later, adopted_on=clock.today())

    def count() -> list[int]:
        found = []
        for url in (reverse("change:plans"), plan.get_absolute_url(), top.get_absolute_url()):
            with CaptureQueriesContext(connection) as queries_of:
                assert client.get(url).status_code == 200
            found.append(len(queries_of))
        return found

    fill(6)
    few = count()
    fill(6)
    assert count() == few
    assert max(few) <= 22


def test_every_verb_has_its_words(cast: Cast, officer: User, plan: Plan) -> None:
    top = make.objective(plan, by=officer)
    plans.replace(plan, by=officer, words=words(clock.today() - timedelta(days=1)))
    plans.edit_plan(plan, by=officer, words=words(plan.adopted_on))
    plans.remove_objective(make.objective(plan, by=officer, title="By mistake"), by=officer)
    plans.edit_objective(top, by=officer, words=plans.ObjectiveWords(ObjectiveKind.OUTCOME, "t", "q", "s"))
    verbs = set(Entry.objects.values_list("verb", flat=True))
    verbs = {verb for verb in verbs if verb.split(".")[0] in ("plan", "objective")}
    assert {"plan.added", "plan.edited", "plan.carried_over", "objective.removed"} <= verbs
    assert {verb for verb in verbs if audit_wording.get(verb) is None} == set()
