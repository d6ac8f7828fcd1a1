"""No path leads around the gate: page, form, script, draft, upload, command, task; and nothing typed is lost."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry
from moothall.files import receiving
from moothall.files.kinds import kinds
from moothall.kit import clock
from moothall.mail.actions import imports
from moothall.mail.importing import run_import
from moothall.mail.models import ImportRun, Mailbox, ThreadShare
from moothall.mail.tests import make as mail
from moothall.people.models import User
from moothall.people.tests import make as make_people
from moothall.policies import gate, gating
from moothall.policies.actions import gates
from moothall.policies.gate import Capability, GateClosed
from moothall.policies.models import Acknowledgement, Emergency, Policy
from moothall.policies.tests import make_gate as make
from moothall.spaces.actions import conversations, posts
from moothall.spaces.models import Conversation, Draft, Openness, Post, Space
from moothall.spaces.tests import make as spaces

SignIn = Callable[[User], Client]


@pytest.fixture
def policy(cast: Cast) -> Policy:
    """A policy in force, of which Priya is the owner."""
    return make.policy(owner=cast.priya)


@pytest.fixture
def space(cast: Cast) -> Space:
    """A space that Gareth and Priya are in."""
    return spaces.space(by=cast.priya, openness=Openness.CLOSED, members=[cast.gareth])


@pytest.fixture
def talk(cast: Cast, space: Space) -> Conversation:
    """A conversation in it, with a reply by Gareth."""
    made = spaces.conversation(space, by=cast.priya)
    spaces.post(made, by=cast.gareth, body="I can.")
    return made


def page_form(client: Client, url: str) -> dict[str, str]:
    """The digests that the page of the gate sends along."""
    import re

    html = client.get(url).content.decode()
    return {
        re.search(r'name="([^"]+)"', tag)[1]: re.search(r'value="([^"]*)"', tag)[1]  # type: ignore[index]
        for tag in re.findall(r"<input[^>]*>", html)
        if re.search(r'name="(digest|language)_', tag) and ('type="hidden"' in tag or "checked" in tag)
    }


def led(answer: object) -> str:
    """Where somebody was led: to the gate, with the way back."""
    assert answer.status_code == 302, answer.status_code  # type: ignore[attr-defined]
    parts = urlsplit(answer.headers["Location"])  # type: ignore[attr-defined]
    assert parts.path.startswith("/policies/gate/"), parts
    return parse_qs(parts.query).get("next", [""])[0]


def test_acts_of_spaces_are_refused_by_name(cast: Cast, policy: Policy, space: Space, talk: Conversation) -> None:
    make.asked(policy)
    own = talk.posts.get(author=cast.gareth)
    file = SimpleUploadedFile("a.txt", b"a")
    for act in (
        lambda: conversations.start(space, by=cast.gareth, title="T", body="B"),
        lambda: posts.reply(talk, by=cast.gareth, body="B"),
        lambda: posts.reply(talk, by=cast.gareth, body="B", files=spaces.uploaded([file], by=cast.gareth)),
        lambda: posts.edit(own, by=cast.gareth, body="Other", seen=0),
        lambda: conversations.rename(talk, by=cast.priya, title="Other"),
    ):
        with pytest.raises(GateClosed):
            act()
    assert Post.objects.count() == 2
    assert Conversation.objects.count() == 1
    posts.remove(own, by=cast.gareth, reason="To take away is always allowed")


def test_reading_is_never_gated_and_a_small_panel_stands_in_the_place_of_the_form(
    cast: Cast, policy: Policy, talk: Conversation, space: Space, as_user: SignIn
) -> None:
    make.asked(policy)
    client = as_user(cast.gareth)
    for url in ("/", "/spaces/", space.get_absolute_url(), "/people/", "/notices/"):
        assert client.get(url).status_code == 200, url
    html = client.get(talk.get_absolute_url()).content.decode()
    assert "Who opens up?" in html
    assert "Before you write" in html
    assert 'name="body"' not in html
    make.acknowledged(policy, by=cast.gareth)
    assert 'name="body"' in as_user(cast.gareth).get(talk.get_absolute_url()).content.decode()


def test_pages_lead_to_the_gate_and_back(
    cast: Cast, policy: Policy, space: Space, talk: Conversation, as_user: SignIn
) -> None:
    make.asked(policy)
    client = as_user(cast.gareth)
    own = talk.posts.get(author=cast.gareth)
    pages = [
        reverse("spaces:start", args=[space.slug]),
        reverse("spaces:write"),
        reverse("spaces:edit_post", args=[own.pk]),
        reverse("spaces:hello"),
    ]
    for page in pages:
        assert led(client.get(page)) == page
    wanted = pages[0]
    url = client.get(wanted).headers["Location"]
    form = page_form(client, url)
    answer = client.post(url, form)
    assert (answer.status_code, answer.headers["Location"]) == (302, wanted)
    for page in pages:
        assert client.get(page).status_code == 200


def test_a_reply_that_meets_the_gate_is_kept_and_stands_in_the_form_again(
    cast: Cast, policy: Policy, talk: Conversation, as_user: SignIn
) -> None:
    make.asked(policy)
    client = as_user(cast.gareth)
    url = talk.get_absolute_url()
    answer = client.post(url, {"body": "My careful words"}, headers={"Referer": f"http://testserver{url}?page=1"})
    assert led(answer) == f"{url}?page=1"
    assert Post.objects.count() == 2
    assert Draft.objects.get().body == "My careful words"
    gate_url = answer.headers["Location"]
    client.post(gate_url, page_form(client, gate_url))
    html = client.get(url).content.decode()
    assert "My careful words" in html
    version = Draft.objects.get().version
    assert client.post(url, {"body": "My careful words", "draft": version}).status_code == 302
    assert Post.objects.filter(body="My careful words").count() == 1
    assert not Draft.objects.exists()


def test_words_that_were_kept_elsewhere_meanwhile_are_not_overwritten_at_the_gate(
    cast: Cast, policy: Policy, talk: Conversation, as_user: SignIn
) -> None:
    make.asked(policy)
    client = as_user(cast.gareth)
    place = {"place": f"conversation:{talk.pk}"}
    assert client.post(reverse("spaces:keep_draft"), {**place, "body": "On the phone"}).status_code == 200
    answer = client.post(talk.get_absolute_url(), {"body": "At the desk"})
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "On the phone" in html
    assert "At the desk" in html
    assert Draft.objects.get().body == "On the phone"


def test_starting_and_writing_keep_the_words_too(cast: Cast, policy: Policy, space: Space, as_user: SignIn) -> None:
    make.asked(policy, place=space.container)
    client = as_user(cast.gareth)
    typed = {"title": "Keys", "body": "Who has them?"}
    start, write = reverse("spaces:start", args=[space.slug]), reverse("spaces:write")
    led(client.post(start, typed))
    assert client.get(write).status_code == 200  # the space is not chosen yet
    led(client.post(write, {**typed, "space": space.pk, "body": "Who else?"}))
    assert not Conversation.objects.exists()
    assert set(Draft.objects.values_list("space", "body")) == {(space.pk, "Who has them?"), (None, "Who else?")}
    make.acknowledged(policy, by=cast.gareth, place=space.container)
    for page, words in ((start, "Who has them?"), (write, "Who else?")):
        assert words in client.get(page).content.decode()


def test_an_edit_or_a_better_title_stays_in_the_form(
    cast: Cast, policy: Policy, talk: Conversation, as_user: SignIn
) -> None:
    make.asked(policy)
    client = as_user(cast.gareth)
    own = talk.posts.get(author=cast.gareth)
    answer = client.post(reverse("spaces:edit_post", args=[own.pk]), {"body": "I can, at nine.", "seen": 0})
    assert answer.status_code == 422
    assert "I can, at nine." in answer.content.decode()
    assert "/policies/gate/post/" in answer.content.decode()
    answer = as_user(cast.priya).post(reverse("spaces:rename", args=[talk.pk]), {"title": "Keys on Saturday"})
    assert answer.status_code == 422
    assert "Keys on Saturday" in answer.content.decode()
    assert Post.objects.get(pk=own.pk).body == "I can."


def test_the_first_hello_meets_the_gate_once_and_keeps_its_words(
    cast: Cast, policy: Policy, space: Space, as_user: SignIn
) -> None:
    make.asked(policy)
    client = as_user(cast.gareth)
    hello = reverse("spaces:hello")
    led(client.post(hello, {"space": space.pk, "body": "Hello, it is me."}, headers={"Referer": "http://testserver/x"}))
    assert not Post.objects.exists()
    url = client.get(hello).headers["Location"]
    assert client.post(url, page_form(client, url)).headers["Location"] == hello
    assert "Hello, it is me." in client.get(hello).content.decode()
    client.post(hello, {"space": space.pk, "body": "Hello, it is Gareth."})
    assert Post.objects.get().body == "Hello, it is Gareth."
    assert not Draft.objects.exists()


def test_a_draft_can_always_be_kept(cast: Cast, policy: Policy, talk: Conversation, as_user: SignIn) -> None:
    make.asked(policy)
    place = {"place": f"conversation:{talk.pk}", "body": "Half a thought"}
    answer = as_user(cast.gareth).post(reverse("spaces:keep_draft"), place)
    assert (answer.status_code, answer.json()["state"]) == (200, "kept")
    url = talk.get_absolute_url()
    assert as_user(cast.gareth).post(url, {"body": "Half a thought", "keep": "1", "draft": 1}).status_code == 302
    assert Post.objects.count() == 2


def test_scripts_and_machines_are_told_in_their_own_way(
    cast: Cast, policy: Policy, talk: Conversation, as_user: SignIn
) -> None:
    make.asked(policy)
    client, url = as_user(cast.gareth), talk.get_absolute_url()
    answer = client.post(url, {"body": "x"}, headers={"HX-Request": "true", "Referer": f"http://testserver{url}"})
    assert answer.status_code == 200
    assert answer.headers["HX-Redirect"].startswith("/policies/gate/post/")
    answer = client.post(url, {"body": "x"}, headers={"Accept": "application/json"})
    assert answer.status_code == 403
    assert "acknowledge" in answer.json()["error"]
    assert Post.objects.count() == 2


def test_mail_is_neither_brought_in_nor_shared(
    cast: Cast, policy: Policy, space: Space, as_user: SignIn, tmp_path: Path
) -> None:
    box = mail.mailbox(owner=cast.gareth)
    mail.brought_in(box, [mail.eml()])
    thread = box.threads.get()
    make.asked(policy, Capability.IMPORT_MAIL)
    make.asked(policy, Capability.SHARE_MAIL)
    client = as_user(cast.gareth)
    bring, share = reverse("mail:bring_in", args=[box.pk]), reverse("mail:share", args=[thread.pk])
    assert led(client.get(bring)) == bring
    assert led(client.get(share)) == share
    file = SimpleUploadedFile("old.mbox", mail.mbox([mail.eml("Two")]))
    answer = client.post(bring, {"file": file})
    assert answer.status_code == 422
    assert "/policies/gate/import_mail/" in answer.content.decode()
    answer = client.post(share, {"space": space.pk, "note": "Look at this"})
    assert answer.status_code == 422
    assert "Look at this" in answer.content.decode()
    assert ImportRun.objects.count() == 1
    assert not ThreadShare.objects.exists()
    for url in ("/mail/", box.get_absolute_url(), thread.get_absolute_url()):
        assert client.get(url).status_code == 200, url


def test_sharing_meets_the_gate_of_the_space_too(cast: Cast, policy: Policy, space: Space, as_user: SignIn) -> None:
    box = mail.mailbox(owner=cast.gareth)
    mail.brought_in(box, [mail.eml()])
    make.asked(policy, place=space.container)
    share = reverse("mail:share", args=[box.threads.get().pk])
    answer = as_user(cast.gareth).post(share, {"space": space.pk, "note": ""})
    assert answer.status_code == 422
    assert f"place=space%3A{space.pk}" in answer.content.decode()
    assert not Conversation.objects.exists()


def uploaded_run(box: Mailbox, person: User) -> ImportRun:
    kind = kinds.get("mailbox")
    assert kind is not None
    file = SimpleUploadedFile("old.mbox", mail.mbox([mail.eml("Later")]))
    return imports.upload(box, by=person, file=receiving.keep(file, person=person, kind=kind))


def test_what_the_worker_comes_to_later_is_asked_again(
    cast: Cast, policy: Policy, as_user: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = mail.mailbox(owner=cast.gareth)
    make.asked(policy, Capability.IMPORT_MAIL)
    make.acknowledged(policy, by=cast.gareth, capability=Capability.IMPORT_MAIL)
    run = uploaded_run(box, cast.gareth)  # queued, and not begun
    make.version(policy, by=cast.priya)
    failed = run_import(run.pk)
    assert failed.failed_at
    assert "acknowledge" in failed.failure
    assert not box.messages.exists()
    client = as_user(cast.gareth)
    go_on = reverse("mail:go_on", args=[run.pk])
    back = led(client.post(go_on, headers={"Referer": f"http://testserver{run.get_absolute_url()}"}))
    assert back == run.get_absolute_url()
    make.acknowledged(policy, by=cast.gareth, capability=Capability.IMPORT_MAIL)
    client.post(go_on)
    run_import(run.pk)
    assert box.messages.count() == 1


def test_the_command_asks_who_answers_for_the_mailbox(cast: Cast, policy: Policy, tmp_path: Path) -> None:
    path = tmp_path / "old.mbox"
    path.write_bytes(mail.mbox([mail.eml()]))
    make.asked(policy, Capability.IMPORT_MAIL)
    new = ["import_mail", str(path), "--mailbox", "new@wexmoor.example", "--owner", cast.gareth.email]
    with pytest.raises(CommandError, match="Gareth Pugh"):
        call_command(*new)
    assert not Mailbox.objects.exists()
    box = mail.mailbox(owner=cast.gareth)
    with pytest.raises(CommandError, match="acknowledged"):
        call_command("import_mail", str(path), "--mailbox", box.address)
    with pytest.raises(GateClosed):
        imports.begin_from_path(box, path)
    assert not ImportRun.objects.exists()
    call_command("import_mail", str(path), "--mailbox", box.address, "--emergency", "The bus strike is tomorrow")
    made = Emergency.objects.get()
    assert (made.user, made.by, made.reason) == (cast.gareth, None, "The bus strike is tomorrow")
    assert box.messages.count() == 1
    assert Entry.objects.filter(verb="gate.passed_in_emergency", actor=None).exists()
    make.acknowledged(policy, by=cast.gareth, capability=Capability.IMPORT_MAIL)
    call_command(*new)
    assert Mailbox.objects.filter(address="new@wexmoor.example").exists()


def test_a_mailbox_for_which_nobody_answers_stays_shut(cast: Cast, policy: Policy, tmp_path: Path) -> None:
    from moothall.people import actions

    box = mail.mailbox(owner=cast.gareth)
    actions.deactivate(cast.gareth, by=None)
    path = tmp_path / "old.mbox"
    path.write_bytes(mail.mbox([mail.eml()]))
    make.asked(policy, Capability.IMPORT_MAIL)
    with pytest.raises(CommandError, match="nobody"):
        call_command("import_mail", str(path), "--mailbox", box.address, "--emergency", "Now")
    assert not ImportRun.objects.exists()


def test_the_next_sign_in_meets_the_gate_and_goes_on_to_the_page_that_was_wanted(
    cast: Cast, policy: Policy, talk: Conversation
) -> None:
    during = Client()
    during.force_login(cast.gareth)
    make.asked(policy, Capability.COME_IN, audience="kind:staff")
    assert during.get("/").status_code == 200  # not in the middle of a visit
    client = Client()
    url = f"/account/login/?next={talk.get_absolute_url()}"
    answer = client.post(url, {"login": cast.gareth.email, "password": make_people.PASSWORD})
    wanted = answer.headers["Location"]
    assert wanted == talk.get_absolute_url()
    answer = client.get(wanted)
    assert led(answer) == wanted
    for page in ("/", "/spaces/", "/find/?q=x", "/people/", "/mail/"):
        led(client.get(page))
    assert client.post(talk.get_absolute_url(), {"body": "Around the gate"}).status_code == 302
    assert not Post.objects.filter(body="Around the gate").exists()
    assert client.get("/policies/acknowledged/").status_code == 200
    assert client.get("/account/logout/").status_code == 200
    gate_url = client.get(wanted).headers["Location"]
    answer = client.post(gate_url, page_form(client, gate_url))
    assert answer.headers["Location"] == wanted
    assert client.get(wanted).status_code == 200
    again = Client()
    again.force_login(cast.gareth)
    assert again.get("/").status_code == 200
    make.version(policy, by=cast.priya, material=False)
    again.force_login(cast.gareth)
    assert again.get("/").status_code == 200
    make.version(policy, by=cast.priya)
    assert again.get("/").status_code == 200
    again.force_login(cast.gareth)
    led(again.get("/"))
    councillor = Client()
    councillor.force_login(cast.joan)
    assert councillor.get("/").status_code == 200


def test_the_flag_of_one_person_does_not_stop_the_next_at_the_same_browser(cast: Cast, policy: Policy) -> None:
    make.asked(policy, Capability.COME_IN, audience="kind:staff")
    client = Client()
    client.force_login(cast.gareth)
    led(client.get("/"))
    client.force_login(cast.joan)
    assert client.get("/").status_code == 200


def test_once_it_is_no_longer_asked_the_waiting_go_on(cast: Cast, policy: Policy) -> None:
    from moothall.policies.actions import requirements

    made = make.asked(policy, Capability.COME_IN)
    client = Client()
    client.force_login(cast.gareth)
    led(client.get("/"))
    requirements.end(made, by=cast.priya)
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "evil", "http:///x"]
)
def test_the_way_back_leads_nowhere_else(cast: Cast, policy: Policy, as_user: SignIn, wanted: str) -> None:
    make.asked(policy)
    client = as_user(cast.gareth)
    url = f"/policies/gate/post/?next={wanted}"
    assert client.post(url, page_form(client, url)).headers["Location"] == "/"
    assert client.get(url).status_code in {200, 302}
    assert "evil" not in client.get(url).headers.get("Location", "")


@pytest.mark.parametrize(
    "url", ["fly", "post/?place=x", "post/?place=mailbox:3", "come_in/?place=space:1", "post/?place=space:"]
)
def test_there_are_no_other_gates(cast: Cast, as_user: SignIn, url: str) -> None:
    assert as_user(cast.gareth).get(f"/policies/gate/{url}", follow=True).status_code == 404


def test_a_page_that_was_open_while_the_text_changed_is_shown_anew(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    make.asked(policy)
    client, url = as_user(cast.gareth), "/policies/gate/post/"
    old = page_form(client, url)
    make.version(policy, by=cast.priya)
    answer = client.post(url, old)
    assert answer.status_code == 409
    assert "It was changed while you read" in answer.content.decode()
    forged = {name: "0" * 64 if name.startswith("digest") else value for name, value in page_form(client, url).items()}
    assert client.post(url, forged).status_code == 409
    assert client.post(url, {}).status_code == 409
    assert not Acknowledgement.objects.exists()
    client.post(url, page_form(client, url))
    assert Acknowledgement.objects.get().version.number == 2


def test_two_languages_stand_side_by_side_and_the_one_that_was_read_is_on_record(cast: Cast, as_user: SignIn) -> None:
    made = make.policy(owner=cast.priya, welsh=True)
    make.asked(made)
    client, url = as_user(cast.gareth), "/policies/gate/post/"
    html = client.get(url).content.decode()
    assert "Be kind." in html
    assert "Byddwch yn garedig." in html
    form = {**page_form(client, url), f"language_{made.versions.get().pk}": "cy"}
    assert client.post(url, form).status_code == 302
    row = Acknowledgement.objects.get()
    assert (row.language, row.digest) == ("cy", made.versions.get().texts.get(language="cy").digest)
    assert row.digest in client.get("/policies/acknowledged/").content.decode()


def test_the_check_explains_and_lets_one_try_again(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    make.asked(policy)
    question = make.question(policy)
    wrong, right = question.choices.order_by("pk")
    client, url = as_user(cast.gareth), "/policies/gate/post/"
    form = page_form(client, url)
    answer = client.post(url, form)
    assert answer.status_code == 422
    answer = client.post(url, {**form, f"question_{question.pk}": wrong.pk})
    assert answer.status_code == 422
    assert "a password is yours alone" in answer.content.decode()
    answer = client.post(url, {**form, f"question_{question.pk}": right.pk}, follow=True)
    assert "a password is yours alone" in answer.content.decode()
    assert Acknowledgement.objects.get().answered == 1


def test_an_emergency_on_the_page_needs_a_reason_and_leads_on(
    cast: Cast, policy: Policy, talk: Conversation, as_user: SignIn
) -> None:
    make.asked(policy)
    client = as_user(cast.gareth)
    url = gate.address(Capability.POST, back=talk.get_absolute_url())
    assert client.post(url, {"emergency": "1", "reason": " "}).status_code == 422
    assert not Emergency.objects.exists()
    answer = client.post(url, {"emergency": "1", "reason": "The weir is over its banks"})
    assert answer.headers["Location"] == talk.get_absolute_url()
    assert client.post(talk.get_absolute_url(), {"body": "Keep off the bridge"}).status_code == 302
    entry = Entry.objects.get(verb="gate.passed_in_emergency")
    assert entry.actor_id == cast.gareth.pk
    assert "weir" not in str(entry.details)


def test_pages_cost_what_they_cost_without_a_gate(
    cast: Cast, policy: Policy, space: Space, talk: Conversation, as_user: SignIn
) -> None:
    """Open, closed or unknown: the gate asks the database nothing on a page."""
    pages = ["/", "/spaces/", space.get_absolute_url(), talk.get_absolute_url(), "/people/", "/mail/", "/notices/"]

    def cost() -> list[int]:
        client = as_user(cast.gareth)
        found = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(page).status_code == 200
            found.append(len(asked))
        return found

    without = cost()
    made = [make.asked(policy, capability) for capability in Capability if capability != Capability.COME_IN]
    for number in range(5):
        make.asked(make.policy(owner=cast.priya, slug=f"policy-{number}"))
    assert made
    closed = cost()
    for one in gates_of(cast.gareth):
        make.acknowledged(one, by=cast.gareth)
    assert cost() == closed == without


def gates_of(user: User) -> list[Policy]:
    """The policies that this person is asked to acknowledge before they write."""
    from moothall.policies.queries import gates as queries

    return [one.requirement.policy for one in queries.due(user, Capability.POST)]


def test_an_act_costs_the_same_however_many_have_acknowledged(cast: Cast, policy: Policy, talk: Conversation) -> None:
    make.asked(policy)
    make.acknowledged(policy, by=cast.gareth)

    def cost() -> int:
        person = User.objects.get(pk=cast.gareth.pk)
        with CaptureQueriesContext(connection) as asked:
            gate.require(person, Capability.POST, talk.space.container)
        return len(asked)

    few = cost()
    for number in range(4):
        make.acknowledged(policy, by=make_people.user(f"Reader {number}"))
    make.version(policy, by=cast.priya, material=False)
    assert cost() == few


def test_late_grants_are_put_right_at_the_gate(cast: Cast, policy: Policy, talk: Conversation, as_user: SignIn) -> None:
    from moothall.people import grants

    made = make.asked(policy)
    make.acknowledged(policy, by=cast.gareth)
    grants.take(made.passed, cast.gareth.holder)
    client = as_user(cast.gareth)
    assert "Before you write" in client.get(talk.get_absolute_url()).content.decode()
    back = gate.address(Capability.POST, talk.space.container, back=talk.get_absolute_url())
    assert client.get(back).headers["Location"] == talk.get_absolute_url()
    assert 'name="body"' in as_user(cast.gareth).get(talk.get_absolute_url()).content.decode()


def test_the_owner_sees_who_has_and_who_has_not_by_team(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    team = make_people.team("Libraries")
    User.objects.filter(pk__in=[cast.gareth.pk, cast.outsider.pk]).update(team=team)
    made = make.asked(policy, audience="kind:staff")
    make.acknowledged(policy, by=cast.gareth)
    url = made.get_absolute_url()
    for who in (cast.gareth, cast.joan):
        assert as_user(who).get(url).status_code == 403
        assert as_user(who).post(reverse("policies:requirement_table", args=[made.pk])).status_code == 403
        assert as_user(who).get(reverse("policies:requirements", args=[policy.slug])).status_code == 403
        assert as_user(who).post(reverse("policies:remind", args=[made.pk])).status_code == 403
        assert as_user(who).get(reverse("policies:check", args=[policy.slug])).status_code == 403
    assert as_user(cast.auditor).get(url).status_code == 200
    owner = as_user(cast.priya)
    html = owner.get(url).content.decode()
    assert "1 of 5 have acknowledged it" in html
    assert "Libraries" in html
    assert "Olwen Side" in html
    assert "Olwen Side" not in owner.get(f"{url}?show=have").content.decode()
    assert "Cllr Joan" not in owner.get(f"{url}?show=everyone").content.decode()
    table = b"".join(owner.post(reverse("policies:requirement_table", args=[made.pk])))
    assert table.decode().count("\n") == 6
    assert Entry.objects.filter(verb="policy.acknowledgements_exported").exists()
    assert (
        "5 people are reminded"
        not in owner.post(reverse("policies:remind", args=[made.pk]), follow=True).content.decode()
    )


def test_the_owners_pages_cost_the_same_as_people_double(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    made = make.asked(policy, grace_days=3)
    client = as_user(cast.priya)

    def grow(count: int) -> None:
        start = User.objects.count()
        for number in range(start, start + count):
            person = make_people.user(f"Person {number}", team=make_people.team(f"Team {number}"))
            if number % 2:
                make.acknowledged(policy, by=person)

    def cost(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    pages = [made.get_absolute_url(), f"{made.get_absolute_url()}?show=have", "/policies/acknowledged/"]
    pages += [reverse("policies:requirements", args=[policy.slug])]
    grow(4)
    few = [cost(url) for url in pages]
    grow(8)
    assert [cost(url) for url in pages] == few
    assert max(few) <= 16, few


def test_a_gate_is_set_up_after_a_look_at_whom_it_stops(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    url = reverse("policies:requirements", args=[policy.slug])
    wish = {"capability": "post", "audience": "kind:staff", "place": "all", "grace_days": "0", "renew_months": "12"}
    html = client.post(url, wish).content.decode()
    assert "5 people are asked." in html
    assert "5 are stopped from this moment on" in html
    assert not policy.requirements.exists()
    answer = client.post(url, {**wish, "confirm": "1"})
    made = policy.requirements.get()
    assert answer.headers["Location"] == made.get_absolute_url()
    assert (made.audience, made.renew_months, made.grace_days) == ("kind:staff", 12, 0)
    assert client.post(url, {**wish, "place": "space:1"}).status_code == 422
    assert client.post(url, {**wish, "grace_days": "900"}).status_code == 422
    assert as_user(cast.gareth).post(url, {**wish, "confirm": "1"}).status_code == 403


def test_a_copy_of_ones_data_holds_ones_acknowledgements(cast: Cast, policy: Policy) -> None:
    from moothall.policies.queries import acknowledged

    make.asked(policy)
    make.acknowledged(policy, by=cast.gareth)
    make.acknowledged(policy, by=cast.joan)
    [row] = list(acknowledged.export(cast.gareth))
    assert (row["acknowledged"], row["version"], row["language"]) == ("social-software", 1, "en")


def test_a_notice_of_grace_names_the_day_and_goes_with_the_acknowledgement(
    cast: Cast, policy: Policy, as_user: SignIn
) -> None:
    make.asked(policy, grace_days=10)
    html = as_user(cast.gareth).get("/notices/").content.decode()
    day = clock.today() + timedelta(days=10)
    assert f"{day.day} {day:%B}" in html
    url = "/policies/gate/post/"
    client = as_user(cast.gareth)
    assert "Nothing stops you yet" in client.get(url).content.decode()
    client.post(url, page_form(client, url))
    assert "acknowledged first" not in as_user(cast.gareth).get("/notices/").content.decode()


def test_who_is_excused_still_sees_no_gate_on_other_days(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    make.asked(policy)
    gates.go_on_in_an_emergency(cast.gareth, by=cast.gareth, capability=Capability.POST, reason="Flood")
    with clock.at(clock.now() + timedelta(days=2)):
        gating.keep()
        led(as_user(cast.gareth).get(reverse("spaces:write")))
