"""The same form sent twice at one moment, and two people at one plan or measure: one wins, and nothing is doubled."""

from collections.abc import Callable
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from moothall.change.actions import measures, plans
from moothall.change.actions.measures import ReadingWords
from moothall.change.models import Objective, ObjectiveKind, Plan, PlanKind, Reading
from moothall.change.tests import make
from moothall.kit import clock
from moothall.kit.testing import CommittedDatabase, at_once
from moothall.people.models import User


@pytest.fixture
def officer(committed_db: CommittedDatabase) -> User:
    return make.performance_officer()


@pytest.fixture
def plan(officer: User) -> Plan:
    return make.plan(by=officer)


def sending(person: User, url: str, form: dict[str, str]) -> Callable[[], int]:
    """A click in a browser of its own."""
    client = Client()
    client.force_login(person)
    return lambda: client.post(url, form).status_code


def test_a_plan_that_is_sent_twice_at_once_is_entered_once(officer: User) -> None:
    day = clock.today().isoformat()
    form = {"kind": "strategy", "title": "Corporate Plan", "adopted_on": day, "token": str(uuid4())}
    assert at_once([sending(officer, reverse("change:plan_new"), form)] * 2) == [302, 302]
    assert Plan.objects.count() == 1


def test_a_version_that_is_sent_twice_at_once_carries_over_once(officer: User, plan: Plan) -> None:
    make.objective(plan, by=officer)
    day = clock.today().isoformat()
    form = {"kind": "strategy", "title": "Corporate Plan", "adopted_on": day, "token": str(uuid4())}
    assert at_once([sending(officer, reverse("change:plan_replace", args=[plan.pk]), form)] * 2) == [302, 302]
    assert Plan.objects.get(replaces=plan).objects.count() == 1


def test_of_two_who_replace_a_plan_one_is_told(officer: User, plan: Plan) -> None:
    make.objective(plan, by=officer)
    words = plans.PlanWords(kind=PlanKind.STRATEGY, title="Renewed", adopted_on=clock.today())

    def replace() -> str:
        try:
            plans.replace(plan, by=officer, words=words, token=uuid4())
        except ValueError:
            return "told"
        return "replaced"

    assert sorted(at_once([replace] * 2)) == ["replaced", "told"]
    assert Objective.objects.filter(plan__replaces=plan).count() == 1


def test_a_reading_that_is_sent_twice_at_once_is_entered_once(officer: User, plan: Plan) -> None:
    measure = make.measure(make.objective(plan, by=officer), by=officer, since=50)
    form = {"read_on": clock.today().isoformat(), "value": "50", "token": str(uuid4())}
    assert at_once([sending(officer, reverse("change:read", args=[measure.pk]), form)] * 2) == [302, 302]
    assert Reading.objects.count() == 1


def test_of_two_corrections_at_once_one_stands(officer: User, plan: Plan) -> None:
    measure = make.measure(make.objective(plan, by=officer), by=officer, since=50)
    wrong = make.reading(measure, by=officer, value=5)

    def correct() -> str:
        words = ReadingWords(clock.today(), Decimal(50), comment="A nought was lost")
        try:
            measures.read(measure, by=officer, words=words, corrects=wrong, token=uuid4())
        except ValueError:
            return "told"
        return "corrected"

    assert sorted(at_once([correct] * 2)) == ["corrected", "told"]
    assert Reading.objects.count() == 2


def test_a_quotation_is_not_bent_while_it_is_being_measured(officer: User, plan: Plan) -> None:
    objective = make.objective(plan, by=officer)
    words = plans.ObjectiveWords(ObjectiveKind.OBJECTIVE, "Bent", "Bent words.", "page 1")

    def bend() -> str:
        try:
            plans.edit_objective(objective, by=officer, words=words)
        except IntegrityError:
            return "refused"
        return "bent"

    def quote() -> str:
        make.measure(objective, by=officer)
        return "quoted"

    bent, quoted = at_once([bend, quote])
    assert quoted == "quoted" and bent in {"bent", "refused"}  # bent before it was quoted, or not at all
    with pytest.raises(IntegrityError):
        plans.edit_objective(objective, by=officer, words=plans.ObjectiveWords(words.kind, "t", "Other words.", "p"))
