"""An engagement that was a poll in a space: named by its conversation, shown as whoever looks may see it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.change.models import Engagement, Form, Initiative
from moothall.change.tests import make
from moothall.change.tests.test_people_pages import engaged
from moothall.people.models import User
from moothall.spaces.actions import polls
from moothall.spaces.models import Openness, Poll
from moothall.spaces.tests import make as make_spaces
from moothall.spaces.tests import make_polls

SignIn = Callable[[User], Client]


@pytest.fixture
def initiative(cast: Cast) -> Initiative:
    return make.initiative(by=cast.priya)


@pytest.fixture
def poll(cast: Cast) -> Poll:
    """A poll in a closed space that Priya and Gareth are in; both answered."""
    space = make_spaces.space(by=cast.priya, openness=Openness.CLOSED, members=[cast.gareth])
    asked = make_polls.poll(space, by=cast.priya)
    make_polls.answer(asked, 1, by=cast.gareth)
    return make_polls.answer(asked, 1, by=cast.priya)


def recorded(client: Client, initiative: Initiative, cast: Cast, **more: Any) -> Any:
    who = make.stakeholder(initiative, by=cast.priya)
    data = engaged(who, form="poll", elsewhere="") | more
    return client.post(reverse("change:engagement_new", args=[initiative.pk]), data)


def test_an_engagement_names_its_poll_and_shows_turnout_and_result(
    cast: Cast, initiative: Initiative, poll: Poll, as_user: SignIn
) -> None:
    client = as_user(cast.priya)
    sent = recorded(client, initiative, cast, talk_address=poll.conversation.get_absolute_url())
    assert sent.status_code == 302
    made = Engagement.objects.get()
    assert (made.form, made.thing) == (Form.POLL, f"conversation:{poll.conversation_id}")
    page = client.get(sent.headers["Location"]).text
    assert "Which day shall we meet on?" in page and "100%" in page
    assert "2 of 2 members of the space answered." in page
    assert initiative.title in client.get(poll.conversation.get_absolute_url()).text


def test_whoever_may_not_see_the_space_sees_nothing_of_the_poll(
    cast: Cast, initiative: Initiative, poll: Poll, as_user: SignIn
) -> None:
    sent = recorded(as_user(cast.priya), initiative, cast, talk_address=poll.conversation.get_absolute_url())
    page = as_user(cast.outsider).get(sent.headers["Location"]).text
    assert "In a space that is not open to you" in page
    assert "Which day shall we meet on?" not in page and "100%" not in page


def test_a_result_that_waits_waits_on_the_engagement_too(cast: Cast, initiative: Initiative, as_user: SignIn) -> None:
    asked = make_polls.poll(make_spaces.space(by=cast.priya), by=cast.priya, anonymous=True)
    for person in (cast.priya, cast.gareth, cast.joan):
        make_polls.answer(asked, 0, by=person)
    client = as_user(cast.priya)
    sent = recorded(client, initiative, cast, talk_address=asked.conversation.get_absolute_url())
    page = client.get(sent.headers["Location"]).text
    assert "The result is shown when the poll has closed." in page and "100%" not in page
    polls.close(asked, by=cast.priya)
    assert "100%" in client.get(sent.headers["Location"]).text


def test_a_conversation_without_a_poll_or_none_at_all_is_refused(
    cast: Cast, initiative: Initiative, poll: Poll, as_user: SignIn
) -> None:
    client = as_user(cast.priya)
    plain = make_spaces.conversation(poll.conversation.space, by=cast.priya)
    wrong = recorded(client, initiative, cast, talk_address=plain.get_absolute_url())
    assert wrong.status_code == 422 and "That conversation has no poll" in wrong.text
    who = initiative.stakeholders.get()
    bare = client.post(reverse("change:engagement_new", args=[initiative.pk]), engaged(who, form="poll", elsewhere=""))
    assert bare.status_code == 422 and "Say in which conversation the poll was asked" in bare.text
    assert not Engagement.objects.exists()


def test_planning_an_engagement_offers_a_poll_in_the_space(cast: Cast, initiative: Initiative, as_user: SignIn) -> None:
    space = make_spaces.space(by=cast.priya, name="Our change")
    Initiative.objects.filter(pk=initiative.pk).update(space=space)
    make.stakeholder(initiative, by=cast.priya)
    make_polls.poll(space, by=cast.priya)
    page = as_user(cast.priya).get(reverse("change:engagement_new", args=[initiative.pk])).text
    assert reverse("spaces:ask_poll", args=[space.slug]) in page
    assert "Poll in a space" in page and "Which day shall we meet on? (poll)" in page
