"""The database keeps the rule of this room, whoever asks: no score without a treatment, no decision too early."""

from collections.abc import Callable
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Model

from conftest import Cast
from moothall.kit import clock
from moothall.risks.actions import appraisals, classifications, responses, risks
from moothall.risks.actions.classifications import AnswersChanged, NothingDone
from moothall.risks.models import (
    Appraisal,
    Category,
    Classification,
    Comparison,
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
from moothall.risks.queries.readiness import missing
from moothall.risks.queries.rounds import line_of, load
from moothall.risks.standing import State, rests_on
from moothall.risks.tests import make
from moothall.risks.tests.refusing import SCORES, refused, sql


@pytest.fixture
def asked(cast: Cast) -> Appraisal:
    return make.appraisal(by=cast.priya)


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


def test_a_closed_appraisal_is_seen_by_its_people_alone(cast: Cast) -> None:
    asked = make.appraisal(by=cast.priya, closed=True)
    seen = {person.name for person in vars(cast).values() if Appraisal.objects.visible_to(person).exists()}
    assert seen == {cast.priya.name}
    appraisals.edit(
        asked, by=cast.priya, question=asked.question, problem=asked.problem, openness=Openness.HALL, decide_by=None
    )
    assert Appraisal.objects.visible_to(cast.joan).exists()
    assert not Appraisal.objects.visible_to(cast.marcus).exists()
