"""How one is told: for a kind, for a space, and for a kind in a space, on the pages where it is chosen."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall import notices
from moothall.notices import actions
from moothall.notices.kinds import When
from moothall.notices.models import Choice, Notice
from moothall.notices.stopping import Stop
from moothall.people.models import User
from moothall.spaces.models import Openness, Space
from moothall.spaces.tests import make

SignIn = Callable[[User], Client]
PLACE, WISHES = reverse("notices:place"), reverse("notices:settings")
KINDS = ("spaces.mention", "spaces.reply", "spaces.followed")


@pytest.fixture
def libraries(cast: Cast) -> Space:
    return make.space(name="Libraries", by=cast.priya, members=[cast.gareth])


def standing(client: Client, space: Space) -> dict[str, str]:
    """The form of a place as it stands, to be changed and sent."""
    form = client.get(PLACE, {"place": space.container}).context["form"]
    return {field.html_name: str(field.value()) for field in [form["when"], *form.of_kinds]}


def choose(client: Client, space: Space, **changes: str) -> None:
    words = standing(client, space) | {name.replace("_", "-", 1): value for name, value in changes.items()}
    answer = client.post(f"{PLACE}?place={space.container}", words)
    assert answer.status_code == 302, answer.context["form"].errors


def how(person: User, space: Space, kind: str) -> str:
    """How they are told of the next thing of this kind there."""
    notices.tell(kind, people=[person.pk], subject=900 + Notice.objects.count(), place=space.container, by=None)
    row = Notice.objects.filter(person=person).order_by("pk").last()
    return row.how if row and row.kind == kind else When.MUTE.value


def test_one_kind_in_one_space_is_told_otherwise(cast: Cast, as_user: SignIn, libraries: Space) -> None:
    other = make.space(name="Highways", by=cast.priya, members=[cast.gareth])
    client = as_user(cast.gareth)
    kinds = (*KINDS, "spaces.poll_closed")
    assert standing(client, libraries) == {"when": "", **{f"kind-{kind}": "place" for kind in kinds}}
    choose(client, libraries, when="weekly", **{"kind_spaces.reply": "once"})
    assert [how(cast.gareth, libraries, kind) for kind in KINDS] == ["weekly", "once", "weekly"]
    assert [how(cast.gareth, other, kind) for kind in KINDS] == ["once", "daily", "daily"]
    page = client.get(WISHES).text
    assert "In a weekly digest; Someone answers where I wrote: At once" in page
    choose(client, libraries, when="", **{"kind_spaces.reply": "place"})
    assert not Choice.objects.exists()
    assert [how(cast.gareth, libraries, kind) for kind in KINDS] == ["once", "daily", "daily"]


def test_what_a_mail_was_stopped_for_is_shown_and_kept(cast: Cast, as_user: SignIn, libraries: Space) -> None:
    """Pressing “stop” in a mail says no to a kind in a space; the pages say so, and saving them does not undo it."""
    for kind in KINDS[:2]:
        actions.stop_mail(Stop(cast.gareth.pk, kind=kind, place=libraries.container))
    client = as_user(cast.gareth)
    page = client.get(WISHES).text
    assert "Someone names me: No e-mail, only on my desk; Someone answers where I wrote: No e-mail" in page
    assert page.count(f"?place={libraries.container}") == 1
    assert standing(client, libraries)["kind-spaces.mention"] == "not"
    choose(client, libraries, when="daily")
    assert [how(cast.gareth, libraries, kind) for kind in KINDS] == ["not", "not", "daily"]


def test_a_kind_or_a_place_that_is_not_theirs_is_not_chosen_for(cast: Cast, as_user: SignIn, libraries: Space) -> None:
    client = as_user(cast.gareth)
    assert not {"kind-mail.finished", "kind-spaces.unattended"} & set(standing(client, libraries))
    wrong = standing(client, libraries) | {"kind-spaces.mention": "hourly"}
    answer = client.post(f"{PLACE}?place={libraries.container}", wrong)
    assert (answer.status_code, Choice.objects.count()) == (422, 0)
    assert "There is a problem" in answer.text
    forged = standing(client, libraries) | {"kind-spaces.unattended": "mute"}
    client.post(f"{PLACE}?place={libraries.container}", forged)
    assert not Choice.objects.exists()
    hidden = make.space(name="Hidden", by=cast.priya, openness=Openness.PRIVATE)
    assert client.post(f"{PLACE}?place={hidden.container}", {"when": "once"}).status_code == 404
