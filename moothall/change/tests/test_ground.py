"""What the database keeps of a change, whoever asks and by whatever way."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from conftest import Cast
from moothall.change.actions import benefits, delivery, initiatives, measures
from moothall.change.actions.delivery import NotReady
from moothall.change.models import (
    Alignment,
    Benefit,
    BenefitCategory,
    Delivery,
    Direction,
    Edge,
    Engagement,
    Frequency,
    Initiative,
    InitiativeReview,
    Measure,
    Node,
    NodeKind,
    Part,
    PlannedPoint,
    Purpose,
    Reading,
    Stage,
    Weighing,
)
from moothall.change.queries import readiness
from moothall.change.queries.courses import course
from moothall.change.standing import State
from moothall.change.tests import make
from moothall.kit import clock
from moothall.people.models import Function, Team, User
from moothall.people.tests import make as make_people
from moothall.risks.tests.refusing import refused, sql


@pytest.fixture
def officer(db: None) -> User:
    return make.performance_officer()


@pytest.fixture
def measured(cast: Cast, officer: User) -> Measure:
    return make.measure(make.objective(make.plan(by=officer), by=officer), by=cast.gareth, since=100)


@pytest.fixture
def begun(cast: Cast, officer: User) -> Initiative:
    return make.ready(by=cast.priya, owner=cast.gareth)


def in_technology(name: str = "Tom Adeyemi") -> User:
    """Somebody of the technology function."""
    team = Team.objects.create(name="Digital", function=Function.TECHNOLOGY)
    return make_people.user(name, team=team)


def ways(model: type[Any], pk: int, **values: Any) -> list[Callable[[], object]]:
    """The ways to change a row: through the ORM's row, its queryset, and bare SQL."""
    one = model.objects.get(pk=pk)

    def save() -> None:
        for name, value in values.items():
            setattr(one, name, value)
        one.save(update_fields=list(values))

    table = model._meta.db_table
    names = ", ".join(f'"{model._meta.get_field(name).column}" = %s' for name in values)
    plain = [value.pk if hasattr(value, "pk") else str(value) for value in values.values()]
    return [
        save,
        lambda: model.objects.filter(pk=pk).update(**values),
        lambda: model.objects.bulk_update([one], list(values)) if not save_quietly(one, values) else None,
        sql(f"UPDATE {table} SET {names} WHERE id = %s", *plain, pk),  # noqa: S608 - our own names
    ]


def save_quietly(one: Any, values: dict[str, Any]) -> bool:
    """Set the values on the row at hand, unsaved."""
    for name, value in values.items():
        setattr(one, name, value)
    return False


def test_value_is_computed_from_readings_and_stored_nowhere(cast: Cast, measured: Measure) -> None:
    make.reading(measured, by=cast.gareth, value="50.5", on=clock.today() - timedelta(days=50))
    assert course(measured).realised == Decimal("0.5")
    assert course(measured).state(clock.today()) is State.AHEAD
    for model in (Measure, Benefit, Initiative, Reading):
        assert not [field.name for field in model._meta.fields if "realised" in field.name or "progress" in field.name]


def test_every_measure_quotes_an_objective(cast: Cast) -> None:
    today = clock.today()
    fields: dict[str, Any] = {
        "title": "Internal e-mails",
        "unit": "e-mails",
        "direction": Direction.UP,
        "baseline": 1,
        "baseline_on": today,
        "target": 2,
        "target_on": today + timedelta(days=9),
        "method": "Counted",
        "frequency": Frequency.WEEKLY,
        "first_due": today + timedelta(days=1),
        "added_by": cast.priya,
    }
    refused(lambda: Measure.objects.create(**fields))
    refused(lambda: Measure.objects.bulk_create([Measure(**fields)]))


@pytest.mark.parametrize("name", ["baseline", "target", "objective", "direction", "unit", "first_due", "baseline_on"])
def test_what_a_measure_measures_never_changes(cast: Cast, officer: User, measured: Measure, name: str) -> None:
    other: dict[str, Any] = {
        "baseline": Decimal(70),
        "target": Decimal(55),
        "objective": make.objective(make.plan(by=officer, title="Another"), by=officer),
        "direction": Direction.UP,
        "unit": "letters",
        "first_due": measured.first_due + timedelta(days=1),
        "baseline_on": measured.baseline_on - timedelta(days=1),
    }
    for way in ways(Measure, measured.pk, **{name: other[name]}):
        refused(way)


