"""The database keeps the rule of this room, whoever asks: no score without a treatment, no decision too early."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.models import Model, ProtectedError

from conftest import Cast
from moothall.kit import clock
from moothall.people.models import User
from moothall.risks.actions import appraisals, classifications, decisions, responses, risks
from moothall.risks.actions.classifications import AnswersChanged, NothingDone
from moothall.risks.actions.rounds import RoundDecided
from moothall.risks.models import (
    Appraisal,
    Category,
    Classification,
    Comparison,
    Confidence,
    Decision,
    Exposure,
    Mark,
    Openness,
    Option,
    OptionKind,
    Response,
    ResponseKind,
    Risk,
    Stance,
    Treatment,
)
from moothall.risks.queries.readiness import Stage, missing, stage
from moothall.risks.queries.rounds import line_of, load
from moothall.risks.standing import State, rests_on
from moothall.risks.tests import make

SCORES: dict[str, Any] = {
    "likelihood": 2,
    "impact": 2,
    "likelihood_without": 4,
    "impact_without": 4,
    "confidence": Confidence.FAIR,
    "reasoning": "As we saw it.",
    "digest": "0" * 64,
}


@pytest.fixture
def asked(cast: Cast) -> Appraisal:
    return make.appraisal(by=cast.priya)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises((IntegrityError, ProtectedError)) as said, transaction.atomic():
        act()
        connection.check_constraints()
    return str(said.value)


def sql(statement: str, *values: Any) -> Callable[[], object]:
    def run() -> object:
        with connection.cursor() as cursor:
            return cursor.execute(statement, values)

    return run


def test_nothing_can_be_classified_about_which_nothing_is_done(cast: Cast, asked: Appraisal) -> None:
    named = make.risk(asked, by=cast.priya)
    faced = named.exposures.select_related("option__round").get()
    with pytest.raises(NothingDone):
        make.classified(faced, by=cast.priya)
    assert line_of(faced).state is State.NAMED
    assert not hasattr(Classification, "exposure")


@pytest.mark.parametrize("way", ["create", "bulk_create", "sql"])
def test_no_path_scores_without_a_basis(cast: Cast, asked: Appraisal, way: str) -> None:
    fields = {**SCORES, "rests_on": "1:", "by": cast.priya}
    if way == "create":
        refused(lambda: Classification.objects.create(**fields))
    elif way == "bulk_create":
        refused(lambda: Classification.objects.bulk_create([Classification(**fields)]))
    else:
        refused(
            sql(
                "INSERT INTO risks_classification (likelihood, impact, likelihood_without, impact_without, confidence,"
                " reasoning, worse_because, unit, rests_on, digest, by_id, at)"
                " VALUES (2, 2, 4, 4, 'fair', 'x', '', '', '1:', 'x', %s, %s)",
                cast.priya.pk,
                clock.now(),
            )
        )
    assert not Classification.objects.exists()


def test_a_dropped_or_unsigned_answer_is_no_basis(cast: Cast, asked: Appraisal) -> None:
    faced = make.exposure(make.risk(asked, by=cast.priya), make.round_of(asked).options.get())
    borne = make.toleration(asked, faced, by=cast.priya, approver=cast.gareth, signed=False)
    with pytest.raises(NothingDone):
        make.classified(faced, by=cast.priya)
    basis = borne.treatments.get()
    for stands in ("1:", f"1:{basis.pk}.1"):
        why = refused(partial(Classification.objects.create, basis=basis, rests_on=stands, by=cast.priya, **SCORES))
        assert "only once something is done" in why or "rests on what stands now" in why
    step = make.step(asked, faced, by=cast.priya)
    responses.drop(step, by=cast.priya, why="No money")
    basis = step.treatments.get()
    assert "only once something is done" in refused(
        lambda: Classification.objects.create(basis=basis, rests_on="1:", by=cast.priya, **SCORES)
    ), "nothing live answers it, though that is what it says it rests on"
    responses.sign(borne, by=cast.gareth)
    assert make.classified(faced, by=cast.priya).basis == borne.treatments.get()


def test_a_score_says_what_it_rests_on_truly(cast: Cast, asked: Appraisal) -> None:
    faced = make.exposure(make.risk(asked, by=cast.priya), make.round_of(asked).options.get())
    basis = make.step(asked, faced, by=cast.priya).treatments.get()
    for lie in ("", "1:", f"1:{basis.pk}.2", f"2:{basis.pk}.1", f"1:{basis.pk}.1 999.1"):
        refused(partial(Classification.objects.create, basis=basis, rests_on=lie, by=cast.priya, **SCORES))
    Classification.objects.create(basis=basis, rests_on=f"1:{basis.pk}.1", by=cast.priya, **SCORES)


@pytest.mark.parametrize("change", ["likelihood", "basis", "rests_on", "delete", "bulk", "sql", "sql delete"])
def test_a_classification_stays(cast: Cast, change: str) -> None:
    make.ready(by=cast.priya, approver=cast.gareth)
    made = Classification.objects.order_by("pk")[0]
    other = Treatment.objects.exclude(pk=made.basis_id)[0]
    ways: dict[str, Callable[[], object]] = {
        "likelihood": lambda: Classification.objects.filter(pk=made.pk).update(likelihood=1),
        "basis": lambda: Classification.objects.filter(pk=made.pk).update(basis=other),
        "rests_on": lambda: Classification.objects.update(rests_on="1:"),
        "delete": made.delete,
        "bulk": lambda: Classification.objects.all().delete(),
        "sql": sql("UPDATE risks_classification SET impact = 1 WHERE id = %s", made.pk),
        "sql delete": sql("DELETE FROM risks_classification"),
    }
    refused(ways[change])
    kept = Classification.objects.get(pk=made.pk)
    assert (kept.likelihood, kept.impact, kept.basis_id) == (made.likelihood, made.impact, made.basis_id)


@pytest.mark.parametrize("model", [Treatment, Response, Exposure, Risk, Option])
def test_what_is_under_a_classification_cannot_be_taken_away(cast: Cast, model: type[Model]) -> None:
    make.ready(by=cast.priya, approver=cast.gareth)
    before = model._default_manager.count()
    refused(lambda: model._default_manager.all().delete())
    refused(model._default_manager.order_by("pk")[0].delete)
    refused(sql(f"DELETE FROM {model._meta.db_table}"))  # noqa: S608 - our own names
    assert model._default_manager.count() == before


def test_a_treatment_cannot_be_moved_under_a_classification(cast: Cast) -> None:
    make.ready(by=cast.priya, approver=cast.gareth)
    basis = Classification.objects.order_by("pk")[0].basis
    elsewhere = Exposure.objects.exclude(pk=basis.exposure_id).exclude(treatments__response=basis.response_id)[0]
    refused(lambda: Treatment.objects.filter(pk=basis.pk).update(exposure=elsewhere))
    refused(sql("UPDATE risks_treatment SET exposure_id = %s WHERE id = %s", elsewhere.pk, basis.pk))


def test_a_response_serves_its_own_appraisal_alone(cast: Cast, asked: Appraisal) -> None:
    other = make.appraisal(by=cast.priya, question="Another?")
    theirs = make.exposure(make.risk(other, by=cast.priya), make.round_of(other).options.get())
    ours = make.step(asked, by=cast.priya)
    with pytest.raises(ValueError, match="its own appraisal"):
        responses.serve(ours, by=cast.priya, exposures=[theirs])
    refused(lambda: Treatment.objects.create(response=ours, exposure=theirs))
    refused(lambda: Treatment.objects.bulk_create([Treatment(response=ours, exposure=theirs)]))


def test_a_change_of_what_is_done_makes_it_stale_by_whatever_path(cast: Cast) -> None:
    asked = make.ready(by=cast.priya, approver=cast.gareth)
    step = Response.objects.get(kind="treat")
    faced = step.treatments.order_by("pk")[0].exposure
    assert line_of(faced).state is State.CLASSIFIED
    refused(lambda: Response.objects.filter(pk=step.pk).update(step="Do something else"))
    refused(lambda: Response.objects.filter(pk=step.pk).update(dropped_at=clock.now()))
    words = responses.ResponseWords(
        kind=ResponseKind.TREAT,
        step="Do something else",
        acts_on=step.acts_on,
        control=step.control,
        actionee=cast.priya,
    )
    responses.edit_response(step, by=cast.priya, words=words)
    assert line_of(faced).state is State.STALE
    assert line_of(faced).shift is None
    assert any("is stale" in each.words for each in missing(load(make.round_of(asked)), None))


def test_who_does_it_and_that_it_is_in_place_change_no_judgement(cast: Cast) -> None:
    make.ready(by=cast.priya, approver=cast.gareth)
    step = Response.objects.get(kind="treat")
    faced = step.treatments.order_by("pk")[0].exposure
    responses.assign(step, by=cast.priya, actionee=cast.joan, due_on=clock.today())
    responses.put_in_place(step, by=cast.joan)
    assert line_of(faced).state is State.CLASSIFIED


def test_another_sentence_makes_it_stale(cast: Cast) -> None:
    make.ready(by=cast.priya, approver=cast.gareth)
    named = Risk.objects.get(stance=Stance.DOING)
    refused(lambda: Risk.objects.filter(pk=named.pk).update(consequence="nothing much"))
    words = risks.RiskWords(named.name, named.cause, named.event, "worse than we thought", Category.MONEY)
    risks.edit_risk(named, by=cast.priya, words=words)
    assert {line_of(each).state for each in named.exposures.all()} == {State.STALE}


def test_the_database_reckons_what_a_score_rests_on_as_we_do(cast: Cast) -> None:
    asked = make.ready(by=cast.priya, approver=cast.gareth)
    extra = [make.step(asked, *Exposure.objects.all(), by=cast.priya, words=f"Step {n}") for n in range(11)]
    responses.drop(extra[3], by=cast.priya, why="No")
    responses.stop_serving(extra[5].treatments.order_by("pk")[0], by=cast.priya)
    for line in load(make.round_of(asked)).lines:
        assert line.state is State.STALE
        made = make.classified(line.exposure, by=cast.priya)
        assert made.rests_on == rests_on(line.risk, line.treatments)


def test_nobody_signs_for_their_own_toleration(cast: Cast, asked: Appraisal) -> None:
    faced = make.exposure(make.risk(asked, by=cast.priya), make.round_of(asked).options.get())
    with pytest.raises(ValueError, match="Somebody else"):
        make.toleration(asked, faced, by=cast.priya, approver=cast.priya)
    borne = make.toleration(asked, faced, by=cast.priya, approver=cast.gareth, signed=False)
    with pytest.raises(PermissionDenied):
        responses.sign(borne, by=cast.priya)
    with pytest.raises(ValueError, match="themselves"):
        responses.assign(borne, by=cast.priya, actionee=cast.gareth, due_on=None)
    for change in (
        {"approver": cast.priya, "revision": 2},
        {"actionee": cast.gareth},
        {"signed_by": cast.priya, "signed_at": clock.now()},
        {"rationale": "", "revision": 2},
        {"approver": None, "revision": 2},
        {"review_on": None},
    ):
        refused(partial(Response.objects.filter(pk=borne.pk).update, **change))
    responses.sign(borne, by=cast.gareth)
    refused(lambda: Response.objects.filter(pk=borne.pk).update(rationale="Other words", revision=2))
    refused(lambda: Response.objects.filter(pk=borne.pk).update(signed_at=None, signed_by=None))


def test_a_signature_bears_nothing_that_was_not_there_when_it_was_given(cast: Cast, asked: Appraisal) -> None:
    first, second = (make.risk(asked, by=cast.priya, name=name) for name in ("One", "Two"))
    nothing = make.round_of(asked).options.get()
    borne = make.toleration(asked, make.exposure(first, nothing), by=cast.priya, approver=cast.gareth)
    more = make.exposure(second, nothing)
    assert "sign for it anew" in refused(lambda: Treatment.objects.create(response=borne, exposure=more))
    refused(lambda: Treatment.objects.bulk_create([Treatment(response=borne, exposure=more)]))


def decides(asked: Appraisal, option: Option, *, by: User) -> Callable[[], object]:
    """The decision as a bare row, past every action."""
    later = clock.today() + timedelta(days=100)
    round = make.round_of(asked)
    return lambda: Decision.objects.create(round=round, option=option, balance="So be it", review_on=later, by=by)


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


def test_what_was_seen_must_be_what_is_judged(cast: Cast, asked: Appraisal) -> None:
    faced = make.exposure(make.risk(asked, by=cast.priya), make.round_of(asked).options.get())
    make.step(asked, faced, by=cast.priya)
    seen = line_of(faced)
    make.step(asked, faced, by=cast.priya, words="Another")
    with pytest.raises(AnswersChanged):
        classifications.classify(
            faced, by=cast.priya, judgement=make.judgement(), seen=rests_on(seen.risk, seen.treatments)
        )


def test_a_comparison_is_within_one_risk(cast: Cast) -> None:
    asked = make.ready(by=cast.priya, approver=cast.gareth)
    first, second = Risk.objects.filter(round__appraisal=asked).order_by("pk")
    faced = first.exposures.order_by("pk")[0]
    foreign = Classification.objects.filter(basis__exposure__risk=second)[0]
    own = Classification.objects.get(basis__exposure=faced)
    for against in (foreign, own):
        with pytest.raises(ValueError, match="same risk"):
            classifications.compare(faced, by=cast.priya, against=against, verdict=Comparison.SAME, reason="So")
        refused(
            partial(Mark.objects.create, exposure=faced, against=against, verdict="same", reason="So", by=cast.priya)
        )


def test_doing_nothing_is_there_exactly_once(cast: Cast, asked: Appraisal) -> None:
    round = make.round_of(asked)
    with pytest.raises(ValueError, match="already"):
        make.option(asked, by=cast.priya, kind=OptionKind.DO_NOTHING)
    refused(lambda: Option.objects.create(round=round, place=2, kind="do_nothing", name="Again"))
    refused(lambda: Option.objects.filter(round=round).update(kind="other"))
    refused(lambda: Option.objects.filter(round=round).delete())


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


def test_a_closed_appraisal_is_seen_by_its_people_alone(cast: Cast) -> None:
    asked = make.appraisal(by=cast.priya, closed=True)
    seen = {person.name for person in vars(cast).values() if Appraisal.objects.visible_to(person).exists()}
    assert seen == {cast.priya.name}
    appraisals.edit(
        asked, by=cast.priya, question=asked.question, problem=asked.problem, openness=Openness.HALL, decide_by=None
    )
    assert Appraisal.objects.visible_to(cast.joan).exists()
    assert not Appraisal.objects.visible_to(cast.marcus).exists()
