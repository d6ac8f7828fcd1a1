"""Words are looked at before they are posted: what is seen is said once, goes if it is meant, and is kept nowhere."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry
from moothall.kit.rate import parse
from moothall.people.models import User
from moothall.policies import guidance
from moothall.policies.actions import guidance as placing
from moothall.policies.models import Act
from moothall.spaces.caution import BEGINNING, SMALL, seal_of
from moothall.spaces.models import Conversation, Draft, Post, Space
from moothall.spaces.tests import make, make_clauses
from moothall.spaces.tests.conftest import Spaces

SignIn = Callable[[User], Client]
NINO, CARD = "JG103759A", "4111 1111 1111 1111"
WORDS = f"Her number is {NINO}, the card {CARD}."
PIECES = ("103759", "1111 1111", "11111111")


@pytest.fixture
def client(cast: Cast, as_user: SignIn) -> Client:
    return as_user(cast.gareth)


def seal_in(response: Any) -> str:
    return str(response.context["form"]["seal"].value())


def reply(client: Client, talk: Conversation, body: str, **more: Any) -> Any:
    return client.post(talk.get_absolute_url(), {"body": body, **more})


def replies(talk: Conversation) -> list[str]:
    return list(talk.posts.filter(number__gt=2).values_list("body", flat=True))


def test_a_reply_with_numbers_of_people_is_shown_again_with_what_was_seen_and_nothing_is_posted(
    client: Client, talk: Conversation
) -> None:
    response = reply(client, talk, WORDS)
    page = response.content.decode()
    assert response.status_code == 200 and replies(talk) == []
    assert "Not posted yet: look again first" in page and "Look again:" in page
    assert "what looks like a National Insurance number" in page and "what looks like a payment card number" in page
    assert "Post it all the same" in page and NINO in page.partition("<textarea")[2]
    assert NINO not in page.partition("<textarea")[0]


def test_posted_all_the_same_it_stands_as_it_is(client: Client, talk: Conversation) -> None:
    seal = seal_in(reply(client, talk, WORDS))
    response = reply(client, talk, WORDS, seal=seal, anyway="1")
    assert response.status_code == 302 and replies(talk) == [WORDS]


def test_without_the_button_or_with_other_words_it_says_so_again(
    cast: Cast, client: Client, talk: Conversation
) -> None:
    seal = seal_in(reply(client, talk, WORDS))
    for words, more in (
        (WORDS, {"seal": seal}),
        (WORDS, {"anyway": "1"}),
        (WORDS, {"anyway": "1", "seal": "x" * 64}),
        (WORDS, {"anyway": "1", "seal": "\u2603" * 9}),
        (WORDS, {"anyway": "1", "seal": seal_of([WORDS], by=cast.priya)}),
        (WORDS + " And JG103760B.", {"anyway": "1", "seal": seal}),
    ):
        response = reply(client, talk, words, **more)
        assert response.status_code == 200 and b"Not posted yet" in response.content, more
    assert replies(talk) == []


def test_words_that_were_mended_post_with_either_button(client: Client, talk: Conversation) -> None:
    seal = seal_in(reply(client, talk, WORDS))
    assert reply(client, talk, "Her number is in the file.", seal=seal).status_code == 302
    assert reply(client, talk, "So is the card.", seal=seal, anyway="1").status_code == 302
    assert len(replies(talk)) == 2 and not Entry.objects.filter(verb="post.warning_passed").exists()


def test_harmless_words_are_never_held_back(client: Client, talk: Conversation) -> None:
    assert reply(client, talk, "PL/2024/01873 was decided on 12-03-24. Ring 01632 960961.").status_code == 302


def test_a_problem_and_too_much_at_once_come_before_the_caution(client: Client, talk: Conversation) -> None:
    assert reply(client, talk, " ").status_code == 422
    with override_settings(MOOTHALL_LIMITS={"post": parse("LIMIT_POST", "1/m")}):
        reply(client, talk, "One.")
        assert reply(client, talk, WORDS).status_code == 429


def test_starting_looks_at_the_title_too_and_keeps_what_was_chosen(client: Client, spaces: Spaces) -> None:
    url = reverse("spaces:start", args=[spaces.open.slug])
    file = SimpleUploadedFile("plan.csv", b"a,b")
    asked = {"title": f"About {NINO}", "body": "Please look.", "attachments": file}
    first = client.post(url, asked)
    assert first.status_code == 200 and not Conversation.objects.filter(space=spaces.open).exists()
    form = first.context["form"]
    [kept] = form["attachments"].value()
    again = {**asked, "attachments": [], "attachments-kept": str(kept.pk), "seal": seal_in(first), "anyway": "1"}
    assert client.post(url, again).status_code == 302
    [started] = Conversation.objects.filter(space=spaces.open)
    assert started.title == f"About {NINO}" and started.posts.get().attachments.count() == 1


def test_writing_in_a_chosen_space_and_saying_hello_are_looked_at(client: Client, spaces: Spaces) -> None:
    for url, asked in (
        (reverse("spaces:write"), {"space": spaces.open.pk, "title": "T", "body": WORDS}),
        (reverse("spaces:hello"), {"space": spaces.open.pk, "body": WORDS}),
    ):
        first = client.post(url, asked)
        assert first.status_code == 200 and b"Post it all the same" in first.content
        before = Post.objects.count()
        assert client.post(url, {**asked, "seal": seal_in(first), "anyway": "1"}).status_code == 302
        assert Post.objects.count() == before + 1


def test_an_edit_is_looked_at(cast: Cast, client: Client, talk: Conversation) -> None:
    post = talk.posts.get(author=cast.gareth)
    url = reverse("spaces:edit_post", args=[post.pk])
    first = client.post(url, {"body": WORDS, "seen": 0})
    assert first.status_code == 200 and post.revisions.count() == 0
    assert client.post(url, {"body": WORDS, "seen": 0, "seal": seal_in(first), "anyway": "1"}).status_code == 302
    assert Post.objects.get(pk=post.pk).body == WORDS


def test_a_better_title_is_looked_at(cast: Cast, as_user: SignIn, talk: Conversation) -> None:
    client, url, before = as_user(cast.priya), reverse("spaces:rename", args=[talk.pk]), talk.title
    first = client.post(url, {"title": f"About {NINO}"})
    page = first.content.decode()
    assert first.status_code == 200 and Conversation.objects.get(pk=talk.pk).title == before
    assert "what looks like a National Insurance number" in page and "Look again:" in page
    assert 'href="#id_title"' in page and "Of files" not in page and NINO in page.partition('name="title"')[2]
    assert client.post(url, {"title": f"On {NINO}", "seal": seal_in(first), "anyway": "1"}).status_code == 200
    assert client.post(url, {"title": f"About {NINO}", "seal": seal_in(first), "anyway": "1"}).status_code == 302
    assert Conversation.objects.get(pk=talk.pk).title == f"About {NINO}"
    entry = Entry.objects.get(verb="post.warning_passed")
    assert entry.object_type == "spaces.conversation" and entry.details == {"seen": {"nino": 1}}
    assert client.post(url, {"title": "About the boiler"}).status_code == 302
    assert client.post(url, {"title": ""}).status_code == 422


PEOPLE = b"Name,Born\n" + b"".join(
    name + b",0%d/03/1984\n" % day
    for day, name in enumerate((b"Ann Other", b"Bob Pugh", b"Cai Rhys", b"Dee Vaughan"), start=1)
)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        (f"{NINO}.pdf", b"%PDF-1.4 nothing here", "a National Insurance number"),
        (f"scan_of_{NINO}_final.txt", b"Nothing here", "a National Insurance number"),
        ("card-4111-1111-1111-1111.txt", b"Nothing here", "a payment card number"),
        ("members.csv", f"Number\n{NINO}\n".encode(), "a National Insurance number"),
        ("members.csv", f"Number\n{NINO}\n".encode("utf-16"), "a National Insurance number"),
        ("members.txt", b"\xef\xbb\xbf" + PEOPLE, "dates of birth"),
        ("notes.txt", b"\xff\xc3 " + NINO.encode(), "a National Insurance number"),
    ],
)
def test_names_of_files_and_small_plain_ones_are_looked_at(
    client: Client, talk: Conversation, name: str, content: bytes, words: str
) -> None:
    first = reply(client, talk, "Here it is.", attachments=SimpleUploadedFile(name, content))
    page = first.content.decode()
    assert first.status_code == 200 and replies(talk) == []
    assert "Seen in the file" in page and words in page and "Seen in your words" not in page
    [kept] = first.context["form"]["attachments"].value()
    again = {"attachments-kept": str(kept.pk), "seal": seal_in(first), "anyway": "1"}
    assert reply(client, talk, "Here it is.", **again).status_code == 302 and replies(talk) == ["Here it is."]
    assert Entry.objects.get(verb="post.warning_passed").details["seen"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.pdf", b"%PDF-1.4 " + NINO.encode()),  # read later, in a sandbox, for the index alone
        ("large.csv", b"x" * SMALL + NINO.encode()),
        ("long.csv", b"x\n" * (BEGINNING // 2) + NINO.encode()),
        ("PL-2024-01873 Site plan 20240315 142233.csv", b"a,b"),
        ("Minutes 12-03-2024.txt", b"Ring 01632 960961."),
    ],
)
def test_other_files_and_harmless_ones_are_never_held_back(
    client: Client, talk: Conversation, name: str, content: bytes
) -> None:
    assert reply(client, talk, "Here.", attachments=SimpleUploadedFile(name, content)).status_code == 302


def test_another_file_than_the_one_that_was_shown_is_said_again(client: Client, talk: Conversation) -> None:
    def file() -> SimpleUploadedFile:
        return SimpleUploadedFile("members.csv", NINO.encode())

    first = reply(client, talk, "Here.", attachments=file())
    [kept] = first.context["form"]["attachments"].value()
    more = {"seal": seal_in(first), "anyway": "1", "attachments-kept": str(kept.pk), "attachments": file()}
    assert b"Not posted yet" in reply(client, talk, "Here.", **more).content
    without = {"seal": seal_in(first), "anyway": "1"}
    assert reply(client, talk, "Here, without it.", **without).status_code == 302  # nothing is seen any more
    assert replies(talk) == ["Here, without it."] and not Entry.objects.filter(verb="post.warning_passed").exists()


def test_words_and_files_are_told_apart_and_counted_together(client: Client, talk: Conversation) -> None:
    file = SimpleUploadedFile(f"{NINO}.csv", b"JG103760B\n")
    first = reply(client, talk, WORDS, attachments=file)
    page = first.content.decode()
    assert page.index("Seen in your words") < page.index("Seen in the file") < page.index("what look like 2")
    [kept] = first.context["form"]["attachments"].value()
    reply(client, talk, WORDS, **{"seal": seal_in(first), "anyway": "1", "attachments-kept": str(kept.pk)})
    entry = Entry.objects.get(verb="post.warning_passed")
    assert entry.details == {"seen": {"nino": 3, "card": 1}} and not hasattr(entry, "private")


def test_the_draft_keeps_the_words_until_they_are_posted(client: Client, talk: Conversation) -> None:
    url = talk.get_absolute_url()
    client.post(url, {"body": WORDS, "keep": "1"})
    token = "6c1f9c6e-3f0c-4a43-9d10-0a6d8d8a6f8e"
    first = client.post(url, {"body": WORDS, "draft": 1, "token": token})
    assert Draft.objects.get().body == WORDS and str(first.context["form"]["token"].value()) == token
    client.post(url, {"body": WORDS, "draft": 1, "token": token, "seal": seal_in(first), "anyway": "1"})
    assert not Draft.objects.exists() and replies(talk) == [WORDS]


def test_the_record_says_of_what_kind_and_how_often_and_only_if_it_was_passed_over(
    client: Client, talk: Conversation
) -> None:
    seal = seal_in(reply(client, talk, WORDS))
    assert not Entry.objects.filter(verb="post.warning_passed").exists()
    reply(client, talk, WORDS, seal=seal, anyway="1")
    entry = Entry.objects.get(verb="post.warning_passed")
    assert entry.details == {"seen": {"nino": 1, "card": 1}} and not hasattr(entry, "private")


def everything() -> Iterator[tuple[str, str]]:
    """Every cell of every table, as text."""
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  our own names
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                yield from ((f"{table}.{column}", str(cell)) for column, cell in zip(columns, row, strict=True))


def places_of(pieces: tuple[str, ...]) -> set[str]:
    return {place for place, cell in everything() if any(piece in cell for piece in pieces)}


def test_nothing_of_the_match_is_in_any_table_log_session_cache_or_file(
    client: Client, talk: Conversation, own_data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    first = reply(client, talk, WORDS)
    assert first.status_code == 200 and places_of(PIECES) == set()
    reply(client, talk, WORDS, seal=seal_in(first), anyway="1")
    assert places_of(PIECES) == {"spaces_post.body", "spaces_post.html"}
    logged = caplog.text + "".join(str(vars(record)) for record in caplog.records if "sql" not in vars(record))
    logged = "".join(line for line in logged.splitlines() if "INSERT INTO" not in line and "UPDATE" not in line)
    assert not any(piece in logged for piece in PIECES)
    session = str(dict(client.session))
    kept = str(getattr(cache, "_cache", {}))
    files = b"".join(path.read_bytes() for path in own_data.rglob("*") if path.is_file())
    assert not any(piece in session + kept or piece.encode() in files for piece in PIECES)


def test_the_clause_that_is_placed_there_stands_in_the_caution(cast: Cast, client: Client, talk: Conversation) -> None:
    policy = make_clauses.policy(cast)
    placing.place(policy, by=cast.admin, number="2.2", act=Act.WARNED)
    page = reply(client, talk, WORDS).content.decode()
    assert "Never share what identifies a person" in page and "Social software, clause 2.2" in page


def test_clauses_stand_beside_the_place_to_write_the_most_particular_first(
    cast: Cast, client: Client, talk: Conversation, spaces: Spaces
) -> None:
    policy = make_clauses.policy(cast)
    for number, act in (("1.1", Act.POST), ("2.1", Act.POST_CLOSED), ("2.2", Act.POST_GUEST)):
        placing.place(policy, by=cast.admin, number=number, act=act)

    def beside(space: Space) -> list[str]:
        response = client.get(reverse("spaces:start", args=[space.slug]))
        assert response.content.decode().count('class="offer"') == 1
        return [clause.number for clause in response.context["beside"]]

    assert beside(spaces.open) == ["1.1"]
    assert beside(spaces.private) == ["2.1", "1.1"]
    assert beside(spaces.closed) == ["2.2", "2.1"]
    pages = [talk.get_absolute_url(), reverse("spaces:edit_post", args=[talk.posts.get(author=cast.gareth).pk])]
    assert all(client.get(url).content.decode().count('class="offer"') == 1 for url in pages)
    written = client.get(reverse("spaces:write")).content.decode()
    assert "everyone who writes here" in written and "who you are" not in written


def test_clauses_stand_beside_marking_a_space(cast: Cast, as_user: SignIn, spaces: Spaces) -> None:
    placing.place(make_clauses.policy(cast), by=cast.admin, number="2.2", act=Act.MARK_SENSITIVE)
    page = as_user(cast.priya).get(reverse("spaces:marking", args=[spaces.private.slug])).content.decode()
    assert page.count('class="offer"') == 1 and "Never share what identifies a person" in page


def test_a_reader_who_cannot_write_sees_none(cast: Cast, as_user: SignIn, spaces: Spaces) -> None:
    policy = make_clauses.policy(cast)
    placing.place(policy, by=cast.admin, number="1.1", act=Act.POST)
    talk = make.conversation(spaces.open, by=cast.priya)
    assert b'class="offer"' not in as_user(cast.outsider).get(talk.get_absolute_url()).content


def test_showing_them_costs_no_question_to_the_database(cast: Cast, client: Client, talk: Conversation) -> None:
    url = f"{talk.get_absolute_url()}?page=1"

    def cost() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    with override_settings(MOOTHALL_ROOMS_OFF=("policies",)):
        without = cost()
    policy = make_clauses.policy(cast)
    placing.place(policy, by=cast.admin, number="2.1", act=Act.POST_CLOSED)
    assert b'class="offer"' in client.get(url).content
    assert cost() == without
    guidance.forget()
    with CaptureQueriesContext(connection) as cold:
        client.get(url)
    assert len(cold) <= without + 4