def test_a_reading_is_never_edited_or_taken_away_but_corrected(cast: Cast, measured: Measure) -> None:
    first = make.reading(measured, by=cast.gareth, value=30)
    for way in ways(Reading, first.pk, value=Decimal(10)):
        refused(way)
    refused(first.delete)
    refused(lambda: Reading.objects.filter(pk=first.pk).delete())
    refused(sql("DELETE FROM change_reading WHERE id = %s", first.pk))
    if connection.vendor == "postgresql":
        refused(sql("TRUNCATE change_reading CASCADE"))
    words = measures.ReadingWords(read_on=first.read_on, value=Decimal(50), comment="A digit was wrong.")
    measures.read(measured, by=cast.gareth, words=words, corrects=first)
    assert [point.value for point in course(measured).readings] == [Decimal(50)]
    with pytest.raises(ValueError, match="corrected already"):
        measures.read(measured, by=cast.gareth, words=words, corrects=first)


def test_a_plan_is_made_before_the_first_reading(cast: Cast, measured: Measure) -> None:
    day = measured.baseline_on + timedelta(days=60)
    measures.plan(measured, by=cast.gareth, points={day: Decimal(55)})
    make.reading(measured, by=cast.gareth, value=58)
    point = measured.planned.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        measures.plan(measured, by=cast.gareth, points={day: Decimal(60)})
    for way in ways(PlannedPoint, point.pk, value=Decimal(60)):
        refused(way)
    refused(lambda: PlannedPoint.objects.create(measure=measured, due_on=day + timedelta(days=1), value=1))
    refused(sql("DELETE FROM change_plannedpoint WHERE id = %s", point.pk))


def test_only_a_metric_of_the_hall_is_fed(cast: Cast, measured: Measure) -> None:
    today = clock.today()
    refused(lambda: Reading.objects.create(measure=measured, read_on=today, fed_for=today, value=1))
    refused(lambda: Reading.objects.create(measure=measured, read_on=today, value=1))


def test_the_guide_never_owns_by_any_path(cast: Cast, begun: Initiative) -> None:
    initiatives.name(begun, by=cast.priya, part=Part.GUIDE, person=cast.joan)
    with pytest.raises(ValueError, match="guide never owns"):
        initiatives.name(begun, by=cast.priya, part=Part.OWNER, person=cast.joan)
    with pytest.raises(ValueError, match="another as guide"):
        initiatives.name(begun, by=cast.priya, part=Part.GUIDE, person=cast.gareth)
    for way in ways(Initiative, begun.pk, guide=cast.gareth):
        refused(way)
    for way in ways(Initiative, begun.pk, owner=cast.joan):
        refused(way)


def test_technology_never_owns_by_any_path(cast: Cast, begun: Initiative) -> None:
    tom = in_technology()
    with pytest.raises(ValueError, match="technology"):
        initiatives.name(begun, by=cast.priya, part=Part.OWNER, person=tom)
    Initiative.objects.filter(pk=begun.pk).update(owner_accepted_at=None)
    for way in ways(Initiative, begun.pk, owner=tom):
        refused(way)
    refused(lambda: Initiative.objects.create(title="t", problem="p", openness="hall", owner=tom, created_by=tom))
    hoped = begun.benefits.get()
    with pytest.raises(ValueError, match="technology"):
        benefits.add_benefit(begun, by=cast.priya, words=benefits.BenefitWords("t", BenefitCategory.CASH, owner=tom))
    for way in ways(Benefit, hoped.pk, owner=tom):
        refused(way)


def test_nobody_accepts_for_another(cast: Cast, officer: User) -> None:
    idea = make.initiative(by=cast.priya, owner=cast.gareth)
    for other in (cast.priya, cast.joan, cast.admin, officer):
        with pytest.raises(PermissionDenied):
            initiatives.accept(idea, by=other)
    initiatives.accept(idea, by=cast.gareth)
    refused(lambda: Initiative.objects.filter(pk=idea.pk).update(owner=cast.joan))
    initiatives.name(idea, by=cast.priya, part=Part.OWNER, person=cast.joan)
    assert Initiative.objects.get(pk=idea.pk).owner_accepted_at is None, "whoever comes after accepts anew"
    assert [each.after for each in idea.handovers.order_by("pk")] == [cast.gareth, cast.joan]


