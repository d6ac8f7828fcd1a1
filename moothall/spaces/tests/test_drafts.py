"""Words that are not said yet: kept across tabs, devices and lost sessions, and seen by nobody else."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.kit.testing import CommittedDatabase, at_once
from moothall.people import actions as people_actions
from moothall.spaces.actions import drafts, members
from moothall.spaces.models import Conversation, Draft, Post
from moothall.spaces.tests import make
from moothall.spaces.tests.conftest import Spaces


@pytest.fixture
def talk(spaces: Spaces, cast: Cast) -> Conversation:
    """A conversation in the closed space, where Gareth and Marcus may write."""
    return make.conversation(spaces.closed, by=cast.priya)


def signed_in(person: object) -> Client:
    """A browser of theirs."""
    client = Client()
    client.force_login(person)  # type: ignore[arg-type]
    return client


def keep(client: Client, place: str, body: str, seen: int = 0, **more: str) -> tuple[int, dict[str, object]]:
    """What the page's script sends, and what it is told."""
    answer = client.post(reverse("spaces:keep_draft"), {"place": place, "body": body, "draft": seen, **more})
    return answer.status_code, json.loads(answer.content) if answer["Content-Type"] == "application/json" else {}


def form_of(client: Client, talk: Conversation) -> dict[str, str]:
    """The hidden fields of the reply form, as a browser would send them."""
    page = client.get(talk.get_absolute_url()).content.decode()
    form = re.search(r'<form class="reply" id="reply".*?</form>', page, re.DOTALL)
    assert form
    inputs = [dict(re.findall(r'([a-z]+)="([^"]*)"', tag)) for tag in re.findall(r"<input[^>]*>", form[0])]
    return {given["name"]: given.get("value", "") for given in inputs if given.get("type") == "hidden"}


def test_words_are_there_again_on_another_device(talk: Conversation, cast: Cast) -> None:
    phone, desk = signed_in(cast.gareth), signed_in(cast.gareth)
    status, told = keep(phone, f"conversation:{talk.pk}", "Half a thou")
    assert (status, told["state"]) == (200, "kept")
    assert "Half a thou" in desk.get(talk.get_absolute_url()).content.decode()
    assert "Half a thou" in desk.get(reverse("spaces:drafts")).content.decode()
    assert form_of(desk, talk)["draft"] == str(told["version"])


def test_a_second_tab_replaces_nothing_unasked(talk: Conversation, cast: Cast) -> None:
    client, place = signed_in(cast.gareth), f"conversation:{talk.pk}"
    keep(client, place, "From the first tab")
    status, told = keep(client, place, "From the second tab")
    assert status == 409
    draft = Draft.objects.get()
    assert draft.body == "From the first tab"
    assert (told["body"], told["version"]) == (draft.body, draft.version)
    status, told = keep(client, place, "From the second tab", seen=draft.version)  # it was shown, and chosen over
    assert (status, told["version"]) == (200, draft.version + 1)
    assert keep(client, place, "From the second tab", seen=draft.version)[0] == 200  # the same words twice are no clash


def test_without_a_script_a_clash_shows_both(talk: Conversation, cast: Cast) -> None:
    client, place = signed_in(cast.gareth), talk.get_absolute_url()
    fields = form_of(client, talk)
    keep(signed_in(cast.gareth), f"conversation:{talk.pk}", "Kept on the phone")
    page = client.post(place, {**fields, "body": "Typed at the desk", "keep": "1"}).content.decode()
    assert "Kept on the phone" in page
    assert "Typed at the desk" in page
    assert Draft.objects.get().body == "Kept on the phone"


def test_posting_clears_the_draft_but_not_one_kept_elsewhere(talk: Conversation, cast: Cast) -> None:
    client, place = signed_in(cast.gareth), f"conversation:{talk.pk}"
    keep(client, place, "I can open up.")
    fields = form_of(client, talk)
    assert client.post(talk.get_absolute_url(), {**fields, "body": "I can open up."}).status_code == 302
    assert not Draft.objects.exists()
    fields = form_of(client, talk)
    keep(signed_in(cast.gareth), place, "Something else entirely")
    client.post(talk.get_absolute_url(), {**fields, "body": "And close."})
    assert Draft.objects.get().body == "Something else entirely"


def test_a_tab_left_open_takes_a_new_draft_neither_for_its_own_nor_away(talk: Conversation, cast: Cast) -> None:
    """What the old tab has seen was posted from another one, and a new draft was begun since."""
    client, place = signed_in(cast.gareth), f"conversation:{talk.pk}"
    for round_ in range(3):  # however many versions there were
        for version in range(round_ + 1):
            keep(client, place, f"Old {round_} {version}", seen=getattr(Draft.objects.first(), "version", 0))
        left_open = form_of(client, talk)
        other = form_of(client, talk)
        client.post(talk.get_absolute_url(), {**other, "body": f"Old {round_} {version}"})
        assert not Draft.objects.exists()
        keep(client, place, f"Precious {round_}")
        assert keep(client, place, "Old and more", seen=int(left_open["draft"]))[0] == 409
        client.post(talk.get_absolute_url(), {**left_open, "body": "Posted from the old tab"})
        draft = Draft.objects.get()
        assert draft.body == f"Precious {round_}"
        draft.delete()


