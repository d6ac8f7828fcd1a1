"""Whatever the way in: rows, forms, a file, the administration of tables or bare SQL, nothing is scored that has no
mitigation, nothing judged or decided is changed, and nothing is decided too early."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

from conftest import Cast
from moothall.kit import clock
from moothall.people import tables
from moothall.people.models import User
from moothall.risks.actions import appraisals, decisions, responses, risks
from moothall.risks.actions.decisions import NotReady
from moothall.risks.actions.responses import ResponseWords
from moothall.risks.models import (
    ActsOn,
    Appraisal,
    Category,
    Classification,
    Control,
    Decision,
    Exposure,
    Option,
    Response,
    ResponseKind,
    Risk,
    Round,
    Treatment,
)
from moothall.risks.queries.rounds import line_of
from moothall.risks.standing import State, rests_on
from moothall.risks.tests import make
from moothall.risks.tests import make_registers as files
from moothall.risks.tests.refusing import SCORES, refused
from moothall.risks.tests.walking import SignIn, question, scores, url, words

INSERT = (
    "INTO risks_classification (basis_id, likelihood, impact, likelihood_without, impact_without, confidence,"
    " reasoning, worse_because, unit, rests_on, digest, by_id, at)"
    " VALUES (%s, 2, 2, 4, 4, 'fair', 'x', '', '', %s, 'x', %s, %s)"
)
WAYS = ("create", "save", "bulk_create", "upsert", "insert", "replace")


def run(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def score(way: str, *, basis: Treatment | None, stands: str, by: User) -> Callable[[], object]:
    """A score as a bare row, past every action."""
    fields: dict[str, Any] = {**SCORES, "basis": basis, "rests_on": stands, "by": by}
    row = partial(Classification, **fields)
    values = (basis.pk if basis else None, stands, by.pk, clock.now())
    verb = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    objects = Classification.objects
    upsert = {"update_conflicts": True, "update_fields": ["impact"], "unique_fields": ["id"]}
    ways: dict[str, Callable[[], object]] = {
        "create": lambda: objects.create(**fields),
        "save": lambda: row().save(),
        "bulk_create": lambda: objects.bulk_create([row()]),
        "upsert": lambda: objects.bulk_create([row(pk=1)], **upsert),  # type: ignore[arg-type]
        "insert": lambda: run(f"INSERT {INSERT}", *values),
        "replace": lambda: run(f"{verb} {INSERT}", *values),
    }
    return ways[way]


@dataclass(frozen=True)
class Two:
    """Two risks under one option, of which the first is answered."""

    asked: Appraisal
    step: Response
    first: Exposure
    second: Exposure


@pytest.fixture
def two(cast: Cast) -> Two:
    asked = question(cast.priya)
    platform = Option.objects.get(kind="platform")
    first, second = (make.exposure(each, platform) for each in Risk.objects.order_by("pk"))
    return Two(asked, make.step(asked, first, by=cast.priya), first, second)


@pytest.mark.parametrize("way", WAYS)
def test_no_row_scores_what_has_no_response_or_by_the_response_of_another(cast: Cast, two: Two, way: str) -> None:
    theirs = two.step.treatments.get()
    bare = rests_on(two.second.risk, ())
    assert refused(score(way, basis=None, stands=bare, by=cast.priya))
    why = refused(score(way, basis=theirs, stands=bare, by=cast.priya))
    assert "it rests on what stands now" in why, "the guard says why in words"
    responses.stop_serving(theirs, by=cast.priya)
    gone = Treatment(pk=theirs.pk, response=two.step, exposure=two.second)
    refused(score(way, basis=gone, stands=bare, by=cast.priya))
    assert not Classification.objects.exists()
    assert line_of(two.second).state is State.NAMED


@pytest.mark.parametrize("way", WAYS)
def test_a_row_on_the_response_of_another_scores_that_other_alone(cast: Cast, two: Two, way: str) -> None:
    basis = two.step.treatments.get()
    score(way, basis=basis, stands=f"1:{basis.pk}.1", by=cast.priya)()
    assert line_of(two.first).state is State.CLASSIFIED
    assert line_of(two.second).state is State.NAMED
    elsewhere = Treatment.objects.create(response=two.step, exposure=two.second)
    made = Classification.objects.get()
    moved = Classification.objects.get()
    moved.basis = elsewhere
    everything: tuple[Callable[[], object], ...] = (
        moved.save,
        lambda: moved.save(update_fields=["basis"]),
        lambda: Classification.objects.bulk_update([moved], ["basis"]),
        lambda: Classification.objects.update(basis=elsewhere),
        lambda: Classification.objects.update_or_create(pk=made.pk, defaults={"basis": elsewhere}),
        lambda: run("UPDATE risks_classification SET basis_id = %s", elsewhere.pk),
    )
    for act in everything:
        refused(act)
    assert Classification.objects.get().basis == basis
    assert line_of(two.second).state is State.ANSWERED


def test_the_form_says_why_it_does_not_score_and_where_to_go_on(cast: Cast, two: Two, as_user: SignIn) -> None:
    client, faced = as_user(cast.priya), two.second
    for sent in (scores(), scores(seen="1:"), scores(seen="1:1.1", basis=two.step.treatments.get().pk)):
        page = client.post(url("classify", faced.pk), sent)
        assert page.status_code == 409
        assert "classified only once something is done about it" in words(page)
        assert url("exposure", faced.pk) in page.content.decode()
    assert not Classification.objects.exists()


def test_a_file_of_scores_classifies_nothing(cast: Cast, as_user: SignIn) -> None:
    asked = files.asked(cast.priya)
    client = as_user(cast.priya)
    held = {"likelihood": "2", "impact": "3", "score": "6", "classified": "yes", "basis": "1"}
    content = files.data(files.row(**held), files.row(ref="D1", event="a post may harm", **files.step(), **held))
    files.agree(client, asked, files.look(client, asked, content))
    assert Risk.objects.count() == 2
    assert not Classification.objects.exists()
    states = {line_of(each).state for each in Exposure.objects.all()}
    assert states == {State.NAMED, State.ANSWERED}


def test_the_administration_of_tables_holds_nothing_of_this_room_and_changes_nothing(
    cast: Cast, as_user: SignIn
) -> None:
    decision = make.decided(by=cast.priya, approver=cast.gareth)
    assert not {model for model in tables.site._registry if model._meta.app_label == "risks"}
    client = as_user(cast.admin)
    for name in ("classification", "decision", "treatment", "response"):
        for end in ("", "add/", f"{decision.pk}/change/", f"{decision.pk}/delete/"):
            assert client.post(f"/account/tables/risks/{name}/{end}", {"post": "yes"}).status_code in (302, 404)
    assert Decision.objects.count() == 1
    for model, held in tables.site._registry.items():
        request: Any = None
        assert not held.has_add_permission(request), model
        assert not held.has_change_permission(request), model
        assert not held.has_delete_permission(request), model


def test_there_is_no_other_door_for_machines(cast: Cast, two: Two, as_user: SignIn) -> None:
    def routes(resolver: URLResolver, before: str = "") -> list[str]:
        found = []
        for each in resolver.url_patterns:
            here = f"{before}{each.pattern}"
            found += [here] if isinstance(each, URLPattern) else routes(each, here)
        return found

    assert [route for route in routes(get_resolver()) if "api" in route.replace("<", "/").split("/")] == []
    client = as_user(cast.priya)
    body = json.dumps(scores())
    for method in (client.post, client.put, client.patch, client.delete):
        answer = method(url("classify", two.second.pk), body, content_type="application/json")
        assert answer.status_code in (405, 409), method
    assert not Classification.objects.exists()


def ready(cast: Cast) -> tuple[Appraisal, Round, Option]:
    asked = make.ready(by=cast.priya, approver=cast.gareth)
    round = make.round_of(asked)
    return asked, round, round.options.get(kind="platform")


def decides(round: Round, option: Option, *, by: User) -> Callable[[], object]:
    later = clock.today() + timedelta(days=100)
    return lambda: Decision.objects.create(round=round, option=option, balance="So be it", review_on=later, by=by)


def test_nothing_is_decided_without_an_owner_or_when_it_was_given_up(cast: Cast) -> None:
    asked, round, platform = ready(cast)
    whole = "the appraisal has an owner and is open"
    Appraisal.objects.update(owner=None)
    assert whole in refused(decides(round, platform, by=cast.priya))
    Appraisal.objects.update(owner=cast.priya)
    appraisals.close(asked, by=cast.priya, reason="Another will ask it")
    assert whole in refused(decides(round, platform, by=cast.priya))
    with pytest.raises(PermissionDenied):
        decisions.decide(round, by=cast.priya, option=platform, balance="So", review_on=date(2199, 1, 1))
    assert not Decision.objects.exists()


def test_nothing_is_decided_while_an_option_does_not_face_every_risk(cast: Cast) -> None:
    asked, round, platform = ready(cast)
    late = make.risk(asked, by=cast.priya, name="Late")
    for option in round.options.all():
        risks.set_applies(make.exposure(late, option), by=cast.priya, applies=False, why_not="Not here")
    make.exposure(late, platform).delete()
    why = refused(decides(round, platform, by=cast.priya))
    assert "every option faces every risk, or says why not" in why
    with pytest.raises(NotReady, match="does not face every risk"):
        decisions.decide(round, by=cast.priya, option=platform, balance="So", review_on=date(2199, 1, 1))


def test_a_decision_stays_whatever_the_way(cast: Cast) -> None:
    decision = make.decided(by=cast.priya, approver=cast.gareth)
    before = Decision.objects.values().get()
    other = Option.objects.get(kind="prohibit")
    changed = Decision.objects.get()
    changed.option, changed.balance = other, "We always meant this"
    upsert = {"update_conflicts": True, "update_fields": ["balance"], "unique_fields": ["round"]}
    again = Decision(round=decision.round, option=other, balance="New", review_on=decision.review_on, by=cast.priya)
    acts: list[Callable[[], object]] = [
        changed.save,
        lambda: Decision.objects.bulk_update([changed], ["balance"]),
        lambda: Decision.objects.bulk_create([again], **upsert),  # type: ignore[arg-type]
        lambda: Decision.objects.update_or_create(round=decision.round, defaults={"dissent": "None"}),
        again.save,
        decision.delete,
        lambda: run("DELETE FROM risks_decision"),
    ]
    if connection.vendor == "sqlite":
        names = "round_id, option_id, balance, dissent, review_on, by_id, at"
        chosen = "round_id, %s, 'New', '', review_on, by_id, at"
        anew = f"REPLACE INTO risks_decision ({names}) SELECT {chosen} FROM risks_decision"  # noqa: S608 - our own
        acts.append(lambda: run(anew, other.pk))
    else:
        acts.append(lambda: run("TRUNCATE risks_decision CASCADE"))
    for act in acts:
        refused(act)
    assert Decision.objects.values().get() == before


def test_a_treatment_or_a_response_stays_under_a_classification_whatever_the_way(cast: Cast) -> None:
    make.ready(by=cast.priya, approver=cast.gareth)
    judged = Classification.objects.filter(basis__response__kind="treat").order_by("pk")[0]
    basis, step = judged.basis, judged.basis.response
    elsewhere = Exposure.objects.exclude(treatments__response=step)[0]
    other = Response.objects.get(kind="tolerate")
    kept = list(Treatment.objects.order_by("pk").values())
    moved, taken = Treatment.objects.get(pk=basis.pk), Treatment.objects.get(pk=basis.pk)
    moved.exposure, taken.response = elsewhere, other
    upsert = {"update_conflicts": True, "update_fields": ["exposure"], "unique_fields": ["id"]}
    acts: list[Callable[[], object]] = [
        moved.save,
        taken.save,
        lambda: Treatment.objects.bulk_update([moved], ["exposure"]),
        lambda: Treatment.objects.bulk_create([moved], **upsert),  # type: ignore[arg-type]
        lambda: run("DELETE FROM risks_treatment WHERE id = %s", basis.pk),
        lambda: run("DELETE FROM risks_response WHERE id = %s", step.pk),
        lambda: Response.objects.filter(pk=step.pk).update(id=9999),
        lambda: Treatment.objects.filter(pk=basis.pk).update(id=9999),
        step.delete,
        basis.delete,
    ]
    if connection.vendor == "sqlite":
        values = f"VALUES ({basis.pk}, {step.pk}, {elsewhere.pk})"
        acts.append(lambda: run(f"REPLACE INTO risks_treatment (id, response_id, exposure_id) {values}"))
    else:
        acts.append(lambda: run("TRUNCATE risks_treatment CASCADE"))
    for act in acts:
        refused(act)
    assert list(Treatment.objects.order_by("pk").values()) == kept


CHANGES = ("step", "kind", "acts_on", "control", "rationale", "approver", "drop", "serve", "stop", "another")


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_of_what_is_done_makes_the_judgement_stale(cast: Cast, change: str) -> None:
    asked = make.ready(by=cast.priya, approver=cast.gareth)
    kind = "tolerate" if change in ("rationale", "approver") else "treat"
    step = Response.objects.get(kind=kind)
    faced = step.treatments.order_by("pk")[0].exposure
    assert line_of(faced).state is State.CLASSIFIED
    said = ResponseWords(
        kind=ResponseKind(step.kind),
        step=step.step,
        acts_on=step.acts_on,
        control=step.control,
        actionee=step.actionee,
        due_on=step.due_on,
        rationale=step.rationale,
        approver=step.approver,
        review_on=step.review_on,
    )
    edits = {
        "step": replace(said, step="Another"),
        "kind": replace(said, kind=ResponseKind.TRANSFER),
        "acts_on": replace(said, acts_on=ActsOn.IMPACT),
        "control": replace(said, control=Control.DETECTIVE),
        "rationale": replace(said, rationale="For another reason"),
        "approver": replace(said, approver=cast.joan),
    }
    if change in edits:
        responses.edit_response(step, by=cast.priya, words=edits[change])
    elif change == "drop":
        responses.drop(step, by=cast.priya, why="No money")
    elif change == "stop":
        responses.stop_serving(step.treatments.get(exposure=faced), by=cast.priya)
    elif change == "serve":
        responses.serve(make.step(asked, by=cast.priya, words="Also this"), by=cast.priya, exposures=[faced])
    else:
        make.step(asked, faced, by=cast.priya, words="One more")
    line = line_of(faced)
    assert line.state is State.STALE
    assert line.shift is None
    with pytest.raises(NotReady, match=r"stale|any longer|signed"):
        decisions.decide(
            make.round_of(asked),
            by=cast.priya,
            option=make.round_of(asked).options.get(kind="platform"),
            balance="So",
            review_on=date(2199, 1, 1),
        )


def test_an_edit_that_changes_nothing_makes_nothing_stale(cast: Cast) -> None:
    make.ready(by=cast.priya, approver=cast.gareth)
    named = Risk.objects.order_by("pk")[0]
    same = risks.RiskWords("Another name", named.cause, named.event, named.consequence, Category.MONEY)
    risks.edit_risk(named, by=cast.priya, words=same)
    assert {line_of(each).state for each in named.exposures.all()} == {State.CLASSIFIED}
