"""A part in a change is passed on by whoever may, whatever act it comes from; attacked by calling the verb itself."""

import pytest
from django.core.exceptions import PermissionDenied

from conftest import Cast
from moothall.audit.models import Entry
from moothall.change.actions import delivery
from moothall.change.actions import initiatives as act
from moothall.change.models import Handover, Initiative, Outcome, Part
from moothall.change.tests import make
from moothall.people import actions as people
from moothall.people.models import User


@pytest.fixture
def begun(cast: Cast) -> Initiative:
    return make.owned(make.initiative(by=cast.priya), by=cast.priya, owner=cast.gareth, guide=cast.joan)


def denied(begun: Initiative, part: Part, to: User | None, *by: User | None) -> None:
    """None of these may, and nothing is changed or said of it."""
    before = (Handover.objects.count(), Entry.objects.count())
    for each in by:
        with pytest.raises(PermissionDenied):
            act.pass_on(begun, by=each, part=part, person=to)
    assert (Handover.objects.count(), Entry.objects.count()) == before


def test_calling_the_verb_itself_passes_nothing_on_for_whoever_has_no_part_in_it(cast: Cast, begun: Initiative) -> None:
    for part in Part:
        denied(begun, part, cast.outsider, cast.outsider, cast.admin, cast.auditor, cast.marcus, None)
        denied(begun, part, None, cast.outsider, cast.admin, cast.auditor, cast.marcus, None)
    stands = Initiative.objects.get(pk=begun.pk)
    assert (stands.owner, stands.guide) == (cast.gareth, cast.joan) and stands.owner_accepted_at is not None


def test_whoever_is_named_and_has_not_accepted_lets_it_go_and_names_nobody(cast: Cast) -> None:
    begun = make.initiative(by=cast.priya, owner=cast.gareth)
    champion = act.name(begun, by=cast.priya, part=Part.SPONSOR, person=cast.joan)
    denied(champion, Part.OWNER, cast.outsider, cast.joan)
    denied(champion, Part.SPONSOR, None, cast.joan)  # who champions it asks those who look after it
    assert act.pass_on(begun, by=cast.gareth, part=Part.OWNER, person=None).before == cast.gareth


def test_it_decides_by_the_row_as_it_is_and_not_by_the_one_that_was_handed_in(cast: Cast, begun: Initiative) -> None:
    stale = Initiative.objects.get(pk=begun.pk)
    stale.owner = stale.guide = stale.created_by = cast.outsider
    denied(stale, Part.OWNER, cast.outsider, cast.outsider)
    denied(stale, Part.GUIDE, None, cast.outsider)


def test_nothing_is_passed_on_of_what_is_closed(cast: Cast, begun: Initiative) -> None:
    delivery.close(begun, by=cast.gareth, outcome=Outcome.GIVEN_UP, words="It was not to be.")
    with pytest.raises(act.InitiativeClosed):
        act.pass_on(begun, by=cast.gareth, part=Part.OWNER, person=cast.priya)


def test_those_to_whom_it_passes_may_read_it_and_those_from_whom_no_longer(cast: Cast) -> None:
    begun = make.initiative(by=cast.priya, closed=True, owner=cast.gareth)
    act.pass_on(begun, by=cast.priya, part=Part.OWNER, person=cast.joan)
    seen = [Initiative.objects.visible_to(who).filter(pk=begun.pk).exists() for who in (cast.gareth, cast.joan)]
    assert seen == [False, True]


def test_what_was_a_leavers_falls_to_nobody_and_only_that(cast: Cast, begun: Initiative) -> None:
    people.deactivate(cast.gareth, by=cast.admin)
    begun = Initiative.objects.get(pk=begun.pk)
    assert begun.owner is None and begun.guide == cast.joan
    denied(begun, Part.GUIDE, None, cast.admin, None)
    denied(begun, Part.OWNER, cast.outsider, cast.admin, None)
