"""Nothing that failed is closed before others can learn from it, by whatever path."""

from collections.abc import Callable

import pytest

from conftest import Cast
from moothall.change.actions import delivery
from moothall.change.actions.delivery import NotReady
from moothall.change.actions.initiatives import InitiativeClosed
from moothall.change.models import Benefit, Closing, Initiative, Measure, Outcome, Stage
from moothall.change.queries import readiness
from moothall.change.tests import make
from moothall.kit import clock
from moothall.lessons.models import Lesson
from moothall.people.models import User
from moothall.risks.tests.refusing import refused


@pytest.fixture
def begun(cast: Cast) -> Initiative:
    return make.ready(by=cast.priya, owner=cast.gareth)


def closes(begun: Initiative, outcome: Outcome, by: User) -> Callable[[], object]:
    """A closing as a bare row."""
    return lambda: Closing.objects.create(initiative=begun, outcome=outcome, words="So", by=by)


def test_a_failure_is_not_closed_without_its_lesson(cast: Cast, begun: Initiative) -> None:
    delivery.begin_delivery(begun, by=cast.gareth)
    begun = Initiative.objects.get(pk=begun.pk)
    for outcome in (Outcome.REALISED, Outcome.PARTLY, Outcome.FAILED):
        refused(closes(begun, outcome, cast.gareth))
    delivery.review(begun, by=cast.gareth, words="Too few were asked.")
    hoped = begun.benefits.get()
    for outcome in Outcome:
        refused(closes(begun, outcome, cast.gareth))
        with pytest.raises(NotReady, match="not met"):
            delivery.close(begun, by=cast.gareth, outcome=outcome, words="So")
    make.lesson_about(f"benefit:{hoped.pk}", by=cast.priya)
    refused(closes(begun, Outcome.FAILED, cast.gareth))
    lesson = make.lesson_about(begun.container, by=cast.priya)
    Lesson.objects.filter(pk=lesson.pk).update(withdrawn_at=clock.now(), withdrawn_by=cast.priya, withdrawn_reason="So")
    refused(closes(begun, Outcome.FAILED, cast.gareth))
    make.lesson_about(begun.container, by=cast.priya)
    delivery.close(begun, by=cast.gareth, outcome=Outcome.FAILED, words="We asked too late.")
    begun = Initiative.objects.get(pk=begun.pk)
    assert readiness.stage(begun) is Stage.CLOSED
    with pytest.raises(InitiativeClosed):
        make.benefit(begun, None, by=cast.priya, title="Another")
    refused(lambda: Benefit.objects.filter(pk=hoped.pk).update(title="Was met"))
    refused(lambda: Closing.objects.filter(initiative=begun).update(outcome=Outcome.REALISED))


def test_a_draft_is_no_published_lesson(cast: Cast, begun: Initiative) -> None:
    delivery.begin_delivery(begun, by=cast.gareth)
    begun = Initiative.objects.get(pk=begun.pk)
    delivery.review(begun, by=cast.gareth, words="Too few were asked.")
    draft = Lesson.objects.create(kind="failure", title="t", author=cast.priya)
    draft.abouts.create(thing=f"benefit:{begun.benefits.get().pk}")
    refused(closes(begun, Outcome.REALISED, cast.gareth))


def test_what_is_met_is_closed_as_realised(cast: Cast, begun: Initiative) -> None:
    delivery.begin_delivery(begun, by=cast.gareth)
    begun = Initiative.objects.get(pk=begun.pk)
    make.reading(Measure.objects.get(), by=cast.gareth, value=39)
    with pytest.raises(NotReady, match="looked back"):
        delivery.close(begun, by=cast.gareth, outcome=Outcome.REALISED, words="So")
    delivery.review(begun, by=cast.gareth, words="It is used.")
    delivery.close(begun, by=cast.gareth, outcome=Outcome.REALISED, words="It is used.")
