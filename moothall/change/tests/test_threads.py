"""The golden thread is walked both ways, by whoever may see it, for as much as they may see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import Cast
from moothall.change.actions import initiatives
from moothall.change.models import Initiative
from moothall.change.tests import make
from moothall.change.tests.make import lesson_about
from moothall.kit.registries import Thread, threads_through
from moothall.people.models import Role, User
from moothall.people.tests import make as make_people
from moothall.policies.tests import make as make_policies
from moothall.risks.models import Risk
from moothall.risks.tests import make as make_risks
from moothall.spaces.models import Openness
from moothall.spaces.tests import make as make_talk


@pytest.fixture
def whole(cast: Cast) -> Initiative:
    """An initiative with everything from the objective to the lesson."""
    make.performance_officer()
    begun = make.delivering(by=cast.priya, owner=cast.gareth)
    initiatives.touch(
        begun, by=cast.priya, thing=make_policies.policy(by=make_people.user("Ada Other", roles=(Role.ADMINISTRATOR,)))
    )
    initiatives.give_space(begun, by=cast.priya, space=make_talk.space(by=cast.priya))
    lesson_about(f"benefit:{begun.benefits.get().pk}", by=cast.priya)
    return begun


def through(user: User, thing: str) -> Thread:
    """The one thread through a thing."""
    (thread,) = threads_through(User.objects.get(pk=user.pk), thing)
    return thread


def test_it_is_walked_from_every_thing_to_every_thing(cast: Cast, whole: Initiative) -> None:
    thread = through(cast.joan, whole.container)
    assert thread.whole
    things = [strand.thing for strand in thread.strands]
    kinds = [thing.partition(":")[0] for thing in things]
    assert kinds == [
        *("objective", "initiative", "appraisal", "decision", "policy", "space", "benefit", "measure", "lesson")
    ]
    assert all(strand.url for strand in thread.strands)
    for thing in [*things, f"risk:{Risk.objects.order_by('pk')[0].pk}"]:
        assert [strand.thing for strand in through(cast.joan, thing).strands] == things, thing


def test_each_page_of_the_chain_leads_to_the_next(cast: Cast, whole: Initiative, as_user: object) -> None:
    body = as_user(cast.joan).get(whole.get_absolute_url()).content.decode()  # type: ignore[operator]
    for strand in through(cast.joan, whole.container).strands:
        if strand.thing != whole.container:
            assert strand.url in body, strand.kind


def test_what_is_missing_is_loose_and_says_so(cast: Cast) -> None:
    begun = make.initiative(by=cast.priya)
    thread = through(cast.joan, begun.container)
    assert [str(strand.kind) for strand in thread.loose] == [
        *("Objective", "Appraisal", "Decision", "Policy", "Space", "Benefit", "Measure", "Lesson")
    ]
    assert all(strand.loose and not strand.title for strand in thread.loose)


def test_what_one_may_not_see_is_left_out_without_a_trace(cast: Cast) -> None:
    begun = make.initiative(by=cast.priya)
    hidden = make_risks.appraisal(by=cast.priya, question="The vellum question", closed=True)
    initiatives.weigh(begun, by=cast.priya, appraisal=hidden)
    corner = make_talk.space(by=cast.priya, name="Quiet corner", openness=Openness.PRIVATE)
    initiatives.give_space(begun, by=cast.priya, space=corner)
    kinds = [str(strand.kind) for strand in through(cast.joan, begun.container).strands]
    assert "Appraisal" not in kinds
    assert "Decision" not in kinds
    assert "Space" not in kinds
    for thing in (hidden.container, corner.container):
        assert threads_through(cast.joan, thing) == []
        assert len(threads_through(cast.priya, thing)) == 1
    for junk in ("", "initiative:", "initiative:x", "nothing:7", "initiative:99999999999999999999", "policy:0"):
        assert threads_through(cast.joan, junk) == []


def test_of_several_the_thing_in_view_is_told_with_what_belongs_to_it(cast: Cast, whole: Initiative) -> None:
    serves = whole.alignments.get().objective
    second = make.benefit(whole, make.measure(serves, by=cast.gareth), by=cast.priya, owner=cast.gareth, title="Also")
    own = lesson_about(f"benefit:{second.pk}", by=cast.priya)
    for thing in (f"benefit:{second.pk}", f"measure:{second.measure_id}", f"lesson:{own.pk}"):
        things = {strand.thing for strand in through(cast.joan, thing).strands}
        assert {f"benefit:{second.pk}", f"measure:{second.measure_id}", f"lesson:{own.pk}"} <= things, thing


def test_many_threads_cost_what_one_costs(cast: Cast, whole: Initiative) -> None:
    objective = whole.alignments.get().objective

    def cost() -> int:
        user = User.objects.get(pk=cast.joan.pk)
        with CaptureQueriesContext(connection) as seen:
            assert threads_through(user, f"objective:{objective.pk}")
        return len(seen)

    few = cost()
    for number in range(4):
        more = make.initiative(by=cast.priya, title=f"More {number}")
        initiatives.align(more, by=cast.priya, objective=objective, how="So")
        initiatives.weigh(more, by=cast.priya, appraisal=make_risks.appraisal(by=cast.priya))
    assert cost() <= few <= 24
    assert len(threads_through(cast.joan, f"objective:{objective.pk}")) == 5
