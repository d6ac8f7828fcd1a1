"""Two sessions at one letter or one case: they wait for each other, and nothing is done twice."""

import random
import time
from collections.abc import Callable
from functools import partial

import pytest
from django.conf import LazySettings

from moothall.disclosure.actions import cases, letters, parts, reviews
from moothall.disclosure.actions.cases import Impossible
from moothall.disclosure.law.clocks import Happening
from moothall.disclosure.law.letters import Kind as LetterKind
from moothall.disclosure.models import Case, Kind, Letter, Outcome
from moothall.disclosure.models.cases import CLOSES
from moothall.disclosure.tests import make, make_sending
from moothall.disclosure.tests.make_mail import OURS, delivered, mail
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


def tried(doing: Callable[[], object]) -> Callable[[], str]:
    """Whether it was done or refused; anything else is raised."""

    def run() -> str:
        try:
            doing()
        except Impossible:
            return "refused"
        return "done"

    return run


def test_one_person_approves_once_and_two_approve_twice(samira: User) -> None:
    make_sending.held_terms(by=samira)
    otto, ines = make.officer("Otto Keeper"), make.officer("Ines Moreau")
    for _turn in range(3):
        case = make.case(by=samira, owner=samira)
        wording = letters.draft(case, by=samira, kind=LetterKind.ANSWER).last()
        doing = [partial(letters.approve, wording, by=person) for person in (otto, otto, otto, ines)]
        ends = at_once([tried(one) for one in doing])
        assert sorted(ends) == ["done", "done", "refused", "refused"]
        assert sorted(wording.approvals.values_list("by", flat=True)) == sorted([otto.pk, ines.pk])


def test_whoever_closes_ends_what_others_write_and_the_dates_are_those_of_the_history(samira: User) -> None:
    otto = make.officer("Otto Keeper")
    for _turn in range(4):
        case = make.case(by=samira, owner=samira)
        part = make.part(case)
        ends = at_once(
            [
                tried(partial(cases.record, case, Happening.ANSWERED, by=samira)),
                tried(partial(cases.record, case, Happening.WITHDRAWN, by=otto)),
                tried(partial(parts.answer, part, by=otto, outcome=Outcome.GIVEN, words="Late.")),
                tried(partial(parts.split, case, by=samira, questions=["How much?", "To whom?"])),
                tried(partial(letters.draft, case, by=otto, kind=LetterKind.ANSWER)),
            ]
        )
        case.refresh_from_db()
        assert ends.count("done") >= 1 and case.closed_on is not None
        assert case.closed_on == case.events.standing().filter(kind__in=CLOSES)[0].on


def test_cases_that_are_opened_at_once_are_numbered_in_one_row(samira: User) -> None:
    opening = [partial(make.case, by=samira, title=f"Case {n}") for n in range(8)]
    made = at_once(opening)
    assert sorted(case.number for case in made) == list(range(1, 9))


def test_a_review_is_opened_while_its_requester_writes_and_neither_waits_for_the_other(
    samira: User, settings: LazySettings
) -> None:
    settings.MOOTHALL_REQUESTS_ADDRESSES = (OURS,)
    case = delivered().case
    assert case is not None
    for turn in range(4):
        reply = mail(f"Re: {case.reference}", f"And {turn}?", message_id=f"<{turn}@x>")
        opening = tried(partial(reviews.open_review, case, by=samira, words="Wrong."))
        at_once([tried(partial(delivered, reply)), opening, tried(partial(make.case, by=samira))])
    numbers = sorted(Case.objects.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert Case.objects.filter(of=case).exists() and case.events.filter(kind=Kind.NOTE).count() == 4
