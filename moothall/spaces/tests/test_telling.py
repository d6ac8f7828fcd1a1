"""Who is told of a post, by which kind, and when that ends."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.kit import clock
from moothall.notices.delivery import deliver
from moothall.notices.gathering import gather
from moothall.notices.models import Notice
from moothall.notices.tests.conftest import listening
from moothall.people.models import User
from moothall.spaces.actions import members, posts, reading
from moothall.spaces.models import Conversation, Space
from moothall.spaces.queries import own
from moothall.spaces.tests import make
from moothall.spaces.tests.conftest import Spaces

SignIn = Callable[[User], Client]


def told(person: User) -> list[str]:
    return list(Notice.objects.filter(person=person).fresh().order_by("pk").values_list("kind", flat=True))


@pytest.fixture
def chat(cast: Cast, spaces: Spaces) -> Conversation:
    """A conversation in the closed space that Gareth wrote in."""
    talk = make.conversation(spaces.closed, by=cast.priya, title="Blue badges", body="How long do they take?")
    make.post(talk, by=cast.gareth, body="Nine days.")
    Notice.objects.all().delete()
    return talk


def test_being_named_comes_before_being_answered_and_is_told_once(cast: Cast, chat: Conversation) -> None:
    make.post(chat, by=cast.priya, body="@Gareth Pugh are you sure?")
    make.post(chat, by=cast.priya, body="Never mind.")
    assert told(cast.gareth) == ["spaces.mention", "spaces.reply"]
    assert told(cast.priya) == []


def test_a_muted_space_is_silent_also_where_one_wrote(cast: Cast, chat: Conversation, as_user: SignIn) -> None:
    """Pressing “Mute” is told to mean: only if someone names you. What was followed before does not outlast it."""
    client = as_user(cast.gareth)
    client.post(reverse("spaces:hear_space", args=[chat.space.slug]), {"level": "muted"})
    make.post(chat, by=cast.priya, body="And now?")
    assert told(cast.gareth) == []
    assert "Its space is muted" in client.get(chat.get_absolute_url()).text
    make.post(chat, by=cast.gareth, body="Ten days.")  # writing there, or anywhere in it, follows nothing either
    other = make.conversation(chat.space, by=cast.gareth, title="Bus passes")
    for talk in (chat, other):
        make.post(talk, by=cast.priya, body="Really?")
        assert talk not in list(own.not_muted(Conversation.objects.all(), cast.gareth))
        assert talk not in list(own.followed(Conversation.objects.all(), cast.gareth))
    assert told(cast.gareth) == []
    make.post(chat, by=cast.priya, body="@Gareth Pugh really?")
    assert told(cast.gareth) == ["spaces.mention"]


def test_what_is_followed_in_a_muted_space_is_heard_all_the_same(
    cast: Cast, chat: Conversation, as_user: SignIn
) -> None:
    client = as_user(cast.gareth)
    client.post(reverse("spaces:hear_space", args=[chat.space.slug]), {"level": "muted"})
    client.post(reverse("spaces:hear_conversation", args=[chat.pk]), {"level": "followed"})
    make.post(chat, by=cast.priya, body="And now?")
    assert told(cast.gareth) == ["spaces.reply"]
    assert "Its space is muted" not in client.get(chat.get_absolute_url()).text
    assert chat in list(own.followed(Conversation.objects.all(), cast.gareth))
    client.post(reverse("spaces:hear_space", args=[chat.space.slug]), {"level": ""})
    assert chat in list(own.followed(Conversation.objects.all(), cast.gareth))


def test_naming_someone_who_may_not_see_the_space_tells_them_nothing(cast: Cast, chat: Conversation) -> None:
    make.post(chat, by=cast.priya, body="@Olwen Side are you sure?")
    assert told(cast.outsider) == []


def test_an_edit_tells_only_whom_it_names_anew(cast: Cast, chat: Conversation) -> None:
    post = make.post(chat, by=cast.priya, body="@Gareth Pugh are you sure?")
    posts.edit(post, by=cast.priya, body="@Gareth Pugh @Marcus Finch are you quite sure?", seen=0)
    assert told(cast.gareth) == ["spaces.mention"]
    assert told(cast.marcus) == ["spaces.mention"]


def test_a_removed_post_takes_its_notices_with_it(cast: Cast, chat: Conversation, as_user: SignIn) -> None:
    post = make.post(chat, by=cast.priya, body="@Gareth Pugh the code of the safe is 1234")
    client = as_user(cast.gareth)
    assert "the code of the safe" in client.get(reverse("home:desk")).text
    notice = Notice.objects.get(person=cast.gareth)
    posts.remove(post, by=cast.priya, reason="A secret")
    for address in (reverse("home:desk"), reverse("notices:list"), f"{reverse('notices:list')}?show=all"):
        assert "the code of the safe" not in client.get(address).text
    assert client.get(reverse("notices:open", args=[notice.pk])).status_code == 404
    assert not Notice.objects.filter(due_at__isnull=False).exists()


def test_reading_the_conversation_reads_its_notices(cast: Cast, chat: Conversation, as_user: SignIn) -> None:
    make.post(chat, by=cast.priya, body="@Gareth Pugh are you sure?")
    make.post(chat, by=cast.priya, body="Never mind.")
    as_user(cast.gareth).get(chat.get_absolute_url())
    assert told(cast.gareth) == []
    assert not Notice.objects.filter(due_at__isnull=False).exists()


def test_reading_a_space_to_its_end_reads_what_was_told_of_it_until_then(cast: Cast, chat: Conversation) -> None:
    make.post(chat, by=cast.priya, body="@Gareth Pugh are you sure?")
    seen = clock.now()
    with clock.at(seen + timedelta(seconds=5)):
        make.post(chat, by=cast.priya, body="@Gareth Pugh and now?")
    reading.mark_all_read(chat.space, person=cast.gareth, until=seen)
    newest = Notice.objects.filter(person=cast.gareth).fresh().get()
    assert newest.at > seen
    assert Notice.objects.filter(person=cast.gareth, due_at__isnull=False).get() == newest


def test_who_left_the_space_finds_no_notice_of_it(cast: Cast, chat: Conversation, as_user: SignIn) -> None:
    make.post(chat, by=cast.priya, body="@Gareth Pugh are you sure?")
    members.leave(chat.space, by=cast.gareth)
    client = as_user(cast.gareth)
    assert "Blue badges" not in client.get(reverse("home:desk")).text
    assert "Blue badges" not in client.get(reverse("notices:list")).text
    assert client.get(reverse("notices:open", args=[Notice.objects.get(person=cast.gareth).pk])).status_code == 404


def test_names_and_titles_of_people_and_spaces_cannot_add_headers_to_a_mail(cast: Cast, chat: Conversation) -> None:
    evil = "Roads\r\nBcc: all@wexmoor.example\r\nX-Evil: yes\r\n\r\nWords\x07\u2028\u202e"
    make.post(chat, by=cast.priya, body="@Gareth Pugh are you sure?\r\nBcc: all@wexmoor.example")
    # Past every form: as if a migration, an import or another system had written it.
    User.objects.filter(pk=cast.priya.pk).update(name=evil)
    Space.objects.update(name=evil)
    Conversation.objects.update(title=evil)
    noon = (clock.now() + timedelta(days=1)).replace(hour=12)
    with listening() as server, clock.at(noon):
        Notice.objects.update(due_at=noon)
        gather()
        deliver()
    ((to, raw),) = server.taken
    assert to == cast.gareth.email
    (mail,) = server.messages
    assert not mail.defects
    assert (mail["Bcc"], mail["X-Evil"], mail["Cc"]) == (None, None, None)
    assert mail["To"] == cast.gareth.email
    head = raw.split(b"\r\n\r\n", 1)[0].replace(b"\r\n ", b" ").replace(b"\r\n\t", b" ")
    names = [line.split(b":", 1)[0] for line in head.split(b"\r\n")]
    assert len(names) == len(set(names))
    assert b"\x07" not in head
