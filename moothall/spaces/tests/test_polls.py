"""Polls: what the acts and the database keep of them, whoever tries what."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from conftest import Cast
from moothall.audit.models import Entry
from moothall.kit import clock
from moothall.kit.testing import CommittedDatabase, at_once
from moothall.people.models import User
from moothall.people.tests import make as make_people
from moothall.policies.gate import Capability, GateClosed
from moothall.policies.tests import make_gate
from moothall.records.tests import make_holds
from moothall.spaces import sealing
from moothall.spaces.actions import members
from moothall.spaces.actions import polls as act
from moothall.spaces.models import Ballot, Poll, PollChoice, Shows, Voter
from moothall.spaces.queries import polls as queries
from moothall.spaces.tests import make, make_polls
from moothall.spaces.tests.conftest import Spaces


@pytest.fixture
def asked(cast: Cast, spaces: Spaces) -> Poll:
    """A poll by name in the closed space, that nobody has answered."""
    return make_polls.poll(spaces.closed, by=cast.priya)


@pytest.fixture
def secret(cast: Cast, spaces: Spaces) -> Poll:
    """An anonymous poll in the closed space, that three have answered."""
    poll = make_polls.poll(spaces.closed, by=cast.priya, anonymous=True, several=True)
    make_polls.answer(poll, 0, by=cast.gareth)
    make_polls.answer(poll, 0, 2, by=cast.marcus)
    make_polls.answer(poll, 1, by=cast.priya)
    return poll


def refused(attack: Callable[[], object]) -> str:
    """That the database refuses it, and its words."""
    with pytest.raises(IntegrityError) as said, transaction.atomic():
        attack()
        connection.check_constraints()
    return str(said.value)


def sql(statement: str, *values: Any) -> Callable[[], object]:
    """A bare statement, ready to be run."""

    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)

    return run


def counts(poll: Poll) -> dict[str, int]:
    """How many chose what."""
    tally = queries.tally(poll.pk)
    return {choice.words: tally.get(choice.place, 0) for choice in poll.choices.all()}


def verbs(poll: Poll) -> list[str]:
    entries = Entry.objects.filter(object_type="spaces.poll", object_id=str(poll.pk))
    return list(entries.order_by("seq").values_list("verb", flat=True))


def test_a_poll_opens_a_conversation_and_is_answered_once_by_each(cast: Cast, asked: Poll) -> None:
    assert asked.conversation.title == asked.question and asked.conversation.posts.count() == 1
    make_polls.answer(asked, 1, by=cast.gareth)
    make_polls.answer(asked, 1, by=cast.marcus)
    assert counts(asked) == {"Monday": 0, "Wednesday": 2, "Friday": 0}
    make_polls.answer(asked, 2, by=cast.gareth)
    assert counts(asked) == {"Monday": 0, "Wednesday": 1, "Friday": 1}
    assert asked.voters.count() == asked.ballots.count() == 2
    assert verbs(asked) == ["poll.asked", "poll.answered", "poll.answered", "poll.answered"]


def test_the_same_answer_sent_again_is_no_second_act(cast: Cast, asked: Poll) -> None:
    make_polls.answer(asked, 1, by=cast.gareth)
    make_polls.answer(asked, 1, by=cast.gareth)
    assert verbs(asked) == ["poll.asked", "poll.answered"]


def test_the_record_says_who_answered_and_never_what(cast: Cast, asked: Poll, secret: Poll) -> None:
    make_polls.answer(asked, 1, by=cast.gareth)
    for entry in Entry.objects.filter(verb="poll.answered"):
        assert entry.details == {}
        assert not hasattr(entry, "private")


def test_a_poll_takes_one_choice_unless_it_asks_for_several(cast: Cast, asked: Poll, spaces: Spaces) -> None:
    for places in ((), (0, 1), (7,), (-1,), (0, 9)):
        with pytest.raises(ValueError, match="Choose"):
            act.answer(asked, by=cast.gareth, places=places)
    several = make_polls.poll(spaces.closed, by=cast.priya, several=True)
    make_polls.answer(several, 0, 2, by=cast.gareth)
    assert counts(several) == {"Monday": 1, "Wednesday": 0, "Friday": 1}


@pytest.mark.parametrize("choices", [(), ("One",), tuple(map(str, range(11))), ("Yes", "yes"), ("Yes", " ")], ids=len)
def test_a_poll_has_two_to_ten_answers_in_words(cast: Cast, spaces: Spaces, choices: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="answers"):
        make_polls.poll(spaces.closed, by=cast.priya, choices=choices)


def test_only_members_ask_and_answer(cast: Cast, asked: Poll, spaces: Spaces) -> None:
    for stranger in (cast.outsider, cast.admin, cast.joan):
        with pytest.raises(PermissionDenied):
            act.answer(asked, by=stranger, places=[0])
        with pytest.raises(PermissionDenied):
            act.ask(spaces.closed, by=stranger, words=make_polls.words(), body="x")
    members.leave(spaces.closed, by=cast.gareth)
    with pytest.raises(PermissionDenied):
        act.answer(asked, by=cast.gareth, places=[0])


def test_the_gate_stands_before_asking_and_answering(cast: Cast, asked: Poll, spaces: Spaces) -> None:
    make_gate.asked(make_gate.policy(owner=cast.priya), capability=Capability.POST)
    with pytest.raises(GateClosed):
        act.answer(asked, by=cast.gareth, places=[0])
    with pytest.raises(GateClosed):
        act.ask(spaces.closed, by=cast.gareth, words=make_polls.words(), body="x")
    with pytest.raises(GateClosed):
        act.edit(asked, by=cast.priya, words=make_polls.words())


def test_voting_twice_is_refused_by_orm_bulk_and_sql(cast: Cast, asked: Poll, secret: Poll) -> None:
    make_polls.answer(asked, 1, by=cast.gareth)
    voter = Voter.objects.get(poll=asked)
    refused(lambda: Voter.objects.create(poll=asked, person=cast.gareth))
    refused(lambda: Voter.objects.bulk_create([Voter(poll=asked, person=cast.gareth)]))
    refused(lambda: Ballot.objects.create(poll=asked, voter=voter, chosen=1))
    refused(lambda: Ballot.objects.bulk_create([Ballot(poll=asked, voter=None, chosen=1)]))
    link = "f" * 64
    for poll in (asked, secret):
        assert "ballot" in refused(lambda poll=poll: Ballot.objects.create(poll=poll, chosen=1, link=link))  # type: ignore[misc]
        statement = "INSERT INTO spaces_ballot (id, poll_id, voter_id, chosen, link) VALUES (77, %s, NULL, 1, %s)"
        refused(sql(statement, poll.pk, link))
    two = [Ballot(pk=91, poll=secret, chosen=1, link="a" * 64), Ballot(pk=92, poll=secret, chosen=1, link="b" * 64)]
    late = make_people.user("Late Comer")
    make.add(secret.conversation.space, late, by=cast.priya)
    Voter.objects.create(poll=secret, person=late)
    refused(lambda: Ballot.objects.bulk_create(two))  # one of them would be allowed, and not both
    if connection.vendor == "sqlite":
        values = (voter.pk, asked.pk, voter.pk)
        statement = (
            "INSERT OR REPLACE INTO spaces_ballot (id, poll_id, voter_id, chosen, link) VALUES (%s, %s, %s, 1, '')"
        )
        refused(sql(statement, *values))


def test_nobody_answers_for_another(cast: Cast, asked: Poll) -> None:
    make_polls.answer(asked, 1, by=cast.gareth)
    voter = Voter.objects.get(poll=asked)
    for attack in (
        lambda: Voter.objects.filter(pk=voter.pk).update(person=cast.marcus),
        sql("UPDATE spaces_voter SET person_id = %s WHERE id = %s", cast.marcus.pk, voter.pk),
        lambda: Ballot.objects.filter(voter=voter).update(voter=None),
        lambda: Voter.objects.create(poll=asked, person=cast.outsider),
        lambda: Voter.objects.bulk_create([Voter(poll=asked, person=cast.joan)]),
        sql(
            "INSERT INTO spaces_voter (poll_id, person_id, at) VALUES (%s, %s, %s)",
            asked.pk,
            cast.admin.pk,
            clock.now() if connection.vendor == "postgresql" else str(clock.now()),
        ),
    ):
        refused(attack)


def test_a_ballot_chooses_from_what_its_own_poll_asks(cast: Cast, asked: Poll, spaces: Spaces) -> None:
    make_polls.answer(asked, 1, by=cast.gareth)
    other = make_polls.poll(spaces.closed, by=cast.priya, choices=("Yes", "No"))
    for chosen in (0, -1, 3, 8, 1024, 2**14):
        refused(lambda chosen=chosen: Ballot.objects.filter(poll=asked).update(chosen=chosen))  # type: ignore[misc]
    refused(lambda: Ballot.objects.filter(poll=asked).update(poll=other))
    voter = Voter.objects.create(poll=other, person=cast.gareth)
    refused(lambda: Ballot.objects.create(poll=other, voter=voter, chosen=4))
    refused(lambda: Ballot.objects.create(poll=other, voter=Voter.objects.get(poll=asked), chosen=1))
    refused(lambda: Ballot.objects.create(poll=other, chosen=1, link="a" * 64))  # it is by name


def late_attacks(poll: Poll, person: User) -> list[Callable[[], object]]:
    """To vote, and to vote otherwise, past every act."""
    pk = poll.ballots.values_list("pk", flat=True)[0]
    return [
        lambda: Voter.objects.create(poll=poll, person=person),
        lambda: Voter.objects.bulk_create([Voter(poll=poll, person=person)]),
        lambda: Voter.objects.create(poll=poll, person=person, at=poll.asked_at),
        lambda: Ballot.objects.filter(pk=pk).update(chosen=1),
        lambda: Ballot.objects.bulk_update([Ballot(pk=pk, chosen=1)], ["chosen"]),
        lambda: Ballot(pk=pk, chosen=1).save(update_fields=["chosen"]),
        sql("UPDATE spaces_ballot SET chosen = 1 WHERE id = %s", pk),
        sql("DELETE FROM spaces_ballot WHERE id = %s", pk),
        lambda: Ballot.objects.filter(pk=pk).delete(),
        lambda: Voter.objects.filter(poll=poll).delete(),
    ]


def test_nobody_votes_after_it_was_closed(cast: Cast, asked: Poll) -> None:
    make_polls.answer(asked, 1, by=cast.gareth)
    act.close(asked, by=cast.priya)
    with pytest.raises(act.Over):
        act.answer(asked, by=cast.marcus, places=[0])
    with pytest.raises(act.Over):
        act.answer(asked, by=cast.gareth, places=[0])
    for attack in late_attacks(asked, cast.marcus):
        refused(attack)
    assert counts(asked)["Wednesday"] == 1
    for changes in ({"closed_at": None, "closed_by": None}, {"closes_at": clock.now() + timedelta(days=9)}):
        refused(lambda changes=changes: Poll.objects.filter(pk=asked.pk).update(**changes))  # type: ignore[misc]


def test_nobody_votes_after_its_last_day_even_before_anything_closed_it(cast: Cast, asked: Poll) -> None:
    act.edit(asked, by=cast.priya, words=make_polls.words(closes_on=clock.today()))
    make_polls.answer(asked, 1, by=cast.gareth)
    with clock.at(clock.now() + timedelta(days=1)), pytest.raises(act.Over):
        act.answer(asked, by=cast.marcus, places=[0])
    soon = clock.now() + timedelta(milliseconds=1)
    Poll.objects.filter(pk=asked.pk).update(closes_at=soon)
    while clock.now() <= soon + timedelta(milliseconds=2):
        pass
    assert not Poll.objects.get(pk=asked.pk).is_open
    for attack in late_attacks(asked, cast.marcus):
        refused(attack)
    later = clock.now() + timedelta(days=3)
    refused(lambda: Poll.objects.filter(pk=asked.pk).update(closes_at=later))
    assert act.close_due() == 1 and act.close_due() == 0
    closed = Poll.objects.get(pk=asked.pk)
    assert (closed.closed_at, closed.closed_by) == (closed.closes_at, None)
    assert verbs(asked)[-1] == "poll.closed"


def test_the_last_day_is_a_whole_day_here(cast: Cast, asked: Poll) -> None:
    day = clock.today() + timedelta(days=2)
    poll = act.edit(asked, by=cast.priya, words=make_polls.words(closes_on=day))
    assert poll.closes_on == day and poll.closes_at is not None
    assert timezone.localtime(poll.closes_at).date() == day + timedelta(days=1)


def test_what_was_asked_stays_once_somebody_answered(cast: Cast, asked: Poll) -> None:
    act.edit(asked, by=cast.priya, words=make_polls.words("Which week?", choices=("This", "Next")))
    make_polls.answer(asked, 1, by=cast.gareth)
    first = asked.choices.all()[0]
    for changes in ({"question": "Another?"}, {"several": True}, {"anonymous": True, "shows": Shows.CLOSED}):
        refused(lambda changes=changes: Poll.objects.filter(pk=asked.pk).update(**changes))  # type: ignore[misc]
    for attack in (
        lambda: PollChoice.objects.filter(pk=first.pk).update(words="Never"),
        lambda: PollChoice.objects.filter(poll=asked).update(place=5),
        lambda: PollChoice.objects.create(poll=asked, place=2, words="Later"),
        lambda: PollChoice.objects.bulk_create([PollChoice(poll=asked, place=2, words="Later")]),
        lambda: PollChoice.objects.filter(pk=first.pk).delete(),
        sql("UPDATE spaces_pollchoice SET words = 'Never' WHERE id = %s", first.pk),
        sql("DELETE FROM spaces_pollchoice WHERE id = %s", first.pk),
        lambda: Poll.objects.filter(pk=asked.pk).delete(),
        sql("DELETE FROM spaces_poll WHERE id = %s", asked.pk),
    ):
        refused(attack)
    with pytest.raises(act.Answered):
        act.edit(asked, by=cast.priya, words=make_polls.words())
    day = clock.today() + timedelta(days=4)
    same = make_polls.words("Which week?", choices=("This", "Next"), closes_on=day)
    assert act.edit(asked, by=cast.priya, words=same).closes_on == day


def test_only_who_asked_edits_and_only_they_and_moderators_close_or_remove(cast: Cast, asked: Poll) -> None:
    by_gareth = make_polls.poll(asked.conversation.space, by=cast.gareth)
    for verb in (act.close, lambda poll, by: act.remove(poll, by=by, reason="x")):
        with pytest.raises(PermissionDenied):
            verb(asked, by=cast.gareth)
    with pytest.raises(PermissionDenied):
        act.edit(by_gareth, by=cast.priya, words=make_polls.words("Mine now?"))
    assert act.close(by_gareth, by=cast.priya).closed_by == cast.priya  # she looks after the space
    with pytest.raises(act.Over):
        act.close(by_gareth, by=cast.priya)


def test_a_removed_poll_is_closed_and_only_a_marker(cast: Cast, secret: Poll) -> None:
    act.remove(secret, by=cast.priya, reason="It asked about a person")
    gone = Poll.objects.get(pk=secret.pk)
    assert gone.is_removed and not gone.is_open and not secret.ballots.filter(link__isnull=False).exists()
    seen = queries.shown(secret.pk, cast.gareth)
    assert (seen.choices, seen.lines, seen.is_shown) == ([], [], False)
    with pytest.raises(act.Over):
        act.answer(gone, by=cast.gareth, places=[0])
    with pytest.raises(PermissionDenied):
        act.remove(gone, by=cast.priya, reason="Again")
    nothing: dict[str, Any] = {"removed_at": None, "removed_by": None, "removed_reason": ""}
    refused(lambda: Poll.objects.filter(pk=gone.pk).update(**nothing))


def test_an_anonymous_ballot_names_nobody_and_closing_cuts_the_last_tie(cast: Cast, secret: Poll) -> None:
    people = {cast.gareth.pk, cast.marcus.pk, cast.priya.pk}
    ballots = list(Ballot.objects.filter(poll=secret))
    assert [ballot.voter_id for ballot in ballots] == [None] * 3
    assert {ballot.link for ballot in ballots} == {sealing.link(poll=secret.pk, person=pk) for pk in people}
    columns = {field.name for field in Ballot._meta.get_fields()}
    assert columns == {"id", "poll", "voter", "chosen", "link"}  # no time, no session, no person
    assert queries.shown(secret.pk, cast.gareth).mine == {0}
    refused(lambda: Ballot.objects.filter(poll=secret).update(link=None))
    refused(lambda: Ballot.objects.filter(poll=secret).update(link="e" * 64))
    act.close(secret, by=cast.priya)
    assert set(Ballot.objects.filter(poll=secret).values_list("link", flat=True)) == {None}
    seen = queries.shown(secret.pk, cast.gareth)
    assert seen.has_answered and seen.mine == frozenset()
    one = Ballot.objects.filter(poll=secret)[0]
    link = sealing.link(poll=secret.pk, person=cast.gareth.pk)
    refused(lambda: Ballot.objects.filter(pk=one.pk).update(link=link))
    refused(lambda: Ballot.objects.filter(pk=one.pk).update(voter=secret.voters.all()[0]))


def test_anonymous_ballots_stand_in_no_order_of_their_coming(cast: Cast, spaces: Spaces) -> None:
    poll = make_polls.poll(spaces.open, by=cast.priya, anonymous=True)
    for number in range(12):
        make_polls.answer(poll, number % 3, by=make_people.user(f"Voter {number}"))
    keys = list(Voter.objects.filter(poll=poll).order_by("pk").values_list("person", flat=True))
    links = {sealing.link(poll=poll.pk, person=person): place for place, person in enumerate(keys)}
    stand = Ballot.objects.filter(poll=poll).order_by("pk").values_list("link", flat=True)
    order = [links[link] for link in stand if link]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT link FROM spaces_ballot WHERE poll_id = %s ORDER BY rowid", [poll.pk])
            assert [links[link] for (link,) in cursor.fetchall()] == order
    assert order != sorted(order)  # once in 479 million runs chance puts them in order


def test_the_result_of_an_anonymous_poll_waits_and_is_kept_back_of_a_few(cast: Cast, secret: Poll) -> None:
    refused(lambda: Poll.objects.filter(pk=secret.pk).update(shows=Shows.AT_ONCE))
    assert queries.shown(secret.pk, cast.priya).hidden is queries.Hidden.UNTIL_CLOSED
    few = make_polls.poll(secret.conversation.space, by=cast.priya, anonymous=True)
    make_polls.answer(few, 0, by=cast.gareth)
    for poll in (secret, few):
        act.close(poll, by=cast.priya)
    assert queries.shown(few.pk, cast.priya).hidden is queries.Hidden.TOO_FEW
    assert queries.shown(few.pk, cast.priya).lines == []
    shown = queries.shown(secret.pk, cast.priya)
    assert [(line.count, line.share) for line in shown.lines] == [(2, 67), (1, 33), (1, 33)]


@pytest.mark.parametrize(
    ("shows", "before", "after"),
    [(Shows.AT_ONCE, True, True), (Shows.ANSWERED, False, True), (Shows.CLOSED, False, False)],
)
def test_a_result_is_shown_from_when_the_author_says(
    cast: Cast, spaces: Spaces, shows: Shows, before: bool, after: bool
) -> None:
    poll = make_polls.poll(spaces.closed, by=cast.priya, shows=shows)
    make_polls.answer(poll, 0, by=cast.marcus)
    assert queries.shown(poll.pk, cast.gareth).is_shown is before
    make_polls.answer(poll, 2, by=cast.gareth)
    seen = queries.shown(poll.pk, cast.gareth)
    assert (seen.is_shown, bool(seen.lines)) == (after, after)
    act.close(poll, by=cast.priya)
    assert queries.shown(poll.pk, cast.priya).is_shown


def test_after_the_key_was_changed_an_anonymous_answer_stays_as_it_is(cast: Cast, secret: Poll, settings: Any) -> None:
    settings.SECRET_KEY = "another key"
    with pytest.raises(act.Untied):
        act.answer(secret, by=cast.gareth, places=[2])
    assert secret.ballots.count() == 3


def test_a_held_poll_is_kept_whole(cast: Cast, asked: Poll, secret: Poll) -> None:
    manager = make_holds.manager()
    make_holds.hold(f"conversation:{asked.conversation_id}", by=manager)
    make_holds.hold(cast.gareth.holder, by=manager)
    for attack in (
        lambda: Poll.objects.filter(pk=asked.pk).delete(),
        lambda: Poll.objects.filter(pk=asked.pk).update(question="Other?"),
        lambda: PollChoice.objects.filter(poll=asked).delete(),
        asked.conversation.delete,
        sql("DELETE FROM spaces_pollchoice WHERE poll_id = %s", asked.pk),
        lambda: Voter.objects.filter(poll=secret, person=cast.gareth).delete(),
    ):
        refused(attack)
    make_polls.answer(asked, 0, by=cast.gareth)
    make_polls.answer(asked, 1, by=cast.gareth)  # going on is no loss: an answer is given when the poll closes
    act.close(asked, by=cast.priya)
    act.close(secret, by=cast.priya)
    assert not secret.ballots.filter(link__isnull=False).exists()


def test_of_one_person_twice_at_once_one_ballot_is_kept(committed_db: CommittedDatabase) -> None:
    priya, gareth = make_people.user("Priya Raman"), make_people.user("Gareth Pugh")
    space = make.space(by=priya, members=[gareth])
    for anonymous in (False, True):
        poll = make_polls.poll(space, by=priya, anonymous=anonymous)
        at_once([lambda place=place, poll=poll: make_polls.answer(poll, place, by=gareth) for place in (0, 1, 2)])  # type: ignore[misc]
        assert (poll.voters.count(), poll.ballots.count()) == (1, 1)


def test_whoever_races_the_end_is_in_time_or_not_counted(committed_db: CommittedDatabase) -> None:
    priya = make_people.user("Priya Raman")
    people = [make_people.user(f"Voter {number}") for number in range(4)]
    poll = make_polls.poll(make.space(by=priya, members=people), by=priya, anonymous=True)

    def vote(person: User) -> bool:
        try:
            act.answer(poll, by=person, places=[0])
        except act.Over:
            return False
        return True

    def past_the_act(person: User) -> bool:
        try:
            with transaction.atomic():
                Voter.objects.create(poll=poll, person=person)
                link = sealing.link(poll=poll.pk, person=person.pk)
                Ballot.objects.create(poll=poll, chosen=1, link=link)
        except IntegrityError:
            return False
        return True

    def end() -> bool:
        act.close(poll, by=priya)
        return True

    came = at_once(
        [
            lambda: vote(people[0]),
            lambda: past_the_act(people[1]),
            end,
            lambda: vote(people[2]),
            lambda: past_the_act(people[3]),
        ]
    )
    assert poll.ballots.count() == poll.voters.count() == sum(came) - 1
    assert not poll.ballots.filter(link__isnull=False).exists()
