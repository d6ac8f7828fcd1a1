"""The copy of what the hall holds about one person: all of it, and nothing of anybody else's."""

import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conftest import Cast
from moothall.audit.models import Entry
from moothall.kit.registries import personal_data
from moothall.mail.tests import make as mail
from moothall.people import actions, export
from moothall.people.models import Correction, Role, User
from moothall.people.tests import make as people
from moothall.spaces.actions import drafts, feeds
from moothall.spaces.models import Openness
from moothall.spaces.tests import make as spaces

SignIn = Callable[[User], Client]


def signed_in(user: User) -> Client:
    """Someone who has just said who they are."""
    client = Client()
    answer = client.post("/account/login/", {"login": user.email, "password": people.PASSWORD})
    assert answer.status_code == 302
    return client


def parts_of(content: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name.removesuffix(".json"): json.loads(archive.read(name)) for name in archive.namelist()}


def copy_of(user: User) -> dict[str, Any]:
    with export.zipped(user, own=True) as file:
        return parts_of(file.read())


def test_my_copy_holds_my_words_my_mail_my_choices_and_my_acts(cast: Cast) -> None:
    room = spaces.space(by=cast.gareth, members=[cast.priya])
    spaces.conversation(room, by=cast.priya, title="Keys", body="I lost the green keys.")
    feeds.make_feed_key(by=cast.priya, label="Reader on the train")
    mail.mailbox(owner=cast.priya)
    client = signed_in(cast.priya)
    client.post("/account/reauthenticate/", {"password": people.PASSWORD})
    answer = client.post("/people/data/download/")
    assert answer.headers.get("Location") is None
    assert answer.headers["Content-Type"] == "application/zip"
    assert "no-store" in answer.headers["Cache-Control"]
    parts = parts_of(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    assert set(parts) == {"about", *(part.key for part in personal_data)}
    assert parts["profile"][0]["email"] == cast.priya.email
    assert [row["words"] for row in parts["posts"]] == ["I lost the green keys."]
    assert {"Reader on the train"} == {row["feed_key"] for row in parts["places"] if "feed_key" in row}
    assert parts["mail"][0]["custodian_of"] == "libraries@wexmoor.example"
    assert {"conversation.started", "person.data_exported"} <= {row.get("you") for row in parts["audit"]}
    assert any(row.get("about_you") == "person.created" for row in parts["audit"])


def test_my_copy_holds_nobody_elses_words_and_no_secret(cast: Cast) -> None:
    room = spaces.space(by=cast.gareth, members=[cast.priya], openness=Openness.CLOSED)
    talk = spaces.conversation(room, by=cast.gareth, title="Redundancies", body="Ask @priya-raman about the leak.")
    spaces.post(talk, by=cast.priya, body="Ask me then.")
    _key, secret = feeds.make_feed_key(by=cast.priya, label="Reader")
    way = actions.send_invitation(cast.priya, by=cast.admin)
    with export.zipped(cast.priya, own=True) as file:
        parts = parts_of(file.read())
    whole = json.dumps(parts)
    for hidden in ("Redundancies", "the leak", "Gareth", secret, way.token, way.nonce, cast.priya.password):
        assert hidden not in whole
    assert "Ask me then." in whole


def test_a_copy_is_made_only_after_saying_again_who_one_is(cast: Cast, as_user: SignIn) -> None:
    answer = as_user(cast.priya).post("/people/data/download/")
    assert answer.status_code == 302
    assert "reauthenticate" in answer.headers["Location"]
    assert not Entry.objects.filter(verb="person.data_exported").exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_elses_copy_too(cast: Cast, as_user: SignIn, method: str) -> None:
    answer = getattr(as_user(cast.admin), method)("/people/gareth-pugh/export/", {"reason": "Request 12"})
    assert answer.status_code == 302
    assert "reauthenticate" in answer.headers["Location"]
    assert not Entry.objects.filter(verb="person.data_exported").exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_elses_copy_is_for_administrators_who_give_a_reason(cast: Cast, method: str) -> None:
    page, words = "/people/gareth-pugh/export/", {"reason": "Subject access request 12"}
    for who, status in ((cast.priya, 403), (cast.joan, 403), (cast.auditor, 403), (cast.marcus, 404)):
        client = signed_in(who)
        assert getattr(client, method)(page, words).status_code == status
    admin = signed_in(cast.admin)
    admin.post("/account/reauthenticate/", {"password": people.PASSWORD})
    assert admin.post(page, {"reason": ""}).status_code == 422
    assert not Entry.objects.filter(verb="person.data_exported").exists()
    answer = admin.post(page, words)
    assert parts_of(b"".join(answer.streaming_content))["profile"][0]["name"] == "Gareth Pugh"  # type: ignore[attr-defined]
    entry = Entry.objects.get(verb="person.data_exported")
    assert (entry.actor_id, entry.object_id) == (cast.admin.pk, str(cast.gareth.pk))


def test_what_somebody_has_only_begun_to_write_is_in_their_own_copy_alone(cast: Cast, as_user: SignIn) -> None:
    drafts.keep(drafts.Place(), drafts.Words("My most private half thought."), person=cast.gareth)
    assert copy_of(cast.gareth)["drafts"][0]["words"] == "My most private half thought."
    admin = signed_in(cast.admin)
    admin.post("/account/reauthenticate/", {"password": people.PASSWORD})
    answer = admin.post("/people/gareth-pugh/export/", {"reason": "Subject access request 12"})
    parts = parts_of(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    assert "half thought" not in json.dumps(parts)
    assert "drafts" not in {*parts, *parts["about"]["parts"]}


def test_a_disclosure_officer_takes_nobodys_copy(cast: Cast) -> None:
    """Looking into everything is for a case, with its reason; there are none yet."""
    actions.give_role(cast.priya, by=cast.admin, role=Role.DISCLOSURE_OFFICER)
    assert signed_in(cast.priya).post("/people/gareth-pugh/export/", {"reason": "Curious"}).status_code == 403
    assert not Entry.objects.filter(verb="person.data_exported").exists()


def test_a_copy_costs_the_same_however_much_there_is(cast: Cast) -> None:
    room = spaces.space(by=cast.priya)
    talk = spaces.conversation(room, by=cast.priya)

    def cost() -> int:
        copy_of(cast.priya)  # what one holds is read anew once it changed
        with CaptureQueriesContext(connection) as queries:
            copy_of(cast.priya)
        return len(queries)

    def more(numbers: range) -> None:
        for number in numbers:
            spaces.post(talk, by=cast.priya, body=f"@gareth-pugh, number {number}")
            spaces.space(by=cast.priya, name=f"Space {number}")
            mail.mailbox(f"box{number}@wexmoor.example", owner=cast.priya)

    more(range(1))
    few = cost()
    more(range(1, 13))
    assert cost() == few


def test_what_is_wrong_is_asked_for_and_put_right_with_a_line_in_the_record(cast: Cast, as_user: SignIn) -> None:
    as_user(cast.priya).post("/people/data/", {"asked": "My name is Priya Raman-Cole."})
    asked = Correction.objects.get()
    assert as_user(cast.gareth).get("/people/corrections/").status_code == 403
    assert as_user(cast.gareth).post(f"/people/corrections/{asked.pk}/", {"answer": "No"}).status_code == 403
    admin = as_user(cast.admin)
    assert "Priya Raman-Cole" in admin.get("/people/corrections/").content.decode()
    admin.post(f"/people/corrections/{asked.pk}/", {"answer": "Done, with pleasure."})
    assert "Done, with pleasure." in as_user(cast.priya).get("/people/data/").content.decode()
    assert admin.get(f"/people/corrections/{asked.pk}/").status_code == 404
    verbs = list(
        Entry.objects.filter(verb__startswith="person.correction").order_by("seq").values_list("verb", flat=True)
    )
    assert verbs == ["person.correction_asked", "person.correction_answered"]