def test_discarding_throws_away_only_what_was_shown(talk: Conversation, cast: Cast) -> None:
    client, place = signed_in(cast.gareth), f"conversation:{talk.pk}"
    keep(client, place, "Shown here")
    fields = form_of(client, talk)
    keep(signed_in(cast.gareth), place, "Kept on the phone since", seen=int(fields["draft"]))
    page = client.post(talk.get_absolute_url(), {**fields, "body": "Shown here", "discard": "1"})
    assert page.status_code != 302
    assert "Kept on the phone since" in page.content.decode()
    assert Draft.objects.get().body == "Kept on the phone since"
    assert client.post(talk.get_absolute_url(), {**form_of(client, talk), "discard": "1"}).status_code == 302
    assert not Draft.objects.exists()
    assert client.post(talk.get_absolute_url(), {**fields, "discard": "1"}).status_code == 302  # there is none any more


def test_a_late_save_does_not_bring_back_what_was_posted(talk: Conversation, cast: Cast) -> None:
    client = signed_in(cast.gareth)
    fields = form_of(client, talk)
    client.post(talk.get_absolute_url(), {**fields, "body": "Said."})
    status, told = keep(client, f"conversation:{talk.pk}", "Said.", token=fields["token"])
    assert (status, told["state"]) == (200, "said")
    assert not Draft.objects.exists()


def test_a_lost_session_loses_no_words(talk: Conversation, cast: Cast) -> None:
    """What the script meets is a door, not a 200; what was kept before is there after signing in again."""
    client = signed_in(cast.gareth)
    keep(client, f"conversation:{talk.pk}", "Before the session went")
    fields = form_of(client, talk)
    client.logout()
    answer = client.post(reverse("spaces:keep_draft"), {"place": f"conversation:{talk.pk}", "body": "After"})
    assert answer.status_code in {302, 401, 403}
    gone = client.post(talk.get_absolute_url(), {**fields, "body": "After"})
    assert gone.status_code in {302, 401, 403}
    client.force_login(cast.gareth)
    assert "Before the session went" in client.get(talk.get_absolute_url()).content.decode()


@pytest.mark.parametrize("who", ["priya", "marcus", "joan", "admin", "auditor"])
def test_nobody_sees_or_discards_the_draft_of_another(who: str, talk: Conversation, cast: Cast) -> None:
    keep(signed_in(cast.gareth), f"conversation:{talk.pk}", "The axolotl is mine")
    draft = Draft.objects.get()
    other = signed_in(getattr(cast, who))
    assert "axolotl" not in other.get(reverse("spaces:drafts")).content.decode()
    assert "axolotl" not in other.get(talk.get_absolute_url()).content.decode()
    assert other.post(reverse("spaces:discard_draft", args=[draft.pk])).status_code == 404
    assert Draft.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize(
    "place", ["", "conversation:", "conversation:x", "conversation:999", "post:1", "space:-1", "space:٣"]
)
def test_a_place_that_is_none_is_not_there(place: str, talk: Conversation, cast: Cast) -> None:
    assert keep(signed_in(cast.gareth), place, "Words")[0] == 404


def test_where_one_may_not_write_nothing_is_kept(talk: Conversation, spaces: Spaces, cast: Cast) -> None:
    assert keep(signed_in(cast.outsider), f"space:{spaces.private.pk}", "Words")[0] == 404
    members.remove_member(spaces.closed, by=cast.priya, user=cast.gareth)
    assert keep(signed_in(cast.gareth), f"conversation:{talk.pk}", "Words")[0] in {403, 404}
    assert not Draft.objects.exists()


def test_too_much_to_keep_is_said_in_words(talk: Conversation, cast: Cast) -> None:
    status, told = keep(signed_in(cast.gareth), f"conversation:{talk.pk}", "x" * 300_000)
    assert (status, told["state"]) == (422, "refused")
    assert "too long" in str(told["words"])


def test_a_leaver_keeps_nothing(talk: Conversation, cast: Cast) -> None:
    client = signed_in(cast.gareth)
    people_actions.deactivate(cast.gareth, by=cast.admin)
    assert keep(client, f"conversation:{talk.pk}", "Words")[0] in {302, 401, 403}
    assert not Draft.objects.exists()


def test_two_tabs_at_the_same_moment_keep_one_and_are_told(committed_db: CommittedDatabase) -> None:
    from moothall.people.tests import make as make_people

    person = make_people.user("Gareth Pugh")
    talk = make.conversation(make.space(by=person), by=person)
    place = drafts.Place(conversation=talk)

    def tab(number: int) -> str:
        try:
            drafts.keep(place, drafts.Words(f"Tab {number}"), person=person)
        except drafts.KeptElsewhere:
            return "elsewhere"
        return f"Tab {number}"

    told = at_once([lambda number=number: tab(number) for number in range(4)])  # type: ignore[misc]
    assert sorted(told)[1:] == ["elsewhere"] * 3 or sorted(told)[-3:] == ["elsewhere"] * 3
    assert Draft.objects.get().body in told
    assert Post.objects.count() == 1