def test_delivery_waits_for_everything_that_comes_first(cast: Cast, officer: User) -> None:
    idea = make.initiative(by=cast.priya)
    words = " ".join(one.words for one in readiness.before_delivery(idea))
    for piece in ("owns it", "no objective", "weighed nowhere", "no plan for any benefit", "inside", "outside"):
        assert piece in words
    assert readiness.stage(idea) is Stage.IDEA
    make.owned(idea, by=cast.priya, owner=cast.gareth)
    with pytest.raises(NotReady):
        delivery.begin_delivery(idea, by=cast.gareth)


BEFORE: dict[str, Callable[[Initiative], object]] = {
    "an owner": lambda begun: Initiative.objects.filter(pk=begun.pk).update(owner=None, owner_accepted_at=None),
    "an acceptance": lambda begun: Initiative.objects.filter(pk=begun.pk).update(owner_accepted_at=None),
    "an objective": lambda begun: begun.alignments.all().delete(),
    "a decision": lambda begun: begun.weighings.all().delete(),
    "a benefit": lambda begun: Benefit.objects.filter(initiative=begun).update(
        dropped_at=clock.now(), dropped_why="So"
    ),
    "a recipient": lambda begun: Benefit.objects.filter(initiative=begun).update(recipients=""),
    "a measure": lambda begun: Benefit.objects.filter(initiative=begun).update(measure=None),
    "a plan": lambda begun: Benefit.objects.filter(initiative=begun).update(plan=""),
    "design": lambda begun: Engagement.objects.filter(initiative=begun).update(stage="development"),
    "those outside": lambda begun: begun.stakeholders.filter(side="external").update(side="internal"),
    "those inside": lambda begun: begun.stakeholders.filter(side="internal").update(side="external"),
    "time": lambda begun: Engagement.objects.filter(initiative=begun).update(
        opened_on=clock.today() + timedelta(days=1)
    ),
}


@pytest.mark.parametrize("without", BEFORE.values(), ids=BEFORE.keys())
def test_no_path_begins_delivery_early(cast: Cast, begun: Initiative, without: Callable[[Initiative], object]) -> None:
    without(begun)
    today = clock.today()
    fields: dict[str, Any] = {"initiative": begun, "began_on": today, "by": cast.gareth}
    refused(lambda: Delivery.objects.create(**fields))
    refused(lambda: Delivery.objects.bulk_create([Delivery(**fields)]))
    refused(
        sql(
            "INSERT INTO change_delivery (initiative_id, began_on, before_hall, by_id, at)"
            " SELECT %s, '2030-01-01', false, %s, joined_at FROM people_user LIMIT 1",
            begun.pk,
            cast.gareth.pk,
        )
    )
    with pytest.raises((NotReady, PermissionDenied)):
        delivery.begin_delivery(Initiative.objects.get(pk=begun.pk), by=cast.gareth)


def test_an_objective_named_after_the_decision_comes_too_late(cast: Cast, begun: Initiative) -> None:
    alignment = begun.alignments.get()
    initiatives.unalign(alignment, by=cast.priya)
    with clock.at(clock.now() + timedelta(hours=1)):
        initiatives.align(begun, by=cast.priya, objective=alignment.objective, how="So it seems")
        with pytest.raises(NotReady, match="after the decision"):
            delivery.begin_delivery(begun, by=cast.gareth)
        refused(lambda: Delivery.objects.create(initiative=begun, began_on=clock.today(), by=cast.gareth))
    refused(lambda: Alignment.objects.filter(initiative=begun).update(at=clock.now() - timedelta(days=9)))


def test_what_is_ready_begins_and_keeps_its_ground(cast: Cast, begun: Initiative) -> None:
    with pytest.raises(PermissionDenied):
        delivery.begin_delivery(begun, by=cast.priya)
    delivery.begin_delivery(begun, by=cast.gareth)
    begun = Initiative.objects.get(pk=begun.pk)
    assert readiness.stage(begun) is Stage.DELIVERING
    refused(lambda: Alignment.objects.filter(initiative=begun).delete())
    refused(lambda: Weighing.objects.filter(initiative=begun).delete())
    refused(lambda: Delivery.objects.filter(initiative=begun).delete())
    hoped = begun.benefits.get()
    for way in (*ways(Benefit, hoped.pk, disbenefit=True), *ways(Benefit, hoped.pk, measure=None)[:3]):
        refused(way)
    refused(sql("UPDATE change_benefit SET measure_id = NULL WHERE id = %s", hoped.pk))
    asked = begun.engagements.order_by("pk")[0]
    for way in ways(Engagement, asked.pk, opened_on=clock.today() - timedelta(days=300)):
        refused(way)


