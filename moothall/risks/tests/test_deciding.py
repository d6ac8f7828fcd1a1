"""A decision comes when nothing is missing, is challenged where it avoids, and freezes its round."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from conftest import Cast
from moothall.kit import clock
from moothall.risks.actions import appraisals, classifications, decisions, responses, risks
from moothall.risks.actions.rounds import RoundDecided
from moothall.risks.models import (
    Classification,
    Comparison,
    Confidence,
    Decision,
    Exposure,
    Option,
    OptionKind,
    Response,
    Risk,
    Stance,
    Treatment,
)
from moothall.risks.queries.readiness import Stage, stage
from moothall.risks.queries.rounds import load
from moothall.risks.standing import State
from moothall.risks.tests import make
from moothall.risks.tests.refusing import decides, refused, sql

SCORES: dict[str, Any] = {
    "likelihood": 2,
    "impact": 2,
    "likelihood_without": 4,
    "impact_without": 4,
    "confidence": Confidence.FAIR,
    "reasoning": "As we saw it.",
    "digest": "0" * 64,
}


@pytest.mark.parametrize(
    ("kinds", "stances", "why"),
    [
        ([OptionKind.PLATFORM], [Stance.DOING, Stance.NOT_DOING], "three options"),
        ([OptionKind.PLATFORM, OptionKind.PROHIBIT], [Stance.NOT_DOING], "there is a risk of doing"),
        ([OptionKind.PROHIBIT, OptionKind.PLATFORM], [Stance.DOING], "there is a risk of not doing"),
        ([OptionKind.PROHIBIT, OptionKind.PROHIBIT], list(Stance), "neither does nothing nor prohibits"),
    ],
)
def test_a_decision_wants_options_and_risks_on_both_sides(
    cast: Cast, kinds: list[OptionKind], stances: list[Stance], why: str
) -> None:
    asked = make.weighed(by=cast.priya, approver=cast.gareth, kinds=kinds, stances=stances)
    chosen = make.round_of(asked).options.order_by("-place")[0]
    if chosen.avoids:
        put = decisions.challenge(chosen, by=cast.gareth, question="Why?")
        decisions.answer_challenge(put, by=cast.priya, answer="So")
    assert why in refused(decides(asked, chosen, by=cast.priya))
    with pytest.raises(decisions.NotReady):
        decisions.decide(make.round_of(asked), by=cast.priya, option=chosen, balance="So", review_on=date(2999, 1, 1))


def test_a_decision_wants_every_exposure_classified_or_compared(cast: Cast) -> None:
    asked = make.ready(by=cast.priya, approver=cast.gareth)
    platform = make.round_of(asked).options.get(kind="platform")
    nothing = make.round_of(asked).options.get(kind="do_nothing")
    other = make.round_of(asked).options.get(kind="prohibit")
    late = make.risk(asked, by=cast.priya, name="Late")
    beside = make.exposure(late, other)
    risks.set_applies(beside, by=cast.priya, applies=False, why_not="For a moment")
    for option in (platform, nothing):
        assert "is classified and fresh" in refused(decides(asked, platform, by=cast.priya))
        faced = make.exposure(late, option)
        make.toleration(asked, faced, by=cast.priya, approver=cast.gareth)
        judged = make.classified(faced, by=cast.priya)
    risks.set_applies(beside, by=cast.priya, applies=True)
    assert "classified or compared" in refused(decides(asked, platform, by=cast.priya))
    classifications.compare(beside, by=cast.priya, against=judged, verdict=Comparison.WORSE, reason="It shuts")
    make.classified(make.exposure(late, nothing), by=cast.priya, judged=make.judgement(3, 3))
    why = refused(decides(asked, platform, by=cast.priya))
    assert "classified or compared" in why, "a comparison with a superseded judgement is none"
    newest = Classification.objects.latest("pk")
    classifications.compare(beside, by=cast.priya, against=newest, verdict=Comparison.SAME, reason="It is the same")
    step = make.step(asked, make.exposure(late, platform), by=cast.priya, actionee=cast.priya)
    assert "is classified and fresh" in refused(decides(asked, platform, by=cast.priya))
    make.classified(make.exposure(late, platform), by=cast.priya)
    responses.assign(step, by=cast.priya, actionee=cast.priya, due_on=None)
    assert "somebody and a day" in refused(decides(asked, platform, by=cast.priya))
    responses.assign(step, by=cast.priya, actionee=cast.priya, due_on=clock.today())
    assert "avoidance is challenged" in refused(decides(asked, nothing, by=cast.priya))
    foreign = make.option(make.appraisal(by=cast.priya, question="Other?"), by=cast.priya)
    assert "option of this round" in refused(decides(asked, foreign, by=cast.priya))
    decides(asked, platform, by=cast.priya)()
    assert Decision.objects.get().option == platform


def test_avoidance_is_challenged_by_someone_else(cast: Cast) -> None:
    asked = make.ready(by=cast.priya, approver=cast.gareth)
    nothing = make.round_of(asked).options.get(kind="do_nothing")
    later = clock.today() + timedelta(days=100)

    def decide() -> Decision:
        return decisions.decide(make.round_of(asked), by=cast.priya, option=nothing, balance="We wait", review_on=later)

    with pytest.raises(decisions.NotReady, match="nobody else has challenged"):
        decide()
    own = decisions.challenge(nothing, by=cast.priya, question="Are we sure?")
    appraisals.add_member(asked, by=cast.priya, person=cast.joan)
    decisions.answer_challenge(own, by=cast.joan, answer="We are")
    with pytest.raises(decisions.NotReady, match="nobody else has challenged"):
        decide()
    theirs = decisions.challenge(nothing, by=cast.gareth, question="And what of the lost answers?")
    with pytest.raises(decisions.NotReady, match="not answered"):
        decide()
    with pytest.raises(PermissionDenied):
        decisions.answer_challenge(theirs, by=cast.gareth, answer="My own")
    decisions.answer_challenge(theirs, by=cast.priya, answer="We bear them for half a year")
    assert decide().option == nothing


def test_a_decided_round_is_frozen(cast: Cast) -> None:
    decision = make.decided(by=cast.priya, approver=cast.gareth)
    asked, round = decision.round.appraisal, decision.round
    faced = Exposure.objects.select_related("option__round").order_by("pk")[0]
    step = Response.objects.get(kind="treat")
    for act in (
        lambda: make.risk(asked, by=cast.priya),
        lambda: make.option(asked, by=cast.priya),
        lambda: make.step(asked, by=cast.priya),
        lambda: make.classified(faced, by=cast.priya),
        lambda: risks.set_applies(faced, by=cast.priya, applies=False, why_not="No"),
        lambda: decisions.propose(round, by=cast.priya, option=decision.option, balance="More"),
    ):
        with pytest.raises(RoundDecided):
            act()
    option = Option.objects.order_by("pk")[0]
    for write in (
        lambda: Option.objects.create(round=round, place=9, kind="other", name="Late"),
        lambda: Option.objects.filter(pk=option.pk).update(name="Renamed"),
        lambda: Risk.objects.update(name="Renamed"),
        lambda: Exposure.objects.update(applies=False, why_not="Gone"),
        lambda: Response.objects.create(
            round=round, kind="transfer", step="Late", acts_on="impact", created_by=cast.priya
        ),
        lambda: Response.objects.filter(pk=step.pk).update(step="Other", revision=2),
        lambda: Treatment.objects.update(dropped_at=clock.now()),
        lambda: Decision.objects.update(balance="Other words"),
        lambda: Decision.objects.all().delete(),
        decision.delete,
        sql("UPDATE risks_decision SET option_id = option_id + 1"),
        sql("DELETE FROM risks_round"),
    ):
        refused(write)
    assert stage(load(round)) is Stage.DECIDED


def test_a_step_dropped_after_the_decision_makes_it_stale(cast: Cast) -> None:
    decision = make.decided(by=cast.priya, approver=cast.gareth)
    step = Response.objects.get(kind="treat")
    with clock.at(clock.now() + timedelta(days=190)):
        responses.drop(step, by=cast.priya, why="The trainer left")
        sheet = load(decision.round)
        assert stage(sheet) is Stage.DUE
        assert [line.state for line in sheet.under(decision.option)] == [State.STALE, State.STALE]
    refused(lambda: Response.objects.filter(pk=step.pk).update(dropped_at=None, dropped_by=None, dropped_why=""))


def test_a_new_round_carries_what_was_written_and_nothing_that_was_judged(cast: Cast) -> None:
    decision = make.decided(by=cast.priya, approver=cast.gareth)
    asked = decision.round.appraisal
    before = Classification.objects.count()
    opened = appraisals.open_again(asked, by=cast.priya, reason="The pilot has ended")
    sheet = load(opened)
    assert [option.name for option in sheet.options] == [option.name for option in load(decision.round).options]
    assert len(sheet.lines) == len(load(decision.round).lines)
    assert Classification.objects.count() == before
    assert {line.state for line in sheet.lines} == {State.ANSWERED, State.NAMED}  # signatures are asked for again
    with pytest.raises(ValueError, match="open still"):
        appraisals.open_again(asked, by=cast.priya, reason="Again")
    assert stage(load(decision.round)) is Stage.DECIDED


def test_only_its_people_write_and_only_its_owner_decides(cast: Cast) -> None:
    asked = make.ready(by=cast.priya, approver=cast.gareth)
    round, platform = make.round_of(asked), make.round_of(asked).options.get(kind="platform")
    for person in (cast.outsider, cast.joan, cast.marcus, cast.auditor, cast.admin):
        with pytest.raises(PermissionDenied):
            make.risk(asked, by=person)
    appraisals.add_member(asked, by=cast.priya, person=cast.joan)
    make.step(asked, by=cast.joan)
    with pytest.raises(PermissionDenied):
        decisions.decide(
            round, by=cast.joan, option=platform, balance="Yes", review_on=clock.today() + timedelta(days=9)
        )
