"""One answers or sums up, another changes what rests on it, at the same moment: both can't win."""

import random
import time
from collections.abc import Callable

import pytest
from django.db import IntegrityError, OperationalError, transaction

from moothall.change.actions import consultations as act
from moothall.change.models import Consultation, PublicAnswer, Question, Theme
from moothall.change.tests import make, make_value
from moothall.kit import clock
from moothall.kit.testing import CommittedDatabase, at_once
from moothall.people.models import User
from moothall.people.tests import make as make_people

TRIES = 5


@pytest.fixture
def priya(committed_db: CommittedDatabase) -> User:
    return make_people.user("Priya Raman")


def soon() -> None:
    time.sleep(random.random() / 50)


def test_nobody_answers_a_question_while_it_becomes_another(priya: User) -> None:
    begun = make.initiative(by=priya)
    for number in range(TRIES):
        asked = make_value.consultation(begun, by=priya, title=f"Number {number}")
        first = asked.questions.all()[0]

        def reword(question: Question = first) -> str:
            soon()
            try:
                with transaction.atomic():
                    Question.objects.filter(pk=question.pk).update(words="Something else?")
                    soon()
            except (IntegrityError, OperationalError):
                return "refused"
            return "reworded"

        def answer(asked: Consultation = asked, question: Question = first) -> str:
            soon()
            try:
                with transaction.atomic():
                    made = PublicAnswer.objects.create(consultation=asked)
                    seen = Question.objects.get(pk=question.pk).words
                    made.parts.create(question=question, words=seen)
                    soon()
            except OperationalError:
                return "refused"
            return "answered"

        both: list[Callable[[], str]] = [reword, answer]
        at_once(both)
        for part in first.parts.all():
            assert part.words == Question.objects.get(pk=first.pk).words, "what was answered is what is asked"


def test_no_theme_slips_in_while_what_came_of_it_is_published(priya: User) -> None:
    begun = make.initiative(by=priya)
    for number in range(TRIES):
        asked = make_value.consultation(begun, by=priya, title=f"Number {number}")
        make_value.theme(asked, by=priya)

        def tell(asked: Consultation = asked) -> str:
            soon()
            with transaction.atomic():
                Consultation.objects.filter(pk=asked.pk).update(answered_at=clock.now(), answered_by=priya)
                soon()
            return "told"

        def add(asked: Consultation = asked) -> str:
            soon()
            try:
                with transaction.atomic():
                    Theme.objects.create(consultation=asked, said="Slipped in", by=priya)
                    soon()
            except (IntegrityError, OperationalError):
                return "refused"
            return "added"

        outcome: list[str] = []
        try:
            outcome = at_once([tell, add])
        except (IntegrityError, OperationalError):
            assert not Consultation.objects.get(pk=asked.pk).answered_at, "a theme without an answer came first"
            continue
        assert outcome[1] == "refused", "once it is published nothing unanswered is added"


def test_two_answers_to_a_box_with_one_place_left(priya: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(act, "MOST_WAITING", 1)
    begun = make.initiative(by=priya)
    for number in range(TRIES):
        asked = make_value.consultation(begun, by=priya, title=f"Number {number}")

        def answer(asked: Consultation = asked) -> str:
            soon()
            try:
                make_value.answer(asked)
            except act.BoxFull:
                return "full"
            return "taken"

        assert sorted(at_once([answer, answer])) == ["full", "taken"]
