"""What people are told of benefits and consultations, and what they are not told any more."""

from datetime import timedelta
from decimal import Decimal

import pytest

from conftest import Cast
from moothall.change import telling_value, told_value
from moothall.change.actions import benefits, initiatives
from moothall.change.actions import consultations as act
from moothall.change.models import Benefit, Initiative, Measure
from moothall.change.tests import make, make_value
from moothall.kit import clock
from moothall.notices.models import Notice
from moothall.notices.stamps import stamped


@pytest.fixture
def begun(cast: Cast) -> Initiative:
    return make.ready(by=cast.priya, owner=cast.gareth)


def test_whoever_owns_a_benefit_is_told_until_another_does(cast: Cast, begun: Initiative) -> None:
    hoped = begun.benefits.get()
    subject = stamped(hoped.pk, cast.gareth.pk)
    assert Notice.objects.get(kind=telling_value.OWNED).subject == subject
    told = told_value.load_owned(cast.gareth, [subject])[subject]
    assert (told.title, told.line) == ("Less internal e-mail", "You own a benefit")
    assert told_value.load_owned(cast.joan, [subject]) == {}
    words = benefits.BenefitWords(title=hoped.title, category=hoped.category, owner=cast.joan)  # type: ignore[arg-type]
    benefits.edit_benefit(hoped, by=cast.priya, words=words)
    assert told_value.load_owned(cast.gareth, [subject]) == {}
    assert Notice.objects.filter(kind=telling_value.OWNED, person=cast.joan).exists()
    benefits.edit_benefit(hoped, by=cast.priya, words=words)
    assert Notice.objects.filter(kind=telling_value.OWNED).count() == 2, "told once of each owner"


def test_a_benefit_that_comes_late_is_told_no_more(cast: Cast, begun: Initiative) -> None:
    hoped = begun.benefits.get()
    with clock.at(clock.now() + timedelta(days=400)):
        assert telling_value.benefits_missed() == 1
        assert "write what you learned" in told_value.load_missed(cast.gareth, [hoped.pk])[hoped.pk].line
        make.reading(Measure.objects.get(), by=cast.gareth, value=Decimal(39))  # type: ignore[arg-type]
        assert told_value.load_missed(cast.gareth, [hoped.pk]) == {}
    Benefit.objects.filter(pk=hoped.pk).update(dropped_at=clock.now(), dropped_why="So")
    assert told_value.load_missed(cast.gareth, [hoped.pk]) == {}


def test_an_answer_is_told_of_without_its_words_and_to_nobody_outside(cast: Cast) -> None:
    hidden = make.owned(make.initiative(by=cast.priya, closed=True), by=cast.priya, owner=cast.gareth)
    asked = make_value.consultation(hidden, by=cast.priya)
    said = make_value.answer(asked, body="My neighbour is a thief.")
    told = told_value.load_answered(cast.gareth, [asked.pk])[asked.pk]
    assert told.closed and "thief" not in f"{told.line}{told.text}{told.title}" and "1 answer waits" in told.line
    for other in (cast.joan, cast.marcus, cast.outsider, cast.admin):
        assert told_value.load_answered(other, [asked.pk]) == {}
    act.moderate(said, by=cast.gareth, let_in=False, why="About a neighbour")
    assert told_value.load_answered(cast.gareth, [asked.pk]) == {}


def test_a_consultation_that_is_given_more_time_closes_another_day(cast: Cast) -> None:
    begun = make.owned(make.initiative(by=cast.priya), by=cast.priya, owner=cast.gareth)
    asked = make_value.consultation(begun, by=cast.priya, days=2)
    assert telling_value.consultations_closing() == 1
    subject = Notice.objects.get(kind=telling_value.CLOSES).subject
    assert "It closes on" in told_value.load_closes(cast.gareth, [subject])[subject].line
    later = make_value.words(asked.engagement)
    later = act.ConsultationWords(**{**vars(later), "closes_on": asked.closes_on + timedelta(days=30)})
    act.write(asked.engagement, by=cast.priya, words=later)
    assert told_value.load_closes(cast.gareth, [subject]) == {}
    with clock.at(clock.now() + timedelta(days=40)):
        telling_value.consultations_closing()
        newest = Notice.objects.filter(kind=telling_value.CLOSES).order_by("-pk")[0].subject
        assert "say what you did" in told_value.load_closes(cast.gareth, [newest])[newest].line


def test_without_an_owner_who_began_it_is_told(cast: Cast) -> None:
    begun = make.initiative(by=cast.priya)
    assert telling_value.keepers(begun) == {cast.priya.pk}
    initiatives.name(begun, by=cast.priya, part="guide", person=cast.joan)  # type: ignore[arg-type]
    assert telling_value.keepers(Initiative.objects.get(pk=begun.pk)) == {cast.joan.pk}
