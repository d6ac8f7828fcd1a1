"""Reading what was found: put together once, tagged, read again, sampled; by nobody else."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from conftest import Cast
from moothall.disclosure.actions import cases, review
from moothall.disclosure.actions.cases import Impossible
from moothall.disclosure.law.clocks import Happening
from moothall.disclosure.models import Case, Decision, Purpose, Reader, Reason, ReviewItem, ReviewSet, Tag
from moothall.disclosure.queries import reading
from moothall.disclosure.queries import review as queries
from moothall.disclosure.tests import make, make_searches
from moothall.kit import clock
from moothall.mail.models import Mailbox
from moothall.mail.tests import make as make_mail
from moothall.mail.tests.make import eml
from moothall.people.models import User
from moothall.search import writer
from moothall.spaces.tests import make as make_spaces

pytestmark = pytest.mark.django_db
CAME = date(2026, 9, 7)
START = datetime(2026, 9, 22, 9, tzinfo=UTC)
PLAN = ("plan.pdf", "application/pdf", b"%PDF the plan")


@pytest.fixture
def samira(cast: Cast) -> User:
    return make.officer()


@pytest.fixture(autouse=True)
def september() -> Iterator[None]:
    with clock.at(START):
        yield


@pytest.fixture
def boxes(cast: Cast) -> list[Mailbox]:
    """Two mailboxes with a copy of one message each, and its answer in the second."""
    names = ("care", "hr")
    found = [make_mail.mailbox(f"{name}@wexmoor.example", owner=cast.gareth) for name in names]
    raw = eml("Agency rates", "The agency asks for £30.", files=[PLAN], message_id="<1@x>")
    answer = eml("Re: Agency rates", "Too much for an agency.", message_id="<2@x>", replies_to=["<1@x>"])
    make_mail.brought_in(found[0], [raw])
    make_mail.brought_in(found[1], [b"Delivered-To: hr\n" + raw, answer])
    writer.rebuild()
    return found


@pytest.fixture
def case(samira: User, boxes: list[Mailbox]) -> Case:
    made = make.case(by=samira, received_on=CAME, owner=samira)
    make_searches.search(made, by=samira)
    return made


def items(of: ReviewSet) -> list[ReviewItem]:
    return list(of.items.order_by("number"))


def test_a_set_holds_each_thing_once_with_every_copy(samira: User, case: Case) -> None:
    made = make_searches.review_set(case, by=samira)
    assert [item.kind for item in items(made)] == ["mail", "mail_file", "mail"]
    first = reading.opened(items(made)[0], user=samira)
    assert [copy.custodian for copy in first.copies] == ["care@wexmoor.example", "hr@wexmoor.example"]
    assert first.words.title == "Agency rates" and "£30" in first.words.text
    assert [one.title for one in first.family] == ["Agency rates", "plan.pdf"]
    assert [one.title for one in first.thread] == ["Agency rates", "Re: Agency rates"]
    file = reading.fetched(items(made)[1])
    assert file is not None and file.content == PLAN[2] and file.name == "plan.pdf"


def test_tags_count_the_newest_says_and_nothing_is_decided_by_them(samira: User, case: Case) -> None:
    made = make_searches.review_set(case, by=samira)
    first, second, third = items(made)
    for item, tag in ((first, Tag.EXEMPT), (first, Tag.IN_SCOPE), (second, Tag.OUT_OF_SCOPE)):
        make_searches.decision(item, by=samira, tag=tag)
    progress = queries.progress_of(made)
    assert (progress.read, progress.left) == (2, 1)
    assert {one.label: one.count for one in progress.shares if one.count} == {"In scope": 1, "Out of scope": 1}
    assert queries.next_number(made, user=samira) == third.number
    assert not Reason.objects.exists()


def test_what_was_decided_is_carried_into_the_next_set_and_no_reading_time_with_it(samira: User, case: Case) -> None:
    before = make_searches.review_set(case, by=samira)
    for item in items(before):
        make_searches.decision(item, by=samira, tag=Tag.OUT_OF_SCOPE)
    space = make_spaces.space(name="Rates", by=samira)
    make_spaces.conversation(space, by=samira, title="Costs", body="What does each agency cost?")
    make_searches.search(case, by=samira)
    after = make_searches.review_set(case, by=samira)
    assert after.item_count == 4
    assert queries.progress_of(after).read == 3
    assert Decision.objects.filter(item__review_set=after, carried_from=None).count() == 0
    with pytest.raises(Impossible):
        make_searches.decision(items(before)[0], by=samira)


def test_what_somebody_decided_before_the_case_was_about_them_is_carried_too(samira: User, case: Case) -> None:
    otto = make.officer("Otto Keeper")
    make_searches.decision(items(make_searches.review_set(case, by=samira))[0], by=samira)
    cases.give(case, by=samira, owner=otto, about=samira)
    assert queries.progress_of(make_searches.review_set(case, by=otto)).read == 1


def test_a_pace_is_told_once_enough_was_read(samira: User, boxes: list[Mailbox]) -> None:
    make_mail.brought_in(
        boxes[0], [eml(f"Agency {n}", f"Agency number {n}", message_id=f"<a{n}@x>") for n in range(30)]
    )
    made_case = make.case(by=samira, owner=samira)
    make_searches.search(made_case, by=samira)
    made = make_searches.review_set(made_case, by=samira)
    assert queries.progress_of(made).minutes_left is None
    for n, item in enumerate(items(made)[:25]):
        with clock.at(START + timedelta(minutes=n)):
            make_searches.decision(item, by=samira)
    progress = queries.progress_of(made)
    assert progress.minutes_left == progress.left and progress.minutes_range is not None


def test_a_second_reader_is_another_and_reads_what_was_drawn(samira: User, case: Case) -> None:
    other = make.officer("Otto Keeper")
    made = make_searches.review_set(case, by=samira)
    first, second, third = items(made)
    for item in (first, second):
        make_searches.decision(item, by=samira, tag=Tag.OUT_OF_SCOPE)
    sample = review.draw(case, by=samira, purpose=Purpose.SECOND, size=30)
    assert sample.pile == 2 and sample.drawn.count() == 2
    with pytest.raises(PermissionDenied):
        review.decide(first, by=samira, tag=Tag.IN_SCOPE, reader=Reader.SECOND)
    with pytest.raises(Impossible):
        review.decide(third, by=other, tag=Tag.IN_SCOPE, reader=Reader.SECOND)
    review.decide(first, by=other, tag=Tag.IN_SCOPE, reader=Reader.SECOND)
    review.decide(second, by=other, tag=Tag.OUT_OF_SCOPE, reader=Reader.SECOND)
    agreed = queries.agreement(made)
    assert agreed is not None and (agreed.agreed, agreed.both) == (1, 2)
    assert queries.progress_of(made).read == 2  # a second reading counts as none of the first


def test_the_discard_pile_is_sampled_with_its_interval(samira: User, case: Case) -> None:
    made = make_searches.review_set(case, by=samira)
    with pytest.raises(Impossible):
        review.draw(case, by=samira, purpose=Purpose.ELUSION, size=2)
    for item in items(made):
        make_searches.decision(item, by=samira, tag=Tag.OUT_OF_SCOPE)
    sample = review.draw(case, by=samira, purpose=Purpose.ELUSION, size=2)
    drawn = queries.next_drawn(sample)
    assert drawn is not None and sample.pile == 3
    review.decide(drawn, by=samira, tag=Tag.IN_SCOPE, reader=Reader.ELUSION)
    (line,) = queries.samples(made)
    assert line.elusion is not None and (line.elusion.found, line.read, line.drawn) == (1, 1, 2)
    assert line.elusion.missed.low >= 1


def test_nobody_else_reads_or_tags_and_nothing_after_closing(cast: Cast, samira: User, case: Case) -> None:
    made = make_searches.review_set(case, by=samira)
    item = items(made)[0]
    for person in (cast.priya, cast.gareth, cast.admin):
        with pytest.raises(PermissionDenied):
            make_searches.decision(item, by=person)
        with pytest.raises(PermissionDenied):
            make_searches.review_set(case, by=person)
        assert not ReviewSet.objects.visible_to(person).exists()
    cases.give(case, by=samira, owner=make.officer("Otto Keeper"), about=samira)
    assert not ReviewSet.objects.visible_to(samira).exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.create(item=item, tag=Tag.IN_SCOPE, by=samira)
    otto = User.objects.get(name="Otto Keeper")
    cases.record(case, Happening.ANSWERED, by=otto)
    case.refresh_from_db()
    with pytest.raises(Impossible):
        make_searches.decision(item, by=otto)
    with pytest.raises(Impossible):
        make_searches.review_set(case, by=otto)
    for attempt in (
        lambda: Decision.objects.create(item=item, tag=Tag.IN_SCOPE, by=otto),
        lambda: Decision.objects.bulk_create([Decision(item=item, tag=Tag.IN_SCOPE, by=otto)]),
        lambda: ReviewSet.objects.create(case=case, by=otto, found=0, item_count=0, family_count=0, digest="x"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_what_was_decided_stays_while_the_case_is_open(samira: User, case: Case) -> None:
    item = items(make_searches.review_set(case, by=samira))[0]
    made = make_searches.decision(item, by=samira)
    for attempt in (
        lambda: Decision.objects.filter(pk=made.pk).update(tag=Tag.OUT_OF_SCOPE),
        lambda: Decision.objects.filter(pk=made.pk).delete(),
        lambda: ReviewSet.objects.all().delete(),
        lambda: ReviewItem.objects.filter(pk=item.pk)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_what_a_councillor_calls_their_own_later_is_not_in_the_next_set(samira: User, case: Case) -> None:
    rees = make_searches.councillor()
    box = make_mail.mailbox("rees@wexmoor.example", owner=rees)
    more = eml("Re: Agency rates", "My agency casework.", message_id="<7@x>", replies_to=["<1@x>"])
    make_mail.brought_in(box, [more, eml("Re: rates", "Thanks.", message_id="<8@x>", replies_to=["<7@x>"])])
    make_searches.search(case, by=samira)
    assert make_searches.review_set(case, by=samira).item_count == 4
    make_searches.own(box.container, holder=rees)
    made = make_searches.review_set(case, by=samira)
    assert made.item_count == 3
    theirs = {f"mail:{message.pk}" for message in box.messages.all()}
    assert not theirs & {key for line in made.lines.all() for key in line.beside.split("\n")}
    thread = reading.opened(items(made)[0], user=samira).thread
    assert [one.title for one in thread] == ["Agency rates", "Re: Agency rates"]


def test_much_that_was_found_is_put_together_by_the_worker(
    samira: User, case: Case, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: object
) -> None:
    from moothall.disclosure import tasks

    queued: list[tuple[int, int]] = []
    monkeypatch.setattr(review, "BIG", 1)
    monkeypatch.setattr(type(tasks.gather), "enqueue", lambda _self, *given: queued.append(given))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert review.gather(case, by=samira) is None
    assert queued == [(case.pk, samira.pk)] and not ReviewSet.objects.exists()
    tasks.gather.func(*queued[0])
    assert ReviewSet.objects.get().item_count == 3


def test_more_items_cost_no_more_questions(samira: User, boxes: list[Mailbox], case: Case) -> None:
    def asked() -> tuple[int, int]:
        made = make_searches.review_set(case, by=samira)
        for item in items(made):
            make_searches.decision(item, by=samira, tag=Tag.OUT_OF_SCOPE)
        with CaptureQueriesContext(connection) as first:
            queries.beside(case, samira)
            queries.next_number(made, user=samira)
        with CaptureQueriesContext(connection) as second:
            reading.opened(items(made)[0], user=samira)
        return len(first), len(second)

    few = asked()
    answers = [eml("Re: Agency rates", f"Agency {n}", message_id=f"<b{n}@x>", replies_to=["<1@x>"]) for n in range(12)]
    make_mail.brought_in(boxes[0], answers)
    make_searches.search(case, by=samira)
    assert asked() == few
