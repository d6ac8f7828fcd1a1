"""Two sessions at one letter: whoever edits and whoever sends wait for each other, and nothing goes twice."""

import random
import time
from collections.abc import Callable

import pytest

from moothall.disclosure.actions import letters, parts
from moothall.disclosure.actions.cases import Impossible
from moothall.disclosure.law.letters import Kind as LetterKind
from moothall.disclosure.models import Letter, Outcome
from moothall.disclosure.tests import make, make_sending
from moothall.kit.testing import CommittedDatabase, at_once
from moothall.people.models import User


@pytest.fixture
def samira(committed_db: CommittedDatabase) -> User:
    return make.officer()


def ready(samira: User, otto: User) -> Letter:
    """A letter that is approved and lacks nothing."""
    case = make.case(by=samira, owner=samira)
    answer = parts.answer(make.part(case), by=otto, outcome=Outcome.GIVEN, words=make_sending.GIVEN)
    parts.check(answer, by=samira, agrees=True)
    letter = letters.draft(case, by=samira, kind=LetterKind.ANSWER)
    letters.approve(letter.last(), by=otto)
    return letter


def test_what_was_edited_meanwhile_is_never_sent_unapproved(samira: User) -> None:
    make_sending.held_terms(by=samira)
    otto = make.officer("Otto Keeper")

    def trying(doing: Callable[[], object], done: str) -> Callable[[], str]:
        def run() -> str:
            time.sleep(random.random() / 50)
            try:
                doing()
            except Impossible:
                return "refused"
            return done

        return run

    for _turn in range(4):
        letter = ready(samira, otto)
        text = letter.last().text + "\n\nYour request was a nuisance."
        edit = trying(lambda: letters.rewrite(letter, by=samira, subject="Answer", text=text), "edited")  # noqa: B023
        send = trying(lambda: letters.send(letter, by=samira), "sent")  # noqa: B023
        again = trying(lambda: letters.send(Letter.objects.get(pk=letter.pk), by=samira), "sent")  # noqa: B023
        ends = at_once([edit, send, again])
        assert sorted(ends) in (["edited", "refused", "refused"], ["refused", "refused", "sent"])
        letter.refresh_from_db()
        if letter.sent_at is not None:
            assert letter.wording is not None and "nuisance" not in letter.wording.text
            assert letter.wordings.count() == 1
