"""Letters: written from the case, kept back while the law would miss something, approved by others, sent once."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client

from conftest import Cast
from moothall.audit.models import Entry
from moothall.disclosure.actions import cases, letters, parts, released, reviews
from moothall.disclosure.actions.cases import Asker, Impossible
from moothall.disclosure.actions.letters import NotYet
from moothall.disclosure.law.clocks import Happening
from moothall.disclosure.law.letters import Kind as LetterKind
from moothall.disclosure.law.regimes import Regime
from moothall.disclosure.models import (
    Answer,
    Approval,
    Case,
    Details,
    How,
    Kind,
    Letter,
    Outcome,
    Reason,
    Requester,
    Wording,
)
from moothall.disclosure.queries import facts, statistics
from moothall.disclosure.queries import letters as queries
from moothall.disclosure.tests import make, make_sending
from moothall.disclosure.tests.make_letters import ARCHITECT, HARM, OPINION, WEIGHED
from moothall.kit import clock
from moothall.people.models import User

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
SEPTEMBER = datetime(2026, 9, 30, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def late_september() -> Iterator[None]:
    with clock.at(SEPTEMBER):
        yield


@pytest.fixture
def samira(cast: Cast) -> User:
    return make.officer()


@pytest.fixture
def otto(cast: Cast) -> User:
    return make.officer("Otto Keeper")


@pytest.fixture
def ines(cast: Cast) -> User:
    return make.officer("Ines Moreau")


@pytest.fixture
def case(samira: User) -> Case:
    make_sending.held_terms(by=samira)
    return make_sending.meals(by=samira, owner=samira)


def words(lacks: object) -> str:
    return "; ".join(f"{one.words} {one.law}" for one in lacks)  # type: ignore[attr-defined]


def test_a_part_refused_is_kept_back_until_the_balance_is_written_then_approved_and_sent(
    cast: Cast, samira: User, otto: User, ines: User, case: Case
) -> None:
    letter = make_sending.refused(case, by=samira, answerer=cast.gareth, balance="", against="")
    second = make_sending.questions(case)[1]
    shown = words(queries.beside(case, samira).lacks)
    assert f"Part {second.position} has no public-interest balance FOIA s.17(3)" in shown
    with pytest.raises(NotYet, match=r"s\.17\(3\)"):
        letters.send(letter, by=samira)
    make_sending.rates(second, by=samira)
    letters.write_anew(letter, by=samira)
    with pytest.raises(NotYet, match="0 of the 2 approvals"):
        letters.send(letter, by=samira)
    for person in (otto, ines):
        letters.approve(letter.last(), by=person)
    assert queries.beside(case, samira).lacks == []
    sent = letters.send(letter, by=samira)
    case.refresh_from_db()
    assert case.closed_on == date(2026, 9, 30) and sent.sent_how == How.EMAIL
    assert {event.kind for event in case.events.all()} >= {Happening.ANSWERED, Kind.REFUSAL_NOTICE}
    [message] = mail.outbox
    assert message.to == ["edith.hollis@example.com"] and "section 43(2)" in message.body
    assert "Dear Edith Hollis" in message.body and make_sending.REVIEWS in message.body
    with pytest.raises(Impossible, match="already"):
        letters.send(letter, by=samira)
    assert len(mail.outbox) == 1


def test_nobody_approves_what_they_wrote_and_a_changed_letter_is_approved_anew(
    cast: Cast, samira: User, otto: User, ines: User, case: Case
) -> None:
    letter = make_sending.given(case, by=samira, answerer=cast.gareth)
    first = letter.last()
    with pytest.raises(PermissionDenied):
        letters.approve(first, by=samira)
    letters.approve(first, by=otto)
    letters.rewrite(letter, by=ines, subject=first.subject, text=first.text + "\n\nWith thanks for your patience.")
    with pytest.raises(NotYet, match="approval"):
        letters.send(letter, by=samira)
    with pytest.raises(PermissionDenied):
        letters.approve(letter.last(), by=ines)
    with pytest.raises(Impossible, match="anew meanwhile"):
        letters.approve(first, by=otto)
    letters.approve(letter.last(), by=otto)
    stale = Letter.objects.get(pk=letter.pk)
    letters.send(letter, by=samira)
    for attempt in (
        lambda: letters.rewrite(stale, by=samira, subject="Other", text="Other words."),
        lambda: letters.approve(letter.last(), by=ines),
        lambda: letters.put_by(stale, by=samira),
        lambda: letters.send(stale, by=samira),
    ):
        with pytest.raises((Impossible, PermissionDenied)):
            attempt()
    assert "patience" in mail.outbox[0].body


ATTACKS = [
    "UPDATE disclosure_letter SET sent_how = 'post'",
    "UPDATE disclosure_letter SET sent_at = NULL, sent_by_id = NULL, wording_id = NULL, sent_how = ''",
    "UPDATE disclosure_letter SET kind = 'refusal'",
    "UPDATE disclosure_wording SET text = 'Nothing'",
    "INSERT INTO disclosure_wording (letter_id, number, subject, text, details, digest, by_id, at)"
    " SELECT letter_id, 99, subject, 'Other words', details, digest, by_id, at FROM disclosure_wording",
    "UPDATE disclosure_approval SET agrees = NOT agrees, words = 'x'",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_sent_letter_never_changes_past_the_acts(
    cast: Cast, samira: User, otto: User, case: Case, attack: str
) -> None:
    letter = make_sending.given(case, by=samira, answerer=cast.gareth)
    letters.approve(letter.last(), by=otto)
    letters.send(letter, by=samira)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)
    assert Wording.objects.count() == 1


def test_the_database_refuses_ones_own_approval_another_digest_and_an_old_wording(
    cast: Cast, samira: User, otto: User, case: Case
) -> None:
    letter = make_sending.given(case, by=samira, answerer=cast.gareth)
    first = letter.last()
    with pytest.raises(DatabaseError), transaction.atomic():
        Approval.objects.create(wording=first, digest=first.digest, agrees=True, by=samira)
    with pytest.raises(DatabaseError), transaction.atomic():
        Approval.objects.bulk_create([Approval(wording=first, digest="0" * 64, agrees=True, by=otto)])
    letters.rewrite(letter, by=samira, subject="Your answer", text=first.text)
    with pytest.raises(DatabaseError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(
            sent_at=clock.now(), sent_by=samira, wording=first, sent_how=How.POST
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).delete()


def test_questions_answered_in_the_same_words_are_each_answered_in_the_letter(
    cast: Cast, samira: User, case: Case
) -> None:
    text = make_sending.given(case, by=samira, answerer=cast.gareth).last().text
    assert text.count(make_sending.GIVEN) == 2
    assert text.index("Question 1:") < text.index(make_sending.GIVEN) < text.index("Question 2:")
    assert "complain to the Information Commissioner’s Office" in text


def test_a_letter_waits_for_every_answer_its_reader_and_an_address(cast: Cast, samira: User, case: Case) -> None:
    first, second = make_sending.questions(case)
    letter = letters.draft(case, by=samira, kind=LetterKind.ANSWER)
    with pytest.raises(NotYet, match=f"Part {first.position} has no answer"):
        letters.send(letter, by=samira)
    make_sending.answered(first, by=cast.gareth, read_by=samira)
    parts.ask(second, by=samira, person=cast.gareth)
    unread = make.answer(second, by=cast.gareth)
    assert "Nobody has read" in words(queries.beside(case, samira).lacks)
    parts.check(unread, by=samira, agrees=False, words="Which year?")
    assert "was sent back" in words(queries.beside(case, samira).lacks)
    nobody = make.case(by=samira, owner=samira, who=Asker(name="Ana Petrov"))
    assert "s.8(1)(b)" in words(queries.beside(nobody, samira).lacks)


def test_sections_34_and_35_are_not_open_to_a_council_by_act_or_by_row(
    cast: Cast, samira: User, otto: User, ines: User, case: Case
) -> None:
    second = make_sending.questions(case)[1]
    for citation in ("34", "35", "40(1)", "39", "made up"):
        with pytest.raises(Impossible):
            parts.claim(second, by=samira, citation=citation, answers={"why": "It is policy in the making."})
    with pytest.raises(Impossible, match="neither confirming nor denying"):
        parts.claim(second, by=samira, citation="21", answers={}, ncnd=True)
    letter = make_sending.refused(case, by=samira, answerer=cast.gareth)
    Reason.objects.create(
        part=second,
        citation="35",
        by=samira,
        answers={"paragraph": "35(1)(a)", "why": "Policy is being made.", **WEIGHED},
    )
    Reason.objects.create(part=second, citation="99", by=samira, answers=["not", "a", "form"])
    letters.write_anew(letter, by=samira)
    for person in (otto, ines):
        letters.approve(letter.last(), by=person)
    with pytest.raises(NotYet, match="not open to this kind of body"):
        letters.send(letter, by=samira)
    assert "99 is no provision" in words(queries.sheet_of(letter).lacks)


def test_section_36_needs_the_opinion_of_the_qualified_person(
    cast: Cast, samira: User, otto: User, ines: User, case: Case
) -> None:
    first, second = make_sending.questions(case)
    make_sending.answered(first, by=cast.gareth, read_by=samira)
    make_sending.answered(second, by=cast.gareth, read_by=samira, outcome=Outcome.WITHHELD, words="Frank advice.")
    whole = {**OPINION, **HARM, "paragraph": "36(2)(b)(i)"}
    parts.claim(second, by=samira, citation="36", answers=whole | {"opinion": "", "person": ""})
    letter = letters.draft(case, by=samira, kind=LetterKind.PART_REFUSAL)
    for person in (otto, ines):
        letters.approve(letter.last(), by=person)
    with pytest.raises(NotYet, match=r"s\.36\("):
        letters.send(letter, by=samira)
    parts.claim(second, by=samira, citation="36", answers=whole)
    letters.send(letter, by=samira)


def test_refusals_and_sensitive_cases_need_two_and_whoever_is_asked_may_read_it(
    cast: Cast, samira: User, otto: User, case: Case
) -> None:
    secret = make_sending.meals(by=samira, owner=samira, sensitive=True)
    first, second = make_sending.questions(secret)
    for part in (first, second):
        parts.ask(part, by=samira, person=cast.gareth)
        parts.answer(part, by=cast.gareth, outcome=Outcome.GIVEN, words=make_sending.GIVEN)
        parts.check(part.answers.get(), by=samira, agrees=True)
    letter = letters.draft(secret, by=samira, kind=LetterKind.ANSWER)
    with pytest.raises(NotYet, match="0 of the 2"):
        letters.send(letter, by=samira)
    assert letter not in Letter.objects.visible_to(otto)
    with pytest.raises(PermissionDenied):
        letters.approve(letter.last(), by=otto)
    with pytest.raises(Impossible):
        letters.ask_to_approve(letter, by=samira, person=samira)
    for person in (otto, cast.admin):
        letters.ask_to_approve(letter, by=samira, person=person)
        assert letter in Letter.objects.visible_to(person)
        letters.approve(letter.last(), by=person)
    letters.send(letter, by=samira)


def test_what_each_letter_is_in_law_is_written_down_with_it(cast: Cast, samira: User, otto: User, ines: User) -> None:
    make_sending.held_terms(by=samira, approvals=0)

    def fresh() -> Case:
        return make.case(by=samira, owner=samira, received_on=make_sending.CAME)

    asked, fee, told = fresh(), fresh(), fresh()
    question = Details(question="Which of our nine schools do you mean by the old one?")
    letters.send(letters.draft(asked, by=samira, kind=LetterKind.CLARIFICATION, details=question), by=samira)
    asked.refresh_from_db()
    assert asked.waiting_since == date(2026, 9, 30) and asked.due_on is None
    letters.send(letters.draft(told, by=samira, kind=LetterKind.ACKNOWLEDGEMENT), by=samira)
    assert told.events.filter(kind=Happening.ACKNOWLEDGED).exists()
    details = Details(fee="12.40", pay_to="By card at the town hall")
    letters.send(letters.draft(fee, by=samira, kind=LetterKind.FEES_NOTICE, details=details), by=samira)
    assert fee.events.filter(kind=Happening.FEES_NOTICE).exists()
    weighed = fresh()
    part = make.part(weighed)
    make_sending.rates(part, by=samira, balance="", against="")
    by = Details(decision_by=date(2026, 11, 2))
    letter = letters.draft(weighed, by=samira, kind=LetterKind.EXTENSION, details=by)
    for person in (otto, ines):
        letters.approve(letter.last(), by=person)
    letters.send(letter, by=samira)
    weighed.refresh_from_db()
    assert (weighed.due_on, weighed.notice_due_on) == (date(2026, 11, 2), date(2026, 10, 5))
    assert weighed.is_open and weighed.events.filter(kind=Kind.REFUSAL_NOTICE).exists()


def test_where_there_is_a_postal_address_alone_it_is_marked_as_posted(cast: Cast, samira: User, otto: User) -> None:
    make_sending.held_terms(by=samira)
    case = make.case(by=samira, owner=samira, who=Asker("Ana Petrov", address="3 Mill Lane\nWexmoor"))
    given = make.answer(make.part(case), by=otto)
    parts.check(given, by=samira, agrees=True)
    letter = letters.draft(case, by=samira, kind=LetterKind.ANSWER)
    letters.approve(letter.last(), by=otto)
    with pytest.raises(Impossible, match="no address"):
        letters.send(letter, by=samira, how=How.EMAIL)
    assert letters.send(letter, by=samira).sent_how == How.POST
    assert mail.outbox == []


def test_a_law_without_letters_says_so_and_sends_nothing(samira: User) -> None:
    case = make.case(by=samira, owner=samira, regime=Regime.FOISA)
    with pytest.raises(Impossible):
        letters.draft(case, by=samira, kind=LetterKind.ANSWER)
    assert not queries.beside(case, samira).supported


def test_a_copy_goes_when_the_gate_passed_it_two_signed_and_the_letter_names_it(
    cast: Cast, samira: User, otto: User, case: Case
) -> None:
    letter = make_sending.given(case, by=samira, answerer=cast.gareth)
    kept_back = make_sending.copy(case, by=samira, name="names.pdf", passed=False)
    with pytest.raises(Impossible, match="gate"):
        released.sign(kept_back, by=samira)
    with pytest.raises(DatabaseError), transaction.atomic():
        kept_back.signatures.create(by=samira)
    file = make_sending.copy(case, by=samira)
    released.sign(file, by=samira)
    with pytest.raises(Impossible, match="Somebody else"):
        released.sign(file, by=samira)
    with pytest.raises(DatabaseError), transaction.atomic():
        type(file).objects.filter(pk=file.pk).update(letter=letter)
    letters.approve(letter.last(), by=otto)
    with pytest.raises(NotYet, match=r"names\.pdf.*rates\.pdf is not signed"):
        letters.send(letter, by=samira)
    released.take_back(kept_back, by=samira)
    released.sign(file, by=otto)
    with pytest.raises(NotYet, match=r"does not name what it encloses: rates\.pdf"):
        letters.send(letter, by=samira)
    last = letter.last()
    letters.rewrite(letter, by=samira, subject=last.subject, text=last.text + "\n\nWe enclose: rates.pdf")
    letters.approve(letter.last(), by=otto)
    letters.send(letter, by=samira)
    file.refresh_from_db()
    assert file.letter == letter and str(file.key) in mail.outbox[0].body
    with pytest.raises(Impossible):
        released.take_back(file, by=samira)


def test_a_review_is_decided_by_somebody_who_had_no_part_in_the_first_decision(
    cast: Cast, samira: User, otto: User, ines: User, case: Case
) -> None:
    letter = make_sending.given(case, by=samira, answerer=cast.gareth)
    letters.approve(letter.last(), by=otto)
    letters.send(letter, by=samira)
    for person in (samira, otto):
        with pytest.raises(Impossible, match="Somebody else"):
            reviews.open_review(case, by=samira, words="I do not believe it.", owner=person)
    review = reviews.open_review(case, by=samira, words="I do not believe the price.", owner=ines)
    assert review.of == case and review.regime == Regime.REVIEW and review.requester.name == "Edith Hollis"
    assert [part.words for part in make_sending.questions(review)] == [p.words for p in make_sending.questions(case)]
    rhian = make.officer("Rhian Moss")
    for part in make_sending.questions(review):
        with pytest.raises(Impossible, match="had a part"):
            parts.answer(part, by=otto, outcome=Outcome.WITHHELD, words="It is secret.")
        with pytest.raises(Impossible, match="had a part"):
            parts.claim(part, by=samira, citation="43(2)", answers={})
        made = parts.answer(part, by=otto, outcome=Outcome.GIVEN, words=make_sending.GIVEN)  # a fact is no decision
        parts.check(made, by=ines, agrees=True)
    found = Details(findings="The search was thorough, and the price stands as it was given.", decided="upheld")
    with pytest.raises(Impossible):
        reviews.open_review(review, by=ines, words="Again.")
    with pytest.raises(Impossible, match="had a part"):
        letters.draft(review, by=samira, kind=LetterKind.REVIEW_OUTCOME, details=found)
    outcome = letters.draft(review, by=ines, kind=LetterKind.REVIEW_OUTCOME, details=found)
    with pytest.raises(Impossible, match="had a part"):
        letters.rewrite(outcome, by=samira, subject="As I said", text=outcome.last().text + " ")
    with pytest.raises(PermissionDenied):
        letters.approve(outcome.last(), by=otto)
    letters.approve(outcome.last(), by=rhian)
    with pytest.raises(Impossible, match="Somebody else"):
        letters.send(outcome, by=samira)
    cases.give(review, by=ines, owner=samira)
    with pytest.raises(Impossible, match="Somebody else"):
        letters.send(outcome, by=ines)
    cases.give(review, by=ines, owner=ines)
    letters.send(outcome, by=ines)
    asked = reviews.regulator(
        case, Kind.REGULATOR_ASKS, by=samira, on=clock.today(), words="Why?", reference="IC-1", reply_by=clock.today()
    )
    assert asked.event.case == case and asked.reference == "IC-1"
    reviews.regulator(case, Kind.REGULATOR_DECIDES, by=samira, on=clock.today(), words="So.", ruling="not_upheld")
    counted = statistics.report((date(2026, 9, 1), date(2026, 9, 30)), clock.today())
    assert (counted.reviews.upheld, counted.reviews.changed, counted.reviews.rulings) == (1, 0, {"not_upheld": 1})


def test_the_database_refuses_what_decides_a_review_from_whoever_decided_first(
    cast: Cast, samira: User, otto: User, ines: User, case: Case
) -> None:
    letter = make_sending.given(case, by=samira, answerer=cast.gareth)
    letters.approve(letter.last(), by=otto)
    letters.send(letter, by=samira)
    review = reviews.open_review(case, by=samira, words="I do not believe the price.", owner=ines)
    part, rhian = make_sending.questions(review)[0], make.officer("Rhian Moss")
    found = Details(findings="The search was thorough, and the price stands as it was given.", decided="upheld")
    for each in make_sending.questions(review):
        parts.check(parts.answer(each, by=rhian, outcome=Outcome.GIVEN, words=make_sending.GIVEN), by=ines, agrees=True)
    outcome = letters.draft(review, by=ines, kind=LetterKind.REVIEW_OUTCOME, details=found)
    last = outcome.last()
    gone = {"sent_at": clock.now(), "wording": last, "sent_how": How.EMAIL}

    def word(by: User) -> None:
        Wording.objects.create(letter=outcome, number=2, subject="As I said", text="No.", digest="0" * 64, by=by)

    def send(by: User, owner: User) -> None:
        Case.objects.filter(pk=review.pk).update(owner=owner)
        Letter.objects.filter(pk=outcome.pk).update(sent_by=by, **gone)

    for person in (samira, otto):
        for attack in (
            lambda by=person: Answer.objects.create(part=part, outcome=Outcome.WITHHELD, words="Secret.", by=by),
            lambda by=person: Reason.objects.create(part=part, citation="43(2)", by=by),
            lambda by=person: Approval.objects.create(wording=last, digest=last.digest, agrees=True, by=by),
            lambda by=person: word(by),
            lambda by=person: send(by, ines),
            lambda by=person: send(ines, by),
        ):
            with pytest.raises(DatabaseError, match="no part in the first"), transaction.atomic():
                attack()
    Answer.objects.create(part=part, outcome=Outcome.GIVEN, words="A fact is no decision.", by=samira)
    Answer.objects.create(part=part, outcome=Outcome.WITHHELD, words="Secret.", by=rhian)
    Approval.objects.create(wording=last, digest=last.digest, agrees=True, by=rhian)
    send(ines, ines)


def test_a_review_is_acknowledged_with_its_day_and_in_its_language(
    cast: Cast, samira: User, ines: User, case: Case
) -> None:
    make.answer(make_sending.questions(case)[0], by=samira, outcome=Outcome.WITHHELD)
    cases.record(case, Happening.ANSWERED, by=samira)
    review = reviews.open_review(case, by=samira, words="I do not believe it.", owner=ines)
    (told,) = mail.outbox
    assert told.subject == f"Your request for a review: {review.reference}"
    assert f"look again at our answer to {case.reference}." in told.body and "a request" not in told.body
    assert "Somebody who had no part in the first decision decides it afresh." in told.body
    assert review.due_on and f"{review.due_on:%A} {review.due_on.day}" in told.body and "Edith" not in told.body
    assert review.events.filter(kind=Happening.ACKNOWLEDGED, by=None).exists()
    Case.objects.filter(pk=case.pk).update(language="cy")
    case.refresh_from_db()
    reviews.open_review(case, by=samira, words="Nid wyf yn credu hynny.", owner=ines)
    assert mail.outbox[-1].subject.startswith("Eich cais am adolygiad: ")


def test_a_review_that_refuses_another_part_than_the_first_decision_is_counted_as_changed(
    cast: Cast, samira: User, otto: User, ines: User, case: Case
) -> None:
    first = make_sending.questions(case)
    outcomes = (Outcome.GIVEN, Outcome.WITHHELD)
    for part, outcome in zip(first, outcomes, strict=True):
        make.answer(part, by=samira, outcome=outcome)
    cases.record(case, Happening.ANSWERED, by=samira)
    review = reviews.open_review(case, by=samira, words="I do not believe it.", owner=ines)
    for part, outcome in zip(make_sending.questions(review), reversed(outcomes), strict=True):
        make.answer(part, by=ines, outcome=outcome)
    cases.record(review, Happening.ANSWERED, by=ines)
    found = statistics.report((date(2026, 9, 1), date(2026, 9, 30)), clock.today()).reviews
    assert (found.upheld, found.changed) == (0, 1)


def test_more_time_ends_between_the_day_that_is_due_and_the_last_that_the_law_gives(
    cast: Cast, samira: User, otto: User, ines: User
) -> None:
    make_sending.held_terms(by=samira, approvals=0)
    weighed = make.case(by=samira, owner=samira, received_on=make_sending.CAME)
    make_sending.rates(make.part(weighed), by=samira)
    green = make.case(by=samira, owner=samira, received_on=make_sending.CAME, regime=Regime.EIR)
    why = "There are 4,100 drainage surveys from eleven contractors in three archives."
    for day, lack in (
        (date(2026, 9, 1), "has to end after 5 October 2026"),
        (date(2026, 10, 5), "has to end after 5 October 2026"),
        (date(2026, 11, 3), "no more time than until 2 November 2026"),
        (date(2027, 12, 1), "no more time than until 2 November 2026"),
        (date(2026, 11, 2), ""),
    ):
        for case, kind, details in (
            (weighed, LetterKind.EXTENSION, Details(decision_by=day)),
            (green, LetterKind.EIR_EXTENSION, Details(extended_to=day, reasons=why)),
        ):
            letter = letters.draft(case, by=samira, kind=kind, details=details)
            shown = words(queries.lacks_of(letter, letter.last(), facts.gather(case)))
            assert (lack in shown) if lack else ("more time" not in shown.lower()), shown
            letters.put_by(letter, by=samira)


def test_a_request_for_re_use_is_granted_refused_and_looked_at_again(
    cast: Cast, samira: User, otto: User, ines: User
) -> None:
    make_sending.held_terms(by=samira)

    def asked() -> Case:
        words_ = "May I print your map of the old town on tea towels?"
        return make.case(by=samira, owner=samira, words=words_, received_on=make_sending.CAME, regime=Regime.REUSE)

    granted, refused, long = asked(), asked(), asked()
    terms = "The Open Government Licence v3.0 applies, and there is no charge."
    make_sending.answered(make.part(granted), by=cast.gareth, read_by=samira, words=terms)
    letter = letters.draft(granted, by=samira, kind=LetterKind.ANSWER)
    assert "you may re-use this information" in letter.last().text
    letters.approve(letter.last(), by=otto)
    letters.send(letter, by=samira)
    part = make.part(refused)
    make_sending.answered(part, by=cast.gareth, read_by=samira, outcome=Outcome.WITHHELD, words="It is not ours.")
    letter = letters.draft(refused, by=samira, kind=LetterKind.REFUSAL)
    with pytest.raises(NotYet, match=r"no provision is claimed.*reg 9"):
        letters.send(letter, by=samira)
    parts.claim(part, by=samira, citation="5(1)(b)", answers={"why": ARCHITECT["why"]})
    letters.write_anew(letter, by=samira)
    with pytest.raises(NotYet, match=r"Who owns the rights.*SI 2015/1415 reg 9"):
        letters.send(letter, by=samira)
    parts.claim(part, by=samira, citation="5(1)(b)", answers=ARCHITECT)
    letters.write_anew(letter, by=samira)
    assert "regulation 5(1)(b)" in letter.last().text and "Pell and Marsh" in letter.last().text
    for person in (otto, ines):
        letters.approve(letter.last(), by=person)
    letters.send(letter, by=samira)
    again = reviews.open_review(refused, by=samira, words="The map is from 1890.", owner=make.officer("Rhian Moss"))
    assert again.regime == Regime.REUSE_REVIEW and again.due_on == date(2026, 10, 28)
    why = "The archive has 4,100 maps, and the rights in each have to be looked up."
    details = Details(extended_to=date(2026, 12, 1), reasons=why)
    letter = letters.draft(long, by=samira, kind=LetterKind.EIR_EXTENSION, details=details)
    letters.approve(letter.last(), by=otto)
    letters.send(letter, by=samira)
    long.refresh_from_db()
    assert long.due_on == date(2026, 12, 1)


def test_a_complaint_is_acknowledged_looked_into_and_told_what_became_of_it(
    cast: Cast, samira: User, otto: User
) -> None:
    make_sending.held_terms(by=samira)
    case = make.case(by=samira, owner=samira, words="You sent my address to a stranger.", regime=Regime.COMPLAINT)
    letter = letters.draft(case, by=samira, kind=LetterKind.ACKNOWLEDGEMENT)
    assert "your complaint" in letter.last().text and "answer you promptly" not in letter.last().text
    letters.send(letter, by=samira)
    found = Details(findings="Your address went to a wrong person on 3 August. We had it deleted and trained the team.")
    letter = letters.draft(case, by=samira, kind=LetterKind.COMPLAINT, details=found)
    letters.approve(letter.last(), by=otto)
    letters.send(letter, by=samira)
    case.refresh_from_db()
    assert not case.is_open and "section 165" in letter.last().text


def test_the_name_of_whoever_asked_is_in_the_letter_and_nowhere_else(
    cast: Cast, samira: User, otto: User, ines: User, case: Case
) -> None:
    letter = make_sending.refused(case, by=samira, answerer=cast.gareth)
    for person in (otto, ines):
        letters.ask_to_approve(letter, by=samira, person=person)
        letters.approve(letter.last(), by=person)
    letters.send(letter, by=samira)
    whole = " ".join(str(entry.__dict__) for entry in Entry.objects.all())
    whole += " ".join(event.words for event in case.events.all()) + repr(queries.beside(case, otto))
    assert "Edith" not in whole and "Hollis" not in whole
    assert "Edith Hollis" in letter.last().text


def test_who_asked_is_added_later_by_whoever_answers_and_nowhere_told(
    cast: Cast, samira: User, otto: User, as_user: SignIn
) -> None:
    make_sending.held_terms(by=samira)
    came = {"by": samira, "owner": samira, "who": Asker()}
    case, spoken = make.case(**came), make.case(**came, regime=Regime.EIR)  # type: ignore[arg-type]
    assert "There is no name" in words(queries.beside(case, samira).lacks)
    assert "There is no name" not in words(queries.beside(spoken, samira).lacks)  # none is wanted (EIR reg 5)
    with pytest.raises(PermissionDenied):
        cases.say_who(case, by=otto, who=Asker("Ana Petrov", "ana@example.com"))
    page, said = f"/requests/{case.pk}/requester/change/", {"name": "Ana Petrov", "email": "ana@example.com"}
    assert as_user(otto).post(page, said).status_code == 403
    assert as_user(cast.gareth).post(page, said).status_code == 404
    assert as_user(samira).post(page, said | {"email": "no address"}).status_code == 422
    assert as_user(samira).post(page, said).status_code == 302
    case = Case.objects.get(pk=case.pk)
    shown = words(queries.beside(case, samira).lacks)
    assert "no address" not in shown and "no name" not in shown
    assert Requester.objects.get(case=case).key == "ana@example.com"
    [entry] = Entry.objects.filter(verb="case.asker_said")
    assert "Petrov" not in str(entry.__dict__) and "ana@" not in str(entry.__dict__)
    cases.record(case, Happening.WITHDRAWN, by=samira)
    with pytest.raises(Impossible, match="closed"):
        cases.say_who(case, by=samira, who=Asker("Ana Petrov", "other@example.com"))


def test_a_letter_to_somebody_without_a_name_greets_them(samira: User) -> None:
    case = make.case(by=samira, owner=samira, who=Asker("", "ana@example.com"), regime=Regime.EIR)
    letter = letters.draft(case, by=samira, kind=LetterKind.ACKNOWLEDGEMENT)
    assert letter.last().text.startswith("Dear Sir or Madam,")
