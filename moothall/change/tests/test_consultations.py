"""Open consultations: what the database keeps of them, and what their acts refuse."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from conftest import Cast
from moothall.change import telling_value
from moothall.change.actions import consultations as act
from moothall.change.models import (
    AnswerPart,
    Consultation,
    Initiative,
    PublicAnswer,
    Question,
    Theme,
)
from moothall.change.queries import consultations, gunning
from moothall.change.queries.gunning import Kept
from moothall.change.tests import make, make_value
from moothall.change.tests.test_ground import ways
from moothall.kit import clock
from moothall.notices.models import Notice
from moothall.policies import gate
from moothall.policies.models import Capability
from moothall.policies.tests import make_gate
from moothall.risks.tests.refusing import refused, sql


@pytest.fixture
def begun(cast: Cast) -> Initiative:
    return make.owned(make.initiative(by=cast.priya), by=cast.priya, owner=cast.gareth)


@pytest.fixture
def asked(cast: Cast, begun: Initiative) -> Consultation:
    return make_value.consultation(begun, by=cast.priya)


def over(asked: Consultation) -> Any:
    """The day after it closed."""
    return clock.at(clock.now() + timedelta(days=asked.days + 1))


def told(asked: Consultation, cast: Cast) -> Consultation:
    """With what came of it published, the day after it closed."""
    make_value.theme(asked, by=cast.priya)
    with over(asked):
        return act.tell_what_came_of_it(asked, by=cast.gareth)


def test_what_was_asked_stays_once_somebody_answered(cast: Cast, asked: Consultation) -> None:
    engagement = asked.engagement
    act.write(engagement, by=cast.priya, words=make_value.words(engagement, questions=("Only this?",)))
    assert list(asked.questions.values_list("words", flat=True)) == ["Only this?"]
    make_value.answer(asked)
    question = asked.questions.get()
    for way in ways(Question, question.pk, words="Something else?"):
        refused(way)
    refused(lambda: Question.objects.create(consultation=asked, place=2, words="And this?"))
    refused(lambda: Question.objects.bulk_create([Question(consultation=asked, place=2, words="And this?")]))
    refused(sql("DELETE FROM change_question WHERE id = %s", question.pk))
    for way in ways(Consultation, asked.pk, title="Another matter"):
        refused(way)
    for way in ways(Consultation, asked.pk, closes_on=asked.closes_on - timedelta(days=5)):
        refused(way)
    refused(lambda: Consultation.objects.filter(pk=asked.pk).update(published_at=None, published_by=None))
    with pytest.raises(act.Asked):
        act.write(engagement, by=cast.priya, words=make_value.words(engagement))
    with pytest.raises(act.Asked):
        act.unpublish(asked, by=cast.priya)
    if connection.vendor == "postgresql":
        refused(sql("TRUNCATE change_question CASCADE"))
        refused(sql("TRUNCATE change_publicanswer CASCADE"))
    if connection.vendor == "sqlite":
        refused(
            sql(
                "INSERT OR REPLACE INTO change_question (id, consultation_id, place, words)"
                " SELECT id, consultation_id, place, 'Other?' FROM change_question"
            )
        )


def test_the_last_day_moves_only_further_off(cast: Cast, asked: Consultation) -> None:
    make_value.answer(asked)
    engagement = asked.engagement
    words = make_value.words(engagement, questions=tuple(asked.questions.values_list("words", flat=True)))
    later = act.ConsultationWords(**{**vars(words), "closes_on": asked.closes_on + timedelta(days=7)})
    assert act.write(engagement, by=cast.priya, words=later).closes_on == later.closes_on
    engagement.refresh_from_db()
    assert engagement.closed_on == later.closes_on
    with pytest.raises(act.Asked):
        act.write(engagement, by=cast.priya, words=words)


def test_an_answer_stays_as_it_was_written(cast: Cast, asked: Consultation) -> None:
    said = make_value.answer(asked)
    part = said.parts.get()
    for way in ways(AnswerPart, part.pk, words="I would not."):
        refused(way)
    for way in ways(PublicAnswer, said.pk, name="Somebody else"):
        refused(way)
    refused(lambda: AnswerPart.objects.filter(pk=part.pk).delete())
    refused(sql("DELETE FROM change_answerpart WHERE id = %s", part.pk))
    refused(lambda: PublicAnswer.objects.filter(pk=said.pk).delete())
    act.moderate(said, by=cast.gareth, let_in=True)
    second = asked.questions.all()[1]
    refused(lambda: AnswerPart.objects.create(answer=said, question=second, words="Put into my mouth"))


def test_an_answer_is_to_the_questions_of_its_own_consultation(cast: Cast, asked: Consultation) -> None:
    said = make_value.answer(asked)
    other = make_value.consultation(make.initiative(by=cast.gareth, title="Another"), by=cast.gareth)
    strange = other.questions.all()[0]
    refused(lambda: AnswerPart.objects.create(answer=said, question=strange, words="x"))
    refused(lambda: AnswerPart.objects.bulk_create([AnswerPart(answer=said, question=strange, words="x")]))
    with pytest.raises(ValueError, match="what is asked"):
        act.answer(asked, name="", parts={strange.pk: "x"})
    for empty in ({}, {asked.questions.all()[0].pk: "  "}):
        with pytest.raises(ValueError, match="words"):
            act.answer(asked, name="", parts=empty)
    with pytest.raises(ValueError, match="not too many"):
        act.answer(asked, name="", parts={asked.questions.all()[0].pk: "x" * (act.LONGEST + 1)})


def test_nobody_answers_before_it_opens_or_after_it_closed(cast: Cast, begun: Initiative) -> None:
    asked = make_value.consultation(begun, by=cast.priya, opens_on=clock.today() + timedelta(days=3), days=5)
    with pytest.raises(act.NotOpen):
        make_value.answer(asked)
    refused(lambda: PublicAnswer.objects.create(consultation=asked))
    with clock.at(clock.now() + timedelta(days=3)):
        make_value.answer(asked)
    with clock.at(clock.now() + timedelta(days=8)):
        make_value.answer(asked)
    with clock.at(clock.now() + timedelta(days=9)):
        with pytest.raises(act.NotOpen):
            make_value.answer(asked)
        refused(lambda: PublicAnswer.objects.create(consultation=asked))
        refused(lambda: PublicAnswer.objects.bulk_create([PublicAnswer(consultation=asked)]))


def test_nobody_answers_what_is_not_published(cast: Cast, begun: Initiative) -> None:
    asked = make_value.consultation(begun, by=cast.priya, published=False)
    with pytest.raises(act.NotOpen):
        make_value.answer(asked)
    refused(lambda: PublicAnswer.objects.create(consultation=asked))


def test_an_answer_comes_in_unread(cast: Cast, asked: Consultation) -> None:
    let_in = {"let_in": True, "moderated_by": cast.priya, "moderated_at": clock.now()}
    refused(lambda: PublicAnswer.objects.create(consultation=asked, **let_in))
    said = make_value.answer(asked)
    refused(lambda: PublicAnswer.objects.filter(pk=said.pk).update(let_in=True))
    out = {**let_in, "let_in": False}
    refused(lambda: PublicAnswer.objects.filter(pk=said.pk).update(**out))


def test_who_looks_after_it_lets_answers_in_or_keeps_them_out_for_a_reason(cast: Cast, asked: Consultation) -> None:
    said = make_value.answer(asked)
    for other in (cast.joan, cast.admin, cast.marcus, cast.outsider):
        with pytest.raises(PermissionDenied):
            act.moderate(said, by=other, let_in=True)
    with pytest.raises(ValueError, match="kept out"):
        act.moderate(said, by=cast.gareth, let_in=False)
    act.moderate(said, by=cast.gareth, let_in=False, why="About a person")
    with pytest.raises(act.ModeratedMeanwhile):
        act.moderate(said, by=cast.priya, let_in=True)
    act.moderate(said, by=cast.priya, let_in=True, seen=False)
    assert consultations.shown(asked, None).rows == [said]


def test_who_looks_after_it_is_told_once_of_what_waits(cast: Cast, asked: Consultation) -> None:
    first, second = make_value.answer(asked), make_value.answer(asked, body="Not I.")
    notices = Notice.objects.filter(kind=telling_value.ANSWERED)
    assert {row.person for row in notices} == {cast.gareth}, "its owner; nobody guides it"
    assert notices.count() == 1
    act.moderate(first, by=cast.gareth, let_in=True)
    assert notices.filter(done_at=None).exists(), "one still waits"
    act.moderate(second, by=cast.gareth, let_in=True)
    assert not notices.filter(done_at=None).exists()
    make_value.answer(asked, body="And I.")
    assert notices.filter(done_at=None).count() == 1, "told anew"


def test_a_full_box_takes_no_more(cast: Cast, asked: Consultation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(act, "MOST_WAITING", 2)
    said = [make_value.answer(asked) for _time in range(2)]
    with pytest.raises(act.BoxFull):
        make_value.answer(asked)
    act.moderate(said[0], by=cast.gareth, let_in=False, why="Spam")
    make_value.answer(asked)


def test_themes_are_free_until_they_are_published_and_then_corrected_beside(cast: Cast, asked: Consultation) -> None:
    theme = make_value.theme(asked, by=cast.priya, did="")
    with pytest.raises(ValueError, match="once the consultation has closed"):
        act.tell_what_came_of_it(asked, by=cast.gareth)
    with over(asked):
        with pytest.raises(ValueError, match="for each theme"):
            act.tell_what_came_of_it(asked, by=cast.gareth)
        refused(
            lambda: Consultation.objects.filter(pk=asked.pk).update(answered_at=clock.now(), answered_by=cast.gareth)
        )
        act.edit_theme(theme, by=cast.priya, words=act.ThemeWords("It must work on a telephone.", did="It does."))
        act.tell_what_came_of_it(asked, by=cast.gareth)
    for way in ways(Theme, theme.pk, did="It does not."):
        refused(way)
    refused(lambda: Theme.objects.filter(pk=theme.pk).delete())
    refused(lambda: Theme.objects.create(consultation=asked, said="Late", did="x", by=cast.priya))
    refused(sql("DELETE FROM change_theme WHERE id = %s", theme.pk))
    with pytest.raises(ValueError, match="published"):
        act.edit_theme(theme, by=cast.priya, words=act.ThemeWords("x", did="y"))
    with pytest.raises(ValueError, match="published"):
        act.remove_theme(theme, by=cast.priya)
    with pytest.raises(ValueError, match="correct one"):
        make_value.theme(asked, by=cast.priya)
    right = act.add_theme(
        asked, by=cast.priya, words=act.ThemeWords("On any telephone.", did="It does."), corrects=theme
    )
    found = consultations.themes(asked)
    assert [(each.theme, each.before) for each in found] == [(right, [theme])]
    with pytest.raises(ValueError, match="corrected already"):
        act.add_theme(asked, by=cast.priya, words=act.ThemeWords("x", did="y"), corrects=theme)


def test_what_came_of_it_is_said_once_and_with_words(cast: Cast, asked: Consultation) -> None:
    with over(asked), pytest.raises(ValueError, match="what people said"):
        act.tell_what_came_of_it(asked, by=cast.gareth)
    answered = {"answered_at": clock.now(), "answered_by": cast.gareth}
    refused(lambda: Consultation.objects.filter(pk=asked.pk).update(**answered))
    told(asked, cast)
    asked.engagement.refresh_from_db()
    assert (asked.engagement.said, asked.engagement.changed) == ("It must work on a telephone.", "It does.")
    refused(lambda: Consultation.objects.filter(pk=asked.pk).update(answered_at=None, answered_by=None))
    refused(lambda: Consultation.objects.filter(pk=asked.pk).update(answered_at=clock.now()))


def test_a_theme_of_another_consultation_corrects_nothing(cast: Cast, asked: Consultation) -> None:
    theme = make_value.theme(asked, by=cast.priya)
    other = make_value.consultation(make.initiative(by=cast.gareth, title="Another"), by=cast.gareth)
    make_value.theme(other, by=cast.gareth)
    with over(other):
        act.tell_what_came_of_it(other, by=cast.gareth)
    with pytest.raises(ValueError, match="Only a published theme"):
        act.add_theme(other, by=cast.gareth, words=act.ThemeWords("x", did="y"), corrects=theme)
    refused(lambda: Theme.objects.create(consultation=other, said="x", did="y", corrects=theme, by=cast.gareth))


def test_who_may_write_publish_and_answer_for_it(cast: Cast, begun: Initiative) -> None:
    engagement = make_value.open_engagement(begun, by=cast.priya)
    with pytest.raises(PermissionDenied):
        act.write(engagement, by=cast.joan, words=make_value.words(engagement))
    written = act.write(engagement, by=cast.priya, words=make_value.words(engagement))
    make_gate.asked(make_gate.policy(owner=cast.gareth), Capability.PUBLISH)
    with pytest.raises(PermissionDenied):
        act.publish(written, by=cast.joan)
    with pytest.raises(gate.GateClosed):
        act.publish(written, by=cast.priya)
    assert not Consultation.objects.public().exists()


CHECKS: dict[str, tuple[Callable[[Consultation], object], int]] = {
    "late stage": (lambda asked: type(asked.engagement).objects.update(stage="development"), 1),
    "no information": (lambda asked: type(asked.engagement).objects.update(information=""), 2),
    "little time": (lambda asked: type(asked).objects.update(closes_on=asked.opens_on + timedelta(days=3)), 3),
}


@pytest.mark.parametrize(("spoil", "number"), CHECKS.values(), ids=CHECKS.keys())
def test_each_principle_says_what_is_missing(
    cast: Cast, asked: Consultation, spoil: Callable[[Consultation], object], number: int
) -> None:
    before = {check.number: check.kept for check in gunning.checks(asked.engagement)}
    assert before == {1: Kept.YES, 2: Kept.YES, 3: Kept.YES, 4: Kept.NOT_YET}
    spoil(asked)
    asked.engagement.refresh_from_db()
    after = {check.number: check.kept for check in gunning.checks(asked.engagement)}
    assert after == {**before, number: Kept.NO}


def test_what_people_said_counts_where_it_is_answered_before_the_decision(cast: Cast, asked: Consultation) -> None:
    def fourth() -> Kept:
        asked.engagement.refresh_from_db()
        return gunning.checks(asked.engagement)[3].kept

    told(asked, cast)
    assert fourth() is Kept.YES
    with clock.at(clock.now() + timedelta(days=100)):
        make.decided(asked.engagement.initiative, by=cast.priya, approver=cast.gareth)
    assert fourth() is Kept.YES
    assert gunning.checks(asked.engagement)[0].kept is Kept.YES


def test_asked_after_the_decision_is_no_consultation(cast: Cast, begun: Initiative) -> None:
    make.decided(begun, by=cast.priya, approver=cast.gareth)
    late = make_value.consultation(begun, by=cast.priya, opens_on=clock.today() + timedelta(days=1))
    found = {check.number: check for check in gunning.checks(late.engagement)}
    assert found[1].kept is Kept.NO and found[4].kept is Kept.NO
    assert "decided on" in found[1].words


def test_who_looks_after_it_is_told_before_it_closes_and_after(cast: Cast, asked: Consultation) -> None:
    assert telling_value.consultations_closing() == 0
    with clock.at(clock.now() + timedelta(days=28)):
        assert telling_value.consultations_closing() == 1
        assert telling_value.consultations_closing() == 0
    with over(asked):
        assert telling_value.consultations_closing() == 1
