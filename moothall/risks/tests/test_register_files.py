"""A register as a file: taken away and brought in, looked at first, all of it or nothing, and never classified."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry
from moothall.files.models import Upload
from moothall.kit import clock
from moothall.notices.models import Notice
from moothall.notices.stamps import stamped
from moothall.people.models import User
from moothall.risks import telling
from moothall.risks.actions import appraisals, decisions, responses
from moothall.risks.actions import registers as act
from moothall.risks.actions.rounds import RoundDecided
from moothall.risks.columns import OLD_SCORES
from moothall.risks.forms.registers import UPLOAD
from moothall.risks.models import (
    Appraisal,
    Classification,
    Exposure,
    RegisterImport,
    Response,
    ResponseKind,
    Risk,
    Round,
    Treatment,
)
from moothall.risks.standing import State
from moothall.risks.tests import make
from moothall.risks.tests import make_registers as files
from moothall.risks.tests.make_registers import agree, brought_in, data, look, row, said, states, step
from moothall.search.models import OutboxRow

SignIn = Callable[[User], Client]


@pytest.fixture
def asked(cast: Cast) -> Appraisal:
    return files.asked(cast.priya)


@pytest.fixture
def round(asked: Appraisal) -> Round:
    return make.round_of(asked)


def test_a_file_is_looked_at_first_and_comes_in_when_agreed(cast: Cast, asked: Appraisal, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    content = data(row(**step()), row(ref="D1", name="A careless post", event="a post may be careless"))
    looked = look(client, asked, content)
    page = looked.content.decode()
    assert looked.status_code == 200 and not Risk.objects.exists() and not RegisterImport.objects.exists()
    assert "register.csv holds 2 risks. Nothing has come in yet." in page
    assert "under C, D, and not judged" in page and "Nothing is done about it yet" in page
    answer = agree(client, asked, looked)
    run = RegisterImport.objects.get()
    assert answer.status_code == 302 and answer["Location"] == run.get_absolute_url()
    assert {risk.ref for risk in Risk.objects.all()} == {"N1", "D1"}
    page = client.get(run.get_absolute_url()).content.decode()
    assert "1 answered, 1 named, 0 here already. None is classified by it." in page
    entry = Entry.objects.get(verb="register.imported")
    assert (entry.details["risks"], entry.details["answered"]) == (2, 1) and len(entry.details["digest"]) == 64
    assert not Upload.objects.filter(kind=UPLOAD).exists()  # the file itself is not kept


def test_a_score_without_a_mitigation_arrives_unclassified_and_the_report_says_so(
    cast: Cast, asked: Appraisal, round: Round, as_user: SignIn
) -> None:
    client = as_user(cast.priya)
    content = data(row(likelihood="4", Impact="5", **{"Risk Score": "20"}))
    looked = look(client, asked, content)
    assert "comes with a score and no mitigation, so it is not classified" in looked.content.decode()
    agree(client, asked, looked)
    risk = Risk.objects.get()
    assert "likelihood 4, impact 5, risk score 20" in risk.note and "It counts for nothing here" in risk.note
    assert set(states(round, "N1").values()) == {State.NAMED} and not Classification.objects.exists()
    report = client.get(RegisterImport.objects.get().get_absolute_url()).content.decode()
    assert "came with a score and no mitigation: not classified. The score is kept as a note." in report


def test_a_score_with_a_mitigation_arrives_answered_and_still_not_classified(
    cast: Cast, asked: Appraisal, round: Round, as_user: SignIn
) -> None:
    client = as_user(cast.priya)
    content = data(row(residual_score="6", inherent_score="20", note="Seen elsewhere.", **step()))
    looked = look(client, asked, content)
    assert "Its old score is kept as a note. It is judged here again." in looked.content.decode()
    agree(client, asked, looked)
    assert states(round, "N1") == {"A": State.NAMED, "B": State.NAMED, "C": State.ANSWERED, "D": State.ANSWERED}
    note = Risk.objects.get().note
    assert note.startswith("Seen elsewhere.") and "residual score 6, inherent score 20" in note
    assert not Classification.objects.exists()
    report = client.get(RegisterImport.objects.get().get_absolute_url()).content.decode()
    assert "It came with a score, which is kept as a note: judge it here again." in report


def test_no_column_of_scores_classifies_whatever_it_is_called(cast: Cast, round: Round) -> None:
    names = sorted(OLD_SCORES)
    rows = [row(event=f"{name} may happen", ref=f"N{n}", **{name: "5"}, **step()) for n, name in enumerate(names, 1)]
    runs = [brought_in(round, data(*rows[start : start + 40]), by=cast.priya) for start in range(0, len(rows), 40)]
    assert not Classification.objects.exists() and sum(len(run.scored) for run in runs) == len(names)
    for name, risk in zip(names, Risk.objects.order_by("pk"), strict=True):
        assert f"{name.replace('_', ' ')} 5" in risk.note


def test_the_same_file_twice_comes_in_once(cast: Cast, asked: Appraisal, round: Round, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    content = data(row(score="9", **step()), row(**step(step="Look for impostors")), row(ref="D1", event="we may err"))
    agree(client, asked, look(client, asked, content))
    before = files.register(round)
    looked = look(client, asked, content)
    assert looked.content.decode().count("It stays as it is.") == 2
    agree(client, asked, looked)
    assert files.register(round) == before
    assert [len(run.made) for run in RegisterImport.objects.order_by("pk")] == [2, 0]


def test_what_was_read_before_another_sent_it_is_still_written_once(cast: Cast, round: Round) -> None:
    content = data(row(**step()))
    both = [said(content, by=cast.priya, round=round) for _time in range(2)]  # two tabs, read before either writes
    for incoming in both:
        act.bring_in(round, by=cast.priya, incoming=incoming)
    assert (Risk.objects.count(), Response.objects.count(), Treatment.objects.count()) == (1, 1, 2)


def test_a_known_risk_keeps_its_words_and_gains_the_steps_it_lacks(cast: Cast, round: Round) -> None:
    brought_in(round, data(row(**step())), by=cast.priya)
    brought_in(
        round,
        data(
            row(ref="N7", name="Called otherwise", cause="Our  name is FREE for anybody to take", **step(step="Watch"))
        ),
        by=cast.priya,
    )
    risk = Risk.objects.get()
    assert (risk.ref, risk.name) == ("N1", "Our name is taken")
    assert set(Response.objects.values_list("step", flat=True)) == {"Claim the name", "Watch"}


def test_the_preview_says_which_steps_a_known_risk_gains(
    cast: Cast, asked: Appraisal, round: Round, as_user: SignIn
) -> None:
    brought_in(round, data(row(**step(serves="C"))), by=cast.priya)
    looked = look(as_user(cast.priya), asked, data(row(**step()), row(**step(step="Watch", serves="C"))))
    page = looked.content.decode()
    assert "gains what follows" in page and "<b>D:</b> Claim the name" in page and "<b>C:</b> Watch" in page
    run = RegisterImport.objects.get(pk=int(agree(as_user(cast.priya), asked, looked)["Location"].split("/")[-2]))
    assert [(one.made, one.steps) for one in run.told] == [(False, 2)]


def test_a_step_that_no_longer_served_serves_again(cast: Cast, round: Round) -> None:
    brought_in(round, data(row(**step(serves="C"))), by=cast.priya)
    served = Treatment.objects.get()
    make.classified(make.exposure(Risk.objects.get(), round.options.get(place=3)), by=cast.priya)
    responses.stop_serving(served, by=cast.priya)
    brought_in(round, data(row(**step(serves="C"))), by=cast.priya)
    served.refresh_from_db()
    assert served.dropped_at is None and Treatment.objects.count() == 1


def test_a_step_of_two_risks_is_one_step(cast: Cast, round: Round) -> None:
    content = data(row(**step()), row(ref="D1", event="we may err", **step(serves="D")))
    brought_in(round, content, by=cast.priya)
    assert Response.objects.get().treatments.count() == 3


def test_a_step_that_differs_in_anything_is_another(cast: Cast, round: Round) -> None:
    brought_in(round, data(row(**step()), row(**step(actionee=cast.gareth.email))), by=cast.priya)
    assert set(Response.objects.values_list("actionee", flat=True)) == {None, cast.gareth.pk}


def test_a_risk_gets_its_own_number_where_that_is_free(cast: Cast, round: Round) -> None:
    brought_in(round, data(row(ref="N4")), by=cast.priya)
    brought_in(round, data(row(ref="N4", event="another thing may happen")), by=cast.priya)
    brought_in(round, data(row(ref="R-17", stance="not_doing", event="a third thing may happen")), by=cast.priya)
    assert {risk.ref for risk in Risk.objects.all()} == {"N4", "N5", "N6"}


def test_twins_are_found_in_the_file_and_in_the_appraisal(cast: Cast, round: Round) -> None:
    brought_in(
        round,
        data(row(ref="R1", stance="doing", twin="r2", event="we may err"), row(ref="R2", stance="not doing", twin="")),
        by=cast.priya,
    )
    doing, not_doing = Risk.objects.order_by("stance")
    assert doing.twin == not_doing and not_doing.twin is None
    brought_in(round, data(row(ref="D9", event="we may err again", twin="N1")), by=cast.priya)
    assert Risk.objects.get(number=9).twin == not_doing


def test_an_option_that_does_not_face_a_risk_says_why(cast: Cast, round: Round) -> None:
    content = data(row(not_faced="A: we have no name\nb: none".replace("b", "B"), **step(serves="C")))
    brought_in(round, content, by=cast.priya)
    assert set(states(round, "N1").items()) >= {("A", State.NOT_FACED), ("B", State.NOT_FACED), ("C", State.ANSWERED)}
    assert Exposure.objects.get(option__place=2).why_not == "none"


def test_nobody_signs_by_way_of_a_file(cast: Cast, asked: Appraisal, round: Round, as_user: SignIn) -> None:
    content = data(
        row(
            response="tolerate", step="We bear it", serves="A", rationale="It is rare.", approver=cast.joan.email,
            review="2030-01-31", likelihood="1",
        )
    )  # fmt: skip
    client = as_user(cast.priya)
    looked = look(client, asked, content)
    assert "Under A it waits for a signature" in looked.content.decode()
    agree(client, asked, looked)
    borne = Response.objects.get()
    assert borne.is_toleration and borne.approver == cast.joan and borne.signed_at is None
    assert states(round, "N1")["A"] == State.NAMED
    assert [len(RegisterImport.objects.get().answered), len(RegisterImport.objects.get().named)] == [0, 1]


def test_who_is_to_sign_is_asked_and_new_risks_are_found(cast: Cast, round: Round) -> None:
    borne = step(
        response="tolerate", step="We bear it", serves="A", rationale="Rare.", approver=cast.joan.email,
        review="2030-01-31",
    )  # fmt: skip
    for _time in range(2):
        brought_in(round, data(row(**borne)), by=cast.priya)
    told = Notice.objects.filter(kind=telling.SIGN)
    assert [(one.person, one.subject) for one in told] == [
        (cast.joan, stamped(Response.objects.get().pk, 1)),
    ]
    assert OutboxRow.objects.filter(kind="risk", ref=Risk.objects.get().pk).exists()


def test_a_step_that_comes_to_a_judged_risk_makes_its_judgement_stale_and_tells(cast: Cast, round: Round) -> None:
    brought_in(round, data(row(owner=cast.gareth.email, **step(serves="C"))), by=cast.priya)
    make.classified(make.exposure(Risk.objects.get(), round.options.get(place=3)), by=cast.priya)
    brought_in(round, data(row(**step(step="Watch", serves="C"))), by=cast.priya)
    assert states(round, "N1")["C"] == State.STALE
    assert Notice.objects.filter(kind=telling.STALE, person=cast.gareth).count() == 1


def test_what_the_file_does_not_say_is_chosen_on_the_page(
    cast: Cast, asked: Appraisal, round: Round, as_user: SignIn
) -> None:
    client = as_user(cast.priya)
    content = data(
        {**files.SENTENCE, "Mitigation": "Train people", "Risk owner": cast.gareth.name, "RAG": "red", "Mood": "glum"},
    )
    refused = look(client, asked, content)
    assert refused.status_code == 422
    chosen = {
        "stance": "doing", "category": "people", "acts_on": "both", "control": "directive",
        "options": [str(option.pk) for option in round.options.filter(place__in=(3, 4))],
    }  # fmt: skip
    looked = look(client, asked, content, **chosen)
    assert looked.status_code == 200 and "<code>mood</code>" in looked.content.decode()
    assert agree(client, asked, looked, **chosen).status_code == 302
    risk, trained = Risk.objects.get(), Response.objects.get()
    assert (risk.ref, risk.category, risk.owner) == ("D1", "people", cast.gareth) and "rag red" in risk.note
    assert (trained.kind, trained.acts_on, trained.control) == (ResponseKind.TREAT, "both", "directive")
    assert states(round, "D1")["C"] == State.ANSWERED and states(round, "D1")["A"] == State.NAMED


def test_who_may_not_write_brings_nothing_in_and_takes_away_what_they_read(
    cast: Cast, asked: Appraisal, round: Round, as_user: SignIn
) -> None:
    closed = make.appraisal(by=cast.priya, closed=True)
    brought_in(round, data(row()), by=cast.priya)
    run = RegisterImport.objects.get()
    for person in (cast.gareth, cast.joan):
        client = as_user(person)
        assert client.get(reverse("risks:bring_in", args=[asked.pk])).status_code == 403
        assert look(client, asked, data(row(event="we may err"))).status_code == 403
        assert client.get(reverse("risks:export", args=[asked.pk])).status_code == 200
        assert client.get(run.get_absolute_url()).status_code == 200
        for name in ("bring_in", "export"):
            assert client.get(reverse(f"risks:{name}", args=[closed.pk])).status_code == 404
        with pytest.raises(PermissionDenied):
            brought_in(round, data(row(event="we may err")), by=person)
    guest = as_user(cast.marcus)
    for url in (
        reverse("risks:bring_in", args=[asked.pk]),
        reverse("risks:export", args=[asked.pk]),
        run.get_absolute_url(),
    ):
        assert guest.get(url).status_code == 404
    assert guest.get(reverse("risks:empty_register")).status_code == 403
    assert Risk.objects.count() == 1


def test_somebody_else_s_file_cannot_be_agreed_to(cast: Cast, asked: Appraisal, as_user: SignIn) -> None:
    looked = look(as_user(cast.priya), asked, data(row()))
    appraisals.add_member(asked, by=cast.priya, person=cast.gareth)
    assert agree(as_user(cast.gareth), asked, looked).status_code == 422
    assert not Risk.objects.exists()


def test_after_the_decision_nothing_comes_in(cast: Cast, as_user: SignIn) -> None:
    asked = make.ready(by=cast.priya, approver=cast.gareth)
    client, round = as_user(cast.priya), make.round_of(asked)
    looked = look(client, asked, data(row(ref="N8")))
    decisions.decide(
        round, by=cast.priya, option=round.proposal.option, balance="So.", review_on=clock.today() + timedelta(days=90)
    )
    before = files.register(round)
    answer = agree(client, asked, looked)
    assert answer.status_code == 422 and "decided" in answer.content.decode()
    with pytest.raises(RoundDecided):
        brought_in(round, data(row(ref="N8")), by=cast.priya)
    assert "Bring risks in" in client.get(reverse("risks:bring_in", args=[asked.pk])).content.decode()
    assert files.register(round) == before


def test_a_dropped_step_is_not_taken_away_nor_brought_back(cast: Cast, round: Round) -> None:
    brought_in(round, data(row(**step())), by=cast.priya)
    content = files.taken_away(round)
    responses.drop(Response.objects.get(), by=cast.priya, why="Too dear.")
    assert files.table(files.taken_away(round))[0]["step"] == ""
    brought_in(round, content, by=cast.priya)
    assert Response.objects.filter(dropped_at=None).count() == 1 and Response.objects.count() == 2


def test_what_was_judged_is_told_with_and_without_and_never_read(cast: Cast) -> None:
    asked = make.weighed(by=cast.priya, approver=cast.gareth)
    round = make.round_of(asked)
    told = files.table(files.taken_away(round))
    assert all("likelihood 4 without, 2 with; impact 4 without, 2 with" in cells["judged"] for cells in told)
    other = files.asked(cast.priya)
    before = Classification.objects.count()
    run = brought_in(make.round_of(other), files.taken_away(round), by=cast.priya)
    assert Classification.objects.count() == before and run.scored == []


def test_the_report_stays_as_it_was(cast: Cast, round: Round) -> None:
    run = brought_in(round, data(row(score="20")), by=cast.priya)
    for change in (
        lambda: RegisterImport.objects.update(report=[]),
        lambda: RegisterImport.objects.all().delete(),
        lambda: connection.cursor().execute("UPDATE risks_registerimport SET name = 'other.csv'"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    run.refresh_from_db()
    assert run.name == "register.csv" and len(run.scored) == 1


def test_a_longer_register_asks_no_more_questions(cast: Cast, asked: Appraisal, round: Round, as_user: SignIn) -> None:
    client, url = as_user(cast.priya), reverse("risks:export", args=[asked.pk])

    def asks() -> int:
        client.get(url).getvalue()
        with CaptureQueriesContext(connection) as asked_for:
            client.get(url).getvalue()
        return len(asked_for)

    def rows(first: int) -> bytes:
        return data(
            *(
                row(ref=f"D{n}", event=f"thing {n} may happen", **step(step=f"Step {n}"))
                for n in range(first, first + 4)
            )
        )

    brought_in(round, rows(1), by=cast.priya)
    few = asks()
    run = brought_in(round, rows(5), by=cast.priya)
    assert asks() == few
    with CaptureQueriesContext(connection) as one:
        client.get(run.get_absolute_url())
    run = brought_in(round, rows(1) + rows(9).split(b"\n", 1)[1] + rows(13).split(b"\n", 1)[1], by=cast.priya)
    with CaptureQueriesContext(connection) as more:
        client.get(run.get_absolute_url())
    assert len(more) == len(one)


def test_an_empty_file_to_fill_in_has_the_columns_that_are_read(cast: Cast, as_user: SignIn) -> None:
    content = as_user(cast.priya).get(reverse("risks:empty_register")).content
    names = content.decode("utf-8-sig").strip().split(",")
    assert names[0] == "ref" and "judged" not in names and not set(names) & OLD_SCORES
