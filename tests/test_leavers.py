"""Someone leaves: what let them in ends at once, what they looked after is the role’s, nothing is deleted."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry
from moothall.files.models import Upload
from moothall.kit import clock
from moothall.mail.actions import mailboxes
from moothall.mail.models import Mailbox
from moothall.mail.tests import make as mail
from moothall.notices.models import Notice
from moothall.people import actions
from moothall.people.models import Grant, Role, User, WayIn
from moothall.people.tests import make as people
from moothall.spaces.actions import drafts, feeds, members
from moothall.spaces.models import Draft, Openness, Post, Space
from moothall.spaces.tests import make as spaces

SignIn = Callable[[User], Client]


@pytest.fixture
def room(cast: Cast) -> Space:
    """A closed space that Priya alone looks after."""
    return spaces.space(by=cast.priya, members=[cast.gareth], openness=Openness.CLOSED)


def sign_in(user: User) -> Client:
    client = Client()
    assert client.post("/account/login/", {"login": user.email, "password": people.PASSWORD}).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/people/").status_code == 200


def test_every_session_and_the_password_end_at_once(cast: Cast) -> None:
    phone, desk = sign_in(cast.priya), sign_in(cast.priya)
    assert is_in(phone)
    actions.deactivate(cast.priya, by=cast.admin)
    assert (is_in(phone), is_in(desk)) == (False, False)
    actions.reactivate(cast.priya, by=cast.admin)
    assert (is_in(phone), is_in(desk)) == (False, False)
    again = Client()
    again.post("/account/login/", {"login": cast.priya.email, "password": people.PASSWORD})
    assert not is_in(again)


def test_a_feed_key_ends_and_does_not_come_back(cast: Cast, room: Space) -> None:
    _key, secret = feeds.make_feed_key(by=cast.priya, label="Reader")
    addresses = [reverse("spaces:feed", args=[secret]), reverse("spaces:space_feed", args=[secret, room.slug])]
    assert [Client().get(address).status_code for address in addresses] == [200, 200]
    actions.deactivate(cast.priya, by=cast.admin)
    assert [Client().get(address).status_code for address in addresses] == [404, 404]
    actions.reactivate(cast.priya, by=cast.admin)
    assert [Client().get(address).status_code for address in addresses] == [404, 404]


@pytest.mark.parametrize("form", ["link", "code"])
def test_an_invitation_and_a_code_end_and_do_not_come_back(cast: Cast, form: str) -> None:
    code = actions.make_code(cast.priya, by=cast.admin) if form == "code" else ""
    token = "" if code else actions.send_invitation(cast.priya, by=cast.admin).token

    def tried() -> bool:
        client = Client()
        if code:
            client.post("/account/login/", {"login": cast.priya.email, "password": code})
        else:
            client.post(f"/people/invitation/{token}/")
        return is_in(client)

    actions.deactivate(cast.priya, by=cast.admin)
    assert not tried()
    actions.reactivate(cast.priya, by=cast.admin)
    assert not tried()
    assert WayIn.objects.filter(user=cast.priya, used_at=None).count() == 1


def test_uploads_and_drafts_are_out_of_reach_and_kept(cast: Cast, room: Space) -> None:
    spaces.uploaded([SimpleUploadedFile("photo.txt", b"A photo of the branch")], by=cast.priya)
    talk = spaces.conversation(room, by=cast.priya)
    drafts.keep(drafts.Place(conversation=talk), drafts.Words(body="Half a thought"), person=cast.priya)
    client = sign_in(cast.priya)
    assert client.get("/spaces/drafts/").status_code == 200
    actions.deactivate(cast.priya, by=cast.admin)
    assert client.get("/spaces/drafts/").status_code == 302
    assert Draft.objects.filter(user=cast.priya).count() == 1
    assert Upload.objects.filter(owner=cast.priya).count() == 1


def test_spaces_and_mailboxes_pass_to_the_role_and_no_grant_is_left(cast: Cast, room: Space, as_user: SignIn) -> None:
    box = mail.mailbox(owner=cast.priya)
    actions.deactivate(cast.priya, by=cast.admin)
    assert not room.memberships.facilitators().exists()
    assert room.name in as_user(cast.admin).get("/spaces/unattended/").content.decode()
    assert not Mailbox.objects.get(pk=box.pk).custodians.exists()
    assert not Grant.objects.filter(holder=cast.priya.holder).exists()
    verbs = set(Entry.objects.filter(actor_id=cast.admin.pk).values_list("verb", flat=True))
    assert {"space.left_unattended", "mailbox.left_unattended", "person.deactivated"} <= verbs


def test_the_administrators_are_told_of_a_mailbox_that_nobody_holds_until_somebody_does(
    cast: Cast, as_user: SignIn
) -> None:
    actions.give_role(cast.joan, by=cast.admin, role=Role.ADMINISTRATOR)
    box = mail.mailbox(owner=cast.priya)
    shared = mail.mailbox("shared@wexmoor.example", owner=cast.priya, others=[cast.gareth])
    actions.deactivate(cast.priya, by=cast.admin)
    told, other = as_user(cast.joan), as_user(cast.gareth)
    desk = told.get("/").content.decode()
    assert "Nobody holds this mailbox any more" in desk
    assert box.address in desk
    assert shared.address not in desk
    assert box.address not in other.get("/notices/?show=all").content.decode()
    row = Notice.objects.get(person=cast.joan)
    assert told.get(f"/notices/{row.pk}/").headers["Location"] == f"/mail/{box.pk}/custodians/"
    assert told.get(f"/mail/{box.pk}/").status_code == 404  # they read nothing of it
    told.post(f"/mail/{box.pk}/custodians/", {"user": cast.gareth.email, "reason": "Took over"})
    assert Mailbox.objects.get(pk=box.pk).custodians.exists()
    assert "Nobody holds this mailbox" not in told.get("/notices/?show=all").content.decode()


def test_a_place_that_falls_vacant_again_is_told_again(cast: Cast, room: Space, as_user: SignIn) -> None:
    box = mail.mailbox(owner=cast.priya)
    actions.give_role(cast.joan, by=cast.admin, role=Role.ADMINISTRATOR)
    told, mine = as_user(cast.joan), Notice.objects.filter(person=cast.joan)
    actions.deactivate(cast.priya, by=cast.admin)
    first = set(mine.values_list("pk", flat=True))
    assert mine.count() == 2
    mine.update(read_at=clock.now(), done_at=clock.now())
    assert "Nobody looks after this space" not in told.get("/").content.decode()
    members.make_facilitator(room, by=cast.admin, user=cast.gareth)
    mailboxes.add_custodian(box, by=cast.admin, user=cast.gareth, reason="Took over")
    assert set(mine.values_list("pk", flat=True)) == first  # taking it up tells nobody
    actions.deactivate(cast.gareth, by=cast.admin)
    assert not first & set(mine.values_list("pk", flat=True))
    assert mine.filter(read_at=None, done_at=None).count() == 2
    desk = told.get("/").content.decode()
    assert "Nobody looks after this space any more" in desk
    assert "Nobody holds this mailbox any more" in desk


def test_a_place_that_stays_vacant_is_not_told_again(cast: Cast, room: Space) -> None:
    actions.give_role(cast.joan, by=cast.admin, role=Role.ADMINISTRATOR)
    actions.deactivate(cast.priya, by=cast.admin)
    row = Notice.objects.get(person=cast.joan)
    actions.deactivate(cast.gareth, by=cast.admin)  # a member, and no more
    actions.reactivate(cast.priya, by=cast.admin)
    actions.deactivate(cast.priya, by=cast.admin)
    assert list(Notice.objects.filter(person=cast.joan)) == [row]


def test_what_they_wrote_stays_under_their_name(cast: Cast, room: Space, as_user: SignIn) -> None:
    talk = spaces.conversation(room, by=cast.priya, body="The boiler man comes on Monday.")
    before = Post.objects.count(), User.objects.count()
    actions.deactivate(cast.priya, by=cast.admin)
    page = as_user(cast.gareth).get(f"/spaces/conversations/{talk.pk}/").content.decode()
    assert "The boiler man comes on Monday." in page
    assert "Priya Raman" in page
    assert (Post.objects.count(), User.objects.count()) == before


def test_who_comes_back_has_their_name_and_nothing_else(cast: Cast, room: Space, as_user: SignIn) -> None:
    talk = spaces.conversation(room, by=cast.gareth)
    actions.give_role(cast.priya, by=cast.admin, role=Role.MODERATOR)
    box = mail.mailbox(owner=cast.priya)
    actions.deactivate(cast.priya, by=cast.admin)
    actions.reactivate(cast.priya, by=cast.admin)
    back = as_user(User.objects.get(pk=cast.priya.pk))
    assert back.get("/people/").status_code == 200
    assert back.get(f"/spaces/conversations/{talk.pk}/").status_code == 404
    assert back.get(f"/mail/{box.pk}/").status_code == 404
    assert not cast.priya.role_holdings.exists()
    assert not Grant.objects.filter(holder=cast.priya.holder).exists()