def test_only_work_older_than_the_hall_is_entered_with_its_gaps(cast: Cast) -> None:
    idea = make.initiative(by=cast.priya)
    today = clock.today()
    with pytest.raises(ValueError, match="before this hall"):
        delivery.enter_past(idea, by=cast.priya, began_on=today)
    refused(lambda: Delivery.objects.create(initiative=idea, began_on=today, before_hall=True, by=cast.priya))
    delivery.enter_past(idea, by=cast.priya, began_on=today - timedelta(days=400))
    assert readiness.stage(Initiative.objects.get(pk=idea.pk)) is Stage.DELIVERING


def test_the_map_has_no_way_back(cast: Cast, begun: Initiative) -> None:
    nodes = {node.kind: node for node in begun.nodes.all()}
    with pytest.raises(ValueError, match="to the right"):
        benefits.join(nodes["benefit"], nodes["enabler"], by=cast.priya)
    with pytest.raises(ValueError, match="to the right"):
        benefits.join(nodes["benefit"], nodes["benefit"], by=cast.priya)
    for low, high in ((4, 1), (1, 4), (1, 5)):
        backwards = Edge(source=nodes["benefit"], target=nodes["enabler"], source_rank=low, target_rank=high)
        refused(partial(Edge.objects.bulk_create, [backwards]))
    edge = Edge.objects.get(source=nodes["enabler"])
    for way in ways(Edge, edge.pk, target=nodes["enabler"]):
        refused(way)
    for way in ways(Node, nodes["enabler"].pk, rank=5, kind="objective"):
        refused(way)
    other = make.initiative(by=cast.priya, title="Another")
    far = benefits.add_node(other, by=cast.priya, kind=NodeKind.OUTCOME, title="Elsewhere")
    refused(lambda: Edge.objects.create(source=nodes["enabler"], target=far, source_rank=1, target_rank=3))


def test_what_a_measure_quotes_stays_as_it_was_quoted(cast: Cast, officer: User, measured: Measure) -> None:
    objective = measured.objective
    for way in ways(type(objective), objective.pk, quote="Something else"):
        refused(way)
    for way in ways(type(objective.plan), objective.plan_id, adopted_on=clock.today() - timedelta(days=999)):
        refused(way)
    with pytest.raises(ProtectedError):
        objective.delete()


def test_handing_over_keeps_the_trail(cast: Cast, begun: Initiative) -> None:
    initiatives.name(begun, by=cast.priya, part=Part.GUIDE, person=cast.priya)
    with pytest.raises(PermissionDenied):
        delivery.review_purpose(begun, by=cast.joan, part=Part.GUIDE, verdict=Purpose.CONTINUE, words="So")
    reviewed = delivery.review_purpose(
        begun, by=cast.priya, part=Part.GUIDE, verdict=Purpose.HAND_OVER, words="It goes without me.", to=cast.joan
    )
    begun = Initiative.objects.get(pk=begun.pk)
    assert begun.guide == cast.joan
    assert reviewed.handover is not None
    assert reviewed.handover.before == cast.priya
    refused(lambda: type(reviewed).objects.filter(pk=reviewed.pk).update(words="Other"))
    refused(lambda: begun.handovers.all().delete())


def test_an_initiative_is_never_deleted(cast: Cast, begun: Initiative) -> None:
    refused(lambda: Initiative.objects.filter(pk=begun.pk).delete())
    refused(lambda: InitiativeReview.objects.create(initiative=begun, words="", by=cast.gareth))


def test_a_closed_initiative_is_seen_by_its_people_alone(cast: Cast, officer: User) -> None:
    hidden = make.initiative(by=cast.priya, closed=True)
    initiatives.add_helper(hidden, by=cast.priya, person=cast.joan)
    seen = {str(each): hidden in Initiative.objects.visible_to(each) for each in User.objects.all()}
    assert {name for name, sees in seen.items() if sees} == {"Priya Raman", "Cllr Joan Tregarthen", "Petra Figures"}
    for other in (cast.gareth, cast.admin, cast.marcus, cast.outsider):
        with pytest.raises(PermissionDenied):
            initiatives.edit(hidden, by=other, words=initiatives.InitiativeWords("t", "p"))
