"""What a hold reaches stays, whenever it was placed and on whatever part; the rest goes, and search says the same."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from moothall.kit import clock
from moothall.kit.testing import CommittedDatabase
from moothall.mail.models import Message
from moothall.mail.tests import make as make_mail
from moothall.people.models import User
from moothall.people.tests import make as make_people
from moothall.records import disposing, previews, retention
from moothall.records.actions import holds
from moothall.records.models import Application, DisposalItem, Outcome, Trigger
from moothall.records.tests import make_holds
from moothall.records.tests import make_retention as make
from moothall.search import queries as search
from moothall.search import writer
from moothall.spaces.models import Conversation, Space
from moothall.spaces.tests import make as make_spaces

LONG_AGO = datetime(2020, 2, 29, 9, tzinfo=UTC)


@pytest.fixture
def keepers(db: None) -> tuple[User, User]:
    return make.keeper(), make.keeper("Ramon Registry")


def old_space(by: User, *titles: str) -> tuple[Space, list[Conversation]]:
    """A space with conversations of long ago."""
    with clock.at(LONG_AGO):
        space = make_spaces.space(by=by)
        return space, [make_spaces.conversation(space, by=by, title=title, body=f"On {title}") for title in titles]


def ruled(space: Space, keepers: tuple[User, User]) -> Application:
    return make.switched_on(make.rule(by=keepers[0]), space.container, by=keepers[0])


def outcomes() -> dict[int, str]:
    return dict(DisposalItem.objects.values_list("ref", "outcome"))


def test_a_hold_stops_one_thread_and_the_rest_goes(keepers: tuple[User, User]) -> None:
    space, (held, gone) = old_space(make_people.user("Priya Raman"), "boiler", "rota")
    application = ruled(space, keepers)
    hold = make_holds.hold(f"conversation:{held.pk}", by=keepers[0])
    seen = previews.preview(application, today=clock.today())
    assert (seen.due, seen.held, seen.free) == (2, 1, 1)

    run = make.carried_out(application, by=keepers[0], other=keepers[1])

    assert list(Conversation.objects.all()) == [held]
    assert run.counts == {"disposed": 1, "held": 1, "kept": 0}
    assert outcomes() == {held.pk: Outcome.HELD, gone.pk: Outcome.DISPOSED}
    holds.release(hold, by=keepers[0], reason="The claim was settled")
    make.carried_out(application, by=keepers[0], other=keepers[1])
    assert not Conversation.objects.exists()


def test_a_hold_on_a_post_or_on_a_person_holds_the_whole_conversation(keepers: tuple[User, User]) -> None:
    priya, gareth = make_people.user("Priya Raman"), make_people.user("Gareth Pugh")
    space, (first, second, third) = old_space(priya, "boiler", "rota", "lamps")
    with clock.at(LONG_AGO):
        make_spaces.post(second, by=gareth)
    application = ruled(space, keepers)
    make_holds.hold(f"post:{first.posts.get().pk}", by=keepers[0])
    make_holds.hold(by=keepers[0], people=[gareth])
    assert previews.preview(application, today=clock.today()).held == 2

    make.carried_out(application, by=keepers[0], other=keepers[1])

    assert set(Conversation.objects.all()) == {first, second}
    assert outcomes()[third.pk] == Outcome.DISPOSED


def test_a_hold_placed_in_the_middle_of_a_batch_is_kept_by_the_database(
    keepers: tuple[User, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    titles = [f"talk {number}" for number in range(9)]
    space, talks = old_space(make_people.user("Priya Raman"), *titles)
    application = ruled(space, keepers)
    run = make.approved(application, by=keepers[0], other=keepers[1])

    def placed_after_looking(rows: retention.Units) -> retention.Units:
        make_holds.hold(f"conversation:{talks[4].pk}", by=keepers[0])
        return rows

    monkeypatch.setattr(retention, "free", placed_after_looking)
    run = disposing.carry_out(run.pk)

    assert list(Conversation.objects.all()) == [talks[4]]
    assert run.counts == {"disposed": 8, "held": 1, "kept": 0}


def test_held_messages_stay_with_their_bytes(keepers: tuple[User, User]) -> None:
    box = make_mail.mailbox(owner=make_people.user("Priya Raman"))
    make_mail.brought_in(box, [make_mail.eml(f"Number {n}", at=LONG_AGO) for n in range(5)])
    kept = Message.objects.order_by("pk")[2]
    application = make.switched_on(
        make.rule(make.line(trigger=Trigger.CREATED), by=keepers[0]), box.container, by=keepers[0]
    )
    make_holds.hold(f"message:{kept.pk}", by=keepers[0])

    make.carried_out(application, by=keepers[0], other=keepers[1])

    assert list(Message.objects.all()) == [kept]
    assert len(kept.thread.messages.all()) == kept.thread.message_count == 1


def test_search_finds_what_is_held_and_not_what_is_gone(committed_db: CommittedDatabase) -> None:
    rekha, ramon, priya = make.keeper(), make.keeper("Ramon Registry"), make_people.user("Priya Raman")
    space, (held, _gone) = old_space(priya, "boiler", "rota")
    writer.drain()
    application = ruled(space, (rekha, ramon))
    make_holds.hold(f"conversation:{held.pk}", by=rekha)
    make.approved(application, by=rekha, other=ramon)  # the worker of these tests carries it out at once

    assert found(priya, "boiler") == 1 and found(priya, "rota") == 0
    call_command("verify_audit")
    call_command("check_index")


def found(user: User, words: str) -> int:
    return search.find(user, words).total
