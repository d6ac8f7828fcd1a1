"""The pages of polls: who sees what, what a person can do there, and what it costs."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.files import blobs
from moothall.kit import clock
from moothall.kit.registries import personal_data
from moothall.notices.models import Notice
from moothall.people.models import User
from moothall.people.tests import make as make_people
from moothall.policies.tests import make_gate
from moothall.records.actions import bundles
from moothall.records.tests import make_holds, make_retention
from moothall.spaces import documents, telling
from moothall.spaces.actions import members, posts
from moothall.spaces.actions import polls as act
from moothall.spaces.actions.bringing import bring_in
from moothall.spaces.models import Ballot, Conversation, Openness, Poll, PollChoice, Shows, Space, Voter
from moothall.spaces.queries import polls as queries
from moothall.spaces.tests import make, make_polls
from moothall.spaces.tests.conftest import Spaces

SignIn = Callable[[User], Client]
MOST = 12
WORDS = {
    "question": "Which day?",
    "choices": "Monday\r\n\r\n  Wednesday  ",
    "anonymous": "no",
    "shows": "answered",
    "closes_on": "",
    "body": "The room is free on both.",
}


@pytest.fixture
def poll(cast: Cast, spaces: Spaces) -> Poll:
    """A poll by name in the closed space, that Marcus answered."""
    asked = make_polls.poll(spaces.closed, by=cast.priya)
    return make_polls.answer(asked, 0, by=cast.marcus)


@pytest.fixture
def secret(cast: Cast, spaces: Spaces) -> Poll:
    """An anonymous one there, that three answered."""
    asked = make_polls.poll(spaces.closed, by=cast.priya, anonymous=True, question="Shall we move?")
    for place, person in enumerate((cast.gareth, cast.marcus, cast.priya)):
        make_polls.answer(asked, place % 2, by=person)
    return asked


def page(name: str, poll: Poll) -> str:
    return reverse(f"spaces:{name}", args=[poll.pk])


def test_a_poll_is_asked_answered_and_changed_on_pages(cast: Cast, spaces: Spaces, as_user: SignIn) -> None:
    asker, client = as_user(cast.gareth), as_user(cast.marcus)
    start = asker.get(reverse("spaces:start", args=[spaces.closed.slug])).text
    ask = reverse("spaces:ask_poll", args=[spaces.closed.slug])
    assert ask in start and ask in asker.get(spaces.closed.get_absolute_url()).text
    assert asker.get(ask).status_code == 200
    sent = asker.post(ask, WORDS | {"token": str(uuid4())})
    poll = Poll.objects.get()
    assert sent.status_code == 302 and sent.headers["Location"] == poll.in_place
    assert list(poll.choices.values_list("words", flat=True)) == ["Monday", "Wednesday"]
    shown = client.get(poll.conversation.get_absolute_url()).text
    assert "Which day?" in shown and "By name: whoever sees the result sees who chose what." in shown
    assert client.post(poll.get_absolute_url(), {"chosen": "1"}).headers["Location"] == poll.in_place
    shown = client.get(poll.conversation.get_absolute_url()).text
    assert "100%" in shown and "Your answer" in shown and "Change your answer" in shown
    client.post(poll.get_absolute_url(), {"chosen": "0"})
    assert queries.tally(poll.pk) == {0: 1}
    assert "Poll." in client.get(spaces.closed.get_absolute_url()).text


def test_a_form_sent_twice_asks_once(cast: Cast, spaces: Spaces, as_user: SignIn) -> None:
    client, sent = as_user(cast.gareth), WORDS | {"token": str(uuid4())}
    ask = reverse("spaces:ask_poll", args=[spaces.closed.slug])
    ways = {client.post(ask, sent).headers["Location"] for _time in range(2)}
    assert len(ways) == Poll.objects.count() == Conversation.objects.filter(space=spaces.closed).count() == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"question": ""}, "Enter what you ask"),
        ({"choices": "Only one"}, "Enter at least two answers"),
        ({"choices": "\n".join(map(str, range(11)))}, "Enter at most ten answers"),
        ({"choices": "Yes\nyes"}, "Two answers are the same"),
        ({"choices": "Yes\n" + "n" * 121}, "Shorten the answers"),
        ({"anonymous": ""}, "Choose whether answers are given by name"),
        ({"shows": "never"}, "Select a valid choice"),
        ({"closes_on": "2001-01-01"}, "Enter today, or a day that is to come"),
        ({"body": ""}, "Say in a few words why you ask"),
    ],
)
def test_what_is_wrong_with_a_poll_is_said_and_what_was_typed_stays(
    cast: Cast, spaces: Spaces, as_user: SignIn, wrong: dict[str, str], says: str
) -> None:
    answer = as_user(cast.gareth).post(reverse("spaces:ask_poll", args=[spaces.closed.slug]), WORDS | wrong)
    assert answer.status_code == 422 and says in answer.text
    if "body" not in wrong:
        assert "The room is free on both." in answer.text
    assert not Poll.objects.exists()


def test_words_that_name_people_are_looked_at_first(cast: Cast, spaces: Spaces, as_user: SignIn) -> None:
    client, ask = as_user(cast.gareth), reverse("spaces:ask_poll", args=[spaces.closed.slug])
    sent = WORDS | {"choices": "AB 12 34 56 C\nNobody"}  # an insurance number as one of the answers
    shown = client.post(ask, sent)
    assert "Not posted yet: look again first" in shown.text and not Poll.objects.exists()


def test_no_answer_is_an_error_at_the_field(cast: Cast, poll: Poll, as_user: SignIn) -> None:
    client = as_user(cast.gareth)
    for sent in ({}, {"chosen": ""}, {"chosen": "9"}, {"chosen": "x"}, {"chosen": "-1"}):
        answer = client.post(poll.get_absolute_url(), sent)
        assert answer.status_code == 422 and "govuk-error-summary" in answer.text
    act.close(poll, by=cast.priya)
    assert "The poll has closed meanwhile" in client.post(poll.get_absolute_url(), {"chosen": "1"}).text
    assert poll.ballots.count() == 1


def test_fields_that_the_form_does_not_have_change_nothing(cast: Cast, poll: Poll, as_user: SignIn) -> None:
    smuggled = {
        "person": cast.priya.pk,
        "voter": 1,
        "by": cast.priya.pk,
        "chosen": "2",
        "link": "x",
        "at": "2001-01-01",
    }
    as_user(cast.gareth).post(poll.get_absolute_url(), smuggled)
    assert set(poll.voters.values_list("person", flat=True)) == {cast.marcus.pk, cast.gareth.pk}


@pytest.mark.parametrize("who", ["outsider", "joan", "admin", "auditor"])
def test_a_poll_of_a_closed_space_is_not_there_for_others(cast: Cast, poll: Poll, as_user: SignIn, who: str) -> None:
    client = as_user(getattr(cast, who))
    for name in ("poll", "poll_answers", "edit_poll", "close_poll", "remove_poll"):
        assert client.get(page(name, poll)).status_code == 404, name
        assert client.post(page(name, poll), {"chosen": "1", "reason": "x"}).status_code == 404, name
    assert client.post(reverse("spaces:ask_poll", args=[poll.conversation.space.slug]), WORDS).status_code == 404
    assert poll.ballots.count() == 1


def test_whoever_only_reads_an_open_space_sees_and_does_not_answer(cast: Cast, spaces: Spaces, as_user: SignIn) -> None:
    poll = make_polls.poll(spaces.open, by=cast.priya)
    client = as_user(cast.outsider)
    shown = client.get(poll.get_absolute_url()).text
    assert "Members of the space can answer." in shown and 'name="chosen"' not in shown
    assert client.post(poll.get_absolute_url(), {"chosen": "1"}).status_code == 403
    for name in ("edit_poll", "close_poll", "remove_poll"):
        assert client.get(page(name, poll)).status_code == 403, name


def test_who_left_the_space_sees_the_poll_no_more(cast: Cast, poll: Poll, as_user: SignIn) -> None:
    members.leave(poll.conversation.space, by=cast.marcus)
    client = as_user(cast.marcus)
    assert client.get(poll.get_absolute_url()).status_code == 404
    assert client.post(poll.get_absolute_url(), {"chosen": "1"}).status_code == 404
    assert queries.tally(poll.pk) == {0: 1}  # what they said while they were there counts


def test_who_chose_what_is_seen_by_those_who_see_the_result(cast: Cast, poll: Poll, as_user: SignIn) -> None:
    client = as_user(cast.gareth)
    assert client.get(page("poll_answers", poll)).status_code == 404
    make_polls.answer(poll, 2, by=cast.gareth)
    shown = client.get(page("poll_answers", poll)).text
    assert "Marcus Finch" in shown and "Monday" in shown


@pytest.mark.parametrize("who", ["priya", "gareth", "marcus", "admin", "auditor"])
@pytest.mark.parametrize("closed", [False, True])
def test_nobody_reads_who_chose_what_in_an_anonymous_poll(
    cast: Cast, secret: Poll, as_user: SignIn, who: str, closed: bool
) -> None:
    if closed:
        act.close(secret, by=cast.priya)
    person = getattr(cast, who)
    if who in {"admin", "auditor"}:
        make.add(secret.conversation.space, person, by=cast.priya)
    client = as_user(person)
    assert client.get(page("poll_answers", secret)).status_code == 404
    for url in (secret.get_absolute_url(), secret.conversation.get_absolute_url(), page("edit_poll", secret)):
        shown = client.get(url).text
        sheet = shown.partition('id="poll"')[2].partition("</section>")[0]
        for name in ("Gareth Pugh", "Marcus Finch"):
            assert name not in sheet
    assert ("67%" in client.get(secret.get_absolute_url()).text) is closed
    assert ("Your answer</span>" in client.get(secret.get_absolute_url()).text) is False


def test_the_page_says_honestly_what_is_kept(cast: Cast, secret: Poll, as_user: SignIn) -> None:
    client = as_user(cast.gareth)
    shown = client.get(secret.get_absolute_url()).text
    for words in ("nobody is shown what you chose", "sealed link", "whoever runs the server could break it"):
        assert words in shown
    act.close(secret, by=cast.priya)
    assert "nothing ties an answer to a person any more" in client.get(secret.get_absolute_url()).text


def test_a_poll_is_edited_closed_and_removed_by_page(cast: Cast, spaces: Spaces, as_user: SignIn) -> None:
    poll = make_polls.poll(spaces.closed, by=cast.gareth)
    client, keeper = as_user(cast.gareth), as_user(cast.priya)
    day = (clock.today() + timedelta(days=3)).isoformat()
    client.post(page("edit_poll", poll), WORDS | {"question": "Which week?", "closes_on": day})
    make_polls.answer(poll, 1, by=cast.marcus)
    form = client.get(page("edit_poll", poll)).text
    assert "what is asked stays as it is" in form and 'name="question"' not in form and day in form
    client.post(page("edit_poll", poll), {"question": "Another?", "closes_on": ""})
    poll = Poll.objects.get()
    assert (poll.question, poll.closes_at) == ("Which week?", None)
    assert keeper.get(page("edit_poll", poll)).status_code == 403
    assert "“Which week?” has 1 answer." in keeper.get(page("close_poll", poll)).text
    assert keeper.post(page("close_poll", poll)).status_code == 302
    assert keeper.post(page("remove_poll", poll), {"reason": ""}).status_code == 422
    keeper.post(page("remove_poll", poll), {"reason": "It named a resident"})
    shown = client.get(poll.conversation.get_absolute_url()).text
    assert "This poll was removed by Priya Raman," in shown and "It named a resident" in shown
    assert "Which week?" not in shown.replace(poll.conversation.title, "")
    assert client.get(page("edit_poll", poll)).status_code == 403


def test_the_gate_leads_away_and_nothing_typed_is_lost(cast: Cast, poll: Poll, as_user: SignIn) -> None:
    make_gate.asked(make_gate.policy(owner=cast.priya))
    client = as_user(cast.gareth)
    ask = reverse("spaces:ask_poll", args=[poll.conversation.space.slug])
    assert client.get(ask).headers["Location"].startswith("/policies/gate/")
    sent = client.post(ask, WORDS)
    assert sent.status_code == 422 and "The room is free on both." in sent.text
    answer = client.post(poll.get_absolute_url(), {"chosen": "1"})
    assert answer.status_code == 422 and "There is a policy to acknowledge first" in answer.text


def test_a_hold_is_said_where_it_keeps_the_words(cast: Cast, spaces: Spaces, as_user: SignIn) -> None:
    poll = make_polls.poll(spaces.closed, by=cast.gareth)
    make_holds.hold(f"conversation:{poll.conversation_id}", by=make_holds.manager())
    answer = as_user(cast.gareth).post(page("edit_poll", poll), WORDS)
    assert answer.status_code == 422 and "hold" in answer.text
    assert Poll.objects.get().question == poll.question and poll.choices.count() == 3


def test_a_poll_costs_the_same_however_many_answer_and_whatever_can_be_chosen(
    cast: Cast, spaces: Spaces, as_user: SignIn
) -> None:
    few = make_polls.poll(spaces.closed, by=cast.priya, choices=("Yes", "No"), shows=Shows.AT_ONCE)
    many = make_polls.poll(spaces.closed, by=cast.priya, choices=tuple(map(str, range(10))), several=True)
    make_polls.answer(few, 0, by=cast.gareth)
    make_polls.answer(many, 0, by=cast.gareth)
    for number in range(14):
        person = make_people.user(f"Voter {number}")
        make.add(spaces.closed, person, by=cast.priya)
        make_polls.answer(many, number % 10, (number + 3) % 10, by=person)
    client = as_user(cast.gareth)
    costs: dict[str, set[int]] = {}
    for poll in (few, many):
        for url in (poll.conversation.get_absolute_url(), poll.get_absolute_url(), page("poll_answers", poll)):
            client.get(url)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(url).status_code == 200
            costs.setdefault(url.replace(str(poll.pk), "").replace(str(poll.conversation_id), ""), set()).add(
                len(asked)
            )
    assert {len(cost) for cost in costs.values()} == {1}, costs
    assert max(max(cost) for cost in costs.values()) <= MOST, costs


def test_who_follows_hears_of_a_poll_and_who_answered_of_its_end(cast: Cast, spaces: Spaces) -> None:
    poll = make_polls.poll(spaces.closed, by=cast.priya, body="@Gareth Pugh what do you say?")
    post = poll.conversation.posts.get()
    assert telling.load(cast.marcus, [post.pk])[post.pk].line == "Priya Raman asked a poll"
    make_polls.answer(poll, 1, by=cast.marcus)
    act.close(poll, by=cast.priya)
    told = Notice.objects.filter(kind=telling.POLL_CLOSED)
    assert list(told.values_list("person", flat=True)) == [cast.marcus.pk]
    assert telling.load_polls(cast.marcus, [poll.pk])[poll.pk].url == poll.get_absolute_url()
    assert telling.load_polls(cast.outsider, [poll.pk]) == {}
    act.remove(poll, by=cast.priya, reason="Wrong")
    assert telling.load_polls(cast.marcus, [poll.pk]) == {}


def test_a_poll_is_found_by_what_it_asks_and_never_by_a_ballot(cast: Cast, poll: Poll) -> None:
    post = poll.conversation.posts.get()
    make.post(poll.conversation, by=cast.gareth)
    (document,) = documents.documents([post.pk])
    assert "Which day shall we meet on?" in document.body and "Wednesday" in document.body
    assert "Marcus" not in f"{document.body} {document.names}"
    others = poll.conversation.posts.exclude(number=1).values_list("pk", flat=True)
    assert all("Wednesday" not in found.body for found in documents.documents(list(others)))
    act.remove(poll, by=cast.priya, reason="Wrong")
    assert "Wednesday" not in next(iter(documents.documents([post.pk]))).body


def test_my_copy_holds_my_answers_and_of_anonymous_ones_only_that_i_answered(
    cast: Cast, poll: Poll, secret: Poll
) -> None:
    (part,) = [part for part in personal_data if part.key == "polls"]
    rows = {row.get("answered_poll"): row for row in part.export(cast.marcus)}
    assert rows[poll.pk]["places_chosen"] == [1]
    assert rows[secret.pk]["anonymous"] is True and "places_chosen" not in rows[secret.pk]
    mine = list(part.export(cast.priya))
    assert {row["question"] for row in mine if "asked_poll" in row} == {poll.question, secret.question}
    assert list(part.export(cast.outsider)) == []


def talks_in(space: Space, by: User) -> tuple[bytes, dict[str, dict[str, object]]]:
    bundle = bundles.ask_for_bundle(by=by, thing=space.container, reason="Moving")
    bundles.make(bundle.pk)
    bundle.refresh_from_db()
    assert bundle.blob is not None
    data = blobs.read(bundle.blob)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if "/conversations/" in name and name.endswith(".json")]
        told = [json.loads(archive.read(name)) for name in names]
    return data, {talk["title"]: talk.get("poll", {}) for talk in told}


def test_a_bundle_tells_a_poll_without_what_it_keeps_back_and_comes_in_as_words(
    cast: Cast, poll: Poll, secret: Poll
) -> None:
    space = poll.conversation.space
    _data, told = talks_in(space, cast.priya)
    assert [choice["count"] for choice in told[secret.question]["choices"]] == [None] * 3  # type: ignore[attr-defined]
    assert told[poll.question]["ballots"] == []
    act.close(secret, by=cast.priya)
    act.close(poll, by=cast.priya)
    data, told = talks_in(space, cast.priya)
    assert [choice["count"] for choice in told[secret.question]["choices"]] == [2, 1, 0]  # type: ignore[attr-defined]
    assert told[secret.question]["ballots"] == []
    assert told[poll.question]["ballots"] == [{"name": "Marcus Finch", "chose": ["Monday"]}]
    brought = bring_in(io.BytesIO(data), by=cast.joan)
    first = Conversation.objects.get(space=brought, title=secret.question).posts.get(number=1)
    assert "A poll was asked here: Shall we move?" in first.body and "- Monday: 2" in first.body
    assert Poll.objects.filter(conversation__space=brought).count() == 0


def test_a_poll_goes_with_its_conversation_when_that_is_disposed_of(cast: Cast) -> None:
    rekha, ramon = make_retention.keeper(), make_retention.keeper("Ramon Registry")
    with clock.at(clock.now() - timedelta(days=3000)):
        space = make.space(by=cast.priya, openness=Openness.CLOSED, members=[cast.gareth])
        poll = make_polls.poll(space, by=cast.priya)
        make_polls.answer(poll, 1, by=cast.gareth)
        act.close(poll, by=cast.priya)
        anonymous = make_polls.poll(space, by=cast.priya, anonymous=True)
        make_polls.answer(anonymous, 1, by=cast.gareth)
    application = make_retention.switched_on(make_retention.rule(by=rekha), space.container, by=rekha)
    run = make_retention.carried_out(application, by=rekha, other=ramon)
    assert run.counts["disposed"] == 2
    for model in (Poll, PollChoice, Voter, Ballot):
        assert not model.objects.exists()
    assert not Notice.objects.filter(thing=telling.POLL).exists()


def test_the_first_post_may_go_and_the_poll_stays(cast: Cast, poll: Poll, as_user: SignIn) -> None:
    posts.remove(poll.conversation.posts.get(number=1), by=cast.priya, reason="Too many words")
    assert poll.question in as_user(cast.gareth).get(poll.conversation.get_absolute_url()).text
