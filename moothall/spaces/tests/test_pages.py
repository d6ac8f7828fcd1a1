"""The pages of spaces, as people meet them."""

from collections.abc import Callable
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.notices.kinds import When
from moothall.notices.models import Choice
from moothall.people.models import User
from moothall.spaces.models import Conversation, Openness, Post, ReadMark, Space
from moothall.spaces.queries import desk
from moothall.spaces.tests import make
from moothall.spaces.tests.conftest import Spaces

SignIn = Callable[[User], Client]


def reply_to(client: Client, talk: Conversation, body: str, **more: object) -> object:
    return client.post(talk.get_absolute_url(), {"body": body, **more}, follow=True)


def test_every_page_answers_its_facilitator(cast: Cast, spaces: Spaces, talk: Conversation, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    post = talk.posts.get(number=1)
    of_space = ("space", "start", "edit", "openness", "people", "leave")
    of_post = ("edit_post", "versions", "remove_post")
    for url in (
        reverse("spaces:list"),
        reverse("spaces:new"),
        *(reverse(f"spaces:{name}", args=[spaces.closed.slug]) for name in of_space),
        *(reverse(f"spaces:{name}", args=[post.pk]) for name in of_post),
        talk.get_absolute_url(),
        reverse("spaces:rename", args=[talk.pk]),
    ):
        assert client.get(url).status_code == 200, url


def test_a_conversation_says_who_can_see_it_and_why(cast: Cast, talk: Conversation, as_user: SignIn) -> None:
    page = as_user(cast.priya).get(talk.get_absolute_url()).text
    assert "2 people, the members of Front Desk, which is closed, and <b>one guest</b>, Marcus Finch." in page
    assert reverse("spaces:people", args=["front-desk"]) in page


def test_an_open_space_says_that_everyone_can_see_it(cast: Cast, spaces: Spaces, as_user: SignIn) -> None:
    page = as_user(cast.outsider).get(spaces.open.get_absolute_url()).text
    assert "6 people, all staff and councillors, because Harrowby Library is open" in page


def test_why_these_people_names_each_with_a_reason(cast: Cast, spaces: Spaces, as_user: SignIn) -> None:
    closed = as_user(cast.gareth).get(spaces.closed.people_url).text
    assert all(name in closed for name in ("Priya Raman", "Gareth Pugh", "Marcus Finch"))
    assert "let in by Priya Raman" in closed
    assert "Olwen Side" not in closed
    opened = as_user(cast.gareth).get(spaces.open.people_url).text
    assert "Olwen Side" in opened
    assert "Because Harrowby Library is open to all staff and councillors" in opened


def test_a_new_space_is_looked_after_by_whoever_opened_it(cast: Cast, as_user: SignIn) -> None:
    form = {"name": "Potholes", "purpose": "Filling them.", "openness": "closed", "token": str(uuid4())}
    client = as_user(cast.gareth)
    response = client.post(reverse("spaces:new"), form)
    again = client.post(reverse("spaces:new"), form)
    space = Space.objects.get()
    assert response.headers["Location"] == again.headers["Location"] == space.get_absolute_url()
    assert [member.user for member in space.memberships.facilitators()] == [cast.gareth]


def test_what_was_typed_stays_when_something_is_missing(cast: Cast, spaces: Spaces, as_user: SignIn) -> None:
    url = reverse("spaces:start", args=[spaces.open.slug])
    response = as_user(cast.priya).post(url, {"title": "", "body": "All that I had to say"})
    assert response.status_code == 422
    assert "All that I had to say" in response.text
    assert "Enter what it is about" in response.text


def test_an_empty_reply_is_told_what_to_do(cast: Cast, talk: Conversation, as_user: SignIn) -> None:
    response = as_user(cast.gareth).post(talk.get_absolute_url(), {"body": "   "})
    assert response.status_code == 422
    assert "Write your reply, then post it" in response.text


def test_a_reply_is_read_in_its_place(cast: Cast, talk: Conversation, as_user: SignIn) -> None:
    response = as_user(cast.gareth).post(talk.get_absolute_url(), {"body": "Eight, since Monday."})
    post = Post.objects.latest("pk")
    assert response.headers["Location"] == f"{talk.get_absolute_url()}?page=1#post-{post.pk}"
    assert "Eight, since Monday." in as_user(cast.priya).get(talk.get_absolute_url()).text


def test_a_form_sent_twice_says_it_once(cast: Cast, spaces: Spaces, talk: Conversation, as_user: SignIn) -> None:
    client, token = as_user(cast.gareth), str(uuid4())
    for _time in range(2):
        reply_to(client, talk, "Only once", token=token)
    assert Post.objects.filter(body="Only once").count() == 1
    start, first = (
        reverse("spaces:start", args=[spaces.closed.slug]),
        {"title": "Once", "body": "First", "token": str(uuid4())},
    )
    for _time in range(2):
        client.post(start, first)
    assert Conversation.objects.filter(title="Once").count() == 1


def test_files_come_with_a_post_and_are_only_ever_downloaded(cast: Cast, talk: Conversation, as_user: SignIn) -> None:
    files = [
        SimpleUploadedFile("Badges <2026>.csv", b"a,b\n1,2\n", "text/csv"),
        SimpleUploadedFile("page.html", b"<script>alert(1)</script>", "text/html"),
    ]
    client = as_user(cast.gareth)
    response = client.post(talk.get_absolute_url(), {"body": "Both files", "attachments": files}, follow=True)
    assert "Badges 2026.csv" in response.text
    sheet, page = Post.objects.latest("pk").attachments.order_by("pk")
    fetched = client.get(page.get_absolute_url())
    assert fetched.content == b"<script>alert(1)</script>"
    assert fetched.headers["Content-Disposition"].startswith("attachment")
    assert fetched.headers["Content-Type"] == "application/octet-stream"
    assert client.get(sheet.get_absolute_url()).content == b"a,b\n1,2\n"


def test_an_empty_file_or_too_many_are_refused_in_words(cast: Cast, talk: Conversation, as_user: SignIn) -> None:
    client = as_user(cast.gareth)
    empty = {"body": "x", "attachments": [SimpleUploadedFile("nothing.txt", b"")]}
    many = {"body": "x", "attachments": [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(11)]}
    assert "nothing.txt” is empty" in client.post(talk.get_absolute_url(), empty).text
    assert "Choose at most ten files" in client.post(talk.get_absolute_url(), many).text
    assert talk.posts.count() == 2


def test_an_edit_keeps_what_was_said_before(cast: Cast, talk: Conversation, as_user: SignIn) -> None:
    post, client = talk.posts.get(number=2), as_user(cast.gareth)
    client.post(reverse("spaces:edit_post", args=[post.pk]), {"body": "Eight days now.", "seen": 0})
    page = as_user(cast.priya).get(talk.get_absolute_url()).text
    assert "Eight days now." in page
    assert "Nine days now." not in page
    assert "see what it said" in page
    assert "Nine days now." in as_user(cast.priya).get(reverse("spaces:versions", args=[post.pk])).text


def test_whoever_was_overtaken_while_editing_keeps_their_words(cast: Cast, talk: Conversation, as_user: SignIn) -> None:
    post, client = talk.posts.get(number=2), as_user(cast.gareth)
    url = reverse("spaces:edit_post", args=[post.pk])
    client.post(url, {"body": "From my desk.", "seen": 0})
    late = client.post(url, {"body": "From my phone.", "seen": 0})
    assert late.status_code == 422
    assert "From my phone." in late.text
    assert "From my desk." in late.text
    assert "was changed meanwhile" in late.text
    assert client.post(url, {"body": "From my phone.", "seen": 1}).status_code == 302
    post.refresh_from_db()
    assert post.body == "From my phone."


def test_a_removed_post_leaves_a_marker_and_its_reason(cast: Cast, talk: Conversation, as_user: SignIn) -> None:
    post = talk.posts.get(number=2)
    as_user(cast.priya).post(reverse("spaces:remove_post", args=[post.pk]), {"reason": "A resident’s name"})
    page = as_user(cast.gareth).get(talk.get_absolute_url()).text
    assert "Nine days now." not in page
    assert "This post was removed by Priya Raman" in page
    assert "A resident’s name" in page
    assert post.revisions.get().body == "Nine days now."


def test_a_link_to_a_post_leads_to_its_page(cast: Cast, talk: Conversation, as_user: SignIn) -> None:
    posts = [make.post(talk, by=cast.gareth, body=f"Post {n}") for n in range(25)]
    location = as_user(cast.priya).get(posts[-1].get_absolute_url()).headers["Location"]
    assert location == f"{talk.get_absolute_url()}?page=2#post-{posts[-1].pk}"


def test_pages_lead_to_older_and_newer_posts(cast: Cast, talk: Conversation, as_user: SignIn) -> None:
    for number in range(43):
        make.post(talk, by=cast.gareth, body=f"Post {number}")
    client = as_user(cast.priya)
    first = client.get(f"{talk.get_absolute_url()}?page=1").text
    middle = client.get(f"{talk.get_absolute_url()}?page=2").text
    assert "Older posts" not in first and "Newer posts" in first
    assert "Older posts" in middle and "Newest" in middle
    assert client.get(f"{talk.get_absolute_url()}?page=99999999999").status_code == 200
    assert client.get(f"{talk.get_absolute_url()}?page=%F0%9F%98%80").status_code == 200


def test_reading_moves_the_mark_and_reading_again_writes_nothing(
    cast: Cast, talk: Conversation, as_user: SignIn
) -> None:
    client = as_user(cast.gareth)
    client.get(talk.get_absolute_url())
    assert ReadMark.objects.get(user=cast.gareth).number == 2
    with CaptureQueriesContext(connection) as queries:
        client.get(talk.get_absolute_url())
    assert all(query["sql"].startswith("SELECT") for query in queries), [query["sql"] for query in queries]


def test_the_desk_shows_what_is_new_and_who_names_me(cast: Cast, talk: Conversation, as_user: SignIn) -> None:
    client = as_user(cast.gareth)
    client.get(talk.get_absolute_url())
    make.post(talk, by=cast.priya, body="And the photographs?")
    assert "Priya Raman wrote" in client.get(reverse("home:desk")).text
    make.post(talk, by=cast.priya, body="@Gareth Pugh do you know?")
    page = client.get(reverse("home:desk")).text
    assert "Priya Raman named you" in page
    assert "“@Gareth Pugh do you know?”" in " ".join(page.split())
    assert "You are named" not in page  # once on a desk is enough
    client.get(talk.get_absolute_url())
    assert "Priya Raman named you" not in client.get(reverse("home:desk")).text


def test_the_desk_counts_what_is_new_where_no_notice_tells_of_it(
    cast: Cast, talk: Conversation, as_user: SignIn
) -> None:
    client = as_user(cast.gareth)
    client.get(talk.get_absolute_url())
    Choice.objects.create(person=cast.gareth, place=talk.space.container, when=When.MUTE)
    make.post(talk, by=cast.priya, body="And the photographs?")
    assert "1 new" in client.get(reverse("home:desk")).text


def test_someone_named_in_an_open_space_is_told_without_being_in_it(cast: Cast, spaces: Spaces) -> None:
    talk = make.conversation(spaces.open, by=cast.priya, body="@Olwen Side, is pay day early?")
    card = desk.card(cast.outsider)
    assert [(item.conversation, item.named) for item in card.news] == [(talk, True)]


def test_what_was_said_before_joining_is_not_new(cast: Cast, spaces: Spaces) -> None:
    make.conversation(spaces.open, by=cast.priya)
    make.add(spaces.open, cast.outsider, by=cast.priya)
    assert desk.card(cast.outsider).news == []


def test_an_empty_desk_shows_where_to_begin(cast: Cast, spaces: Spaces, as_user: SignIn) -> None:
    page = as_user(cast.outsider).get(reverse("home:desk")).text
    assert "Join one where your work is talked about" in page
    assert "Harrowby Library" in page
    assert "Front Desk" not in page


def test_joining_from_a_conversation_leads_back_to_it(cast: Cast, spaces: Spaces, as_user: SignIn) -> None:
    talk = make.conversation(spaces.open, by=cast.priya)
    client = as_user(cast.joan)
    assert "Join to reply" in client.get(talk.get_absolute_url()).text
    response = client.post(reverse("spaces:join", args=[spaces.open.slug]), {"next": str(talk.pk)})
    assert response.headers["Location"] == talk.get_absolute_url()
    assert client.post(talk.get_absolute_url(), {"body": "Here I am"}).status_code == 302


def test_an_author_is_told_whom_a_mention_did_not_reach(cast: Cast, talk: Conversation, as_user: SignIn) -> None:
    response = as_user(cast.priya).post(talk.get_absolute_url(), {"body": "@Olwen Side?"}, follow=True)
    assert "Olwen Side can’t see this space, so was not told." in response.text


def test_a_better_title_is_shown(cast: Cast, talk: Conversation, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    client.post(reverse("spaces:rename", args=[talk.pk]), {"title": "How long do badges take?"})
    assert "How long do badges take?" in client.get(talk.get_absolute_url()).text


def test_an_administrator_appoints_someone_where_nobody_looks_after_a_space(
    cast: Cast, spaces: Spaces, as_user: SignIn
) -> None:
    client = as_user(cast.admin)
    assert "Reorganisation" not in client.get(reverse("spaces:unattended")).text
    User.objects.filter(pk=cast.priya.pk).update(is_active=False)
    assert "Reorganisation" in client.get(reverse("spaces:unattended")).text
    client.post(reverse("spaces:appoint", args=[spaces.private.pk]), {"person": "Gareth Pugh"})
    assert spaces.private.memberships.facilitators().get().user == cast.gareth


def test_guests_are_plainly_marked(cast: Cast, spaces: Spaces, as_user: SignIn) -> None:
    page = as_user(cast.gareth).get(spaces.closed.get_absolute_url()).text
    assert "Guests allowed" in page
    assert "<b>one guest</b>, Marcus Finch" in page


def test_a_guest_does_not_learn_of_people_they_share_no_space_with(cast: Cast, spaces: Spaces, as_user: SignIn) -> None:
    page = as_user(cast.marcus).get(spaces.closed.people_url).text
    assert "Gareth Pugh" in page
    assert "Olwen Side" not in page


def test_making_a_space_private_hides_it_at_once(cast: Cast, spaces: Spaces, as_user: SignIn) -> None:
    outsider = as_user(cast.outsider)
    assert outsider.get(spaces.open.get_absolute_url()).status_code == 200
    as_user(cast.priya).post(reverse("spaces:openness", args=[spaces.open.slug]), {"openness": Openness.PRIVATE})
    assert outsider.get(spaces.open.get_absolute_url()).status_code == 404
