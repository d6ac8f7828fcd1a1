"""Versions of the charter: begun as a copy, written, adopted, and never changed again by any path."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.charter import documents
from moothall.charter.actions import charters
from moothall.charter.models import Charter, Commitment
from moothall.charter.tests import make
from moothall.charter.tests.refusing import refused, sql
from moothall.charter.texts import Promise
from moothall.kit import clock
from moothall.people.models import User
from moothall.search import writer

SignIn = Callable[[User], Client]


@pytest.mark.django_db
def test_the_first_version_is_there_with_seven_commitments_and_its_hash() -> None:
    first = make.current()
    assert first.number == 1
    assert [row.short for row in first.commitments.order_by("number")] == [
        "People",
        "Purpose",
        "Value",
        "Risk",
        "Owner",
        "Measure",
        "Guide",
    ]
    assert "Haggerty" in first.source
    assert first.digest == first.wording().digest == hashlib.sha256(first.wording().markdown.encode()).hexdigest()


def test_the_next_version_begins_as_a_copy_and_is_signed_once_adopted(cast: Cast, as_user: SignIn) -> None:
    begun = charters.begin(by=cast.admin)
    assert [p.words for p in begun.wording().promises] == [p.words for p in make.current().wording().promises]
    with pytest.raises(charters.DraftExists):
        charters.begin(by=cast.admin)
    charters.drop(begun, by=cast.admin)
    made = make.adopted(by=cast.admin)
    assert make.current() == made
    assert made.number == 2
    shown = as_user(cast.priya).get(reverse("charter:charter")).content.decode()
    assert "We look back, and say what we learnt." in shown


def test_what_changed_is_said_before_adoption_and_what_was_seen_is_adopted(cast: Cast) -> None:
    begun = charters.begin(by=cast.admin)
    with pytest.raises(ValueError, match="what changed"):
        charters.adopt(begun, by=cast.admin, digest=begun.wording().digest)
    seen = begun.wording().digest
    charters.write(begun, replace(make.words_of(begun), title="Another", note="The title."), by=cast.admin)
    with pytest.raises(charters.WordingChanged):
        charters.adopt(begun, by=cast.admin, digest=seen)


@pytest.mark.parametrize("verb", ["begin", "write", "drop", "adopt"])
def test_only_administrators_write_the_charter(cast: Cast, verb: str) -> None:
    made = make.draft(by=cast.admin)
    for person in (cast.priya, cast.auditor, cast.marcus):
        ways: dict[str, Callable[[], object]] = {
            "begin": partial(charters.begin, by=person),
            "write": partial(charters.write, made, make.words_of(made), by=person),
            "drop": partial(charters.drop, made, by=person),
            "adopt": partial(charters.adopt, made, by=person, digest=made.wording().digest),
        }
        with pytest.raises(PermissionDenied):
            ways[verb]()


@pytest.mark.parametrize(
    "way",
    [
        "save",
        "update",
        "bulk",
        "sql",
        "delete",
        "sql delete",
        "add",
        "bulk add",
        "reword",
        "move",
        "take out",
        "unadopt",
    ],
)
def test_an_adopted_charter_stays_whoever_asks(cast: Cast, way: str) -> None:
    first = make.current()
    one = first.commitments.get(number=4)
    next_one = make.draft(by=cast.admin)
    extra = Commitment(charter=first, number=8, short="Extra", words="We add to what was signed.")
    first.title = "Otherwise"
    ways: dict[str, Callable[[], object]] = {
        "save": lambda: first.save(update_fields=["title"]),
        "update": lambda: Charter.objects.filter(pk=first.pk).update(introduction="x"),
        "bulk": lambda: Charter.objects.bulk_update([first], ["title"]),
        "sql": sql("UPDATE charter_charter SET title = 'x' WHERE id = %s", first.pk),
        "delete": lambda: Charter.objects.filter(pk=first.pk).delete(),
        "sql delete": sql("DELETE FROM charter_charter WHERE id = %s", first.pk),
        "add": extra.save,
        "bulk add": lambda: Commitment.objects.bulk_create([extra]),
        "reword": sql("UPDATE charter_commitment SET words = 'We are gurus.' WHERE charter_id = %s", first.pk),
        "move": lambda: next_one.commitments.filter(number=8).update(charter=first),
        "take out": one.delete,
        "unadopt": lambda: Charter.objects.filter(pk=first.pk).update(adopted_at=None, digest=""),
    }
    before = make.current().wording()
    refused(ways[way])
    assert make.current().wording() == before


def test_no_row_begins_adopted_and_there_is_one_draft(cast: Cast) -> None:
    fields = {"number": 9, "title": "x", "introduction": "x", "note": "x"}
    adopted = {"adopted_at": clock.now(), "adopted_by": cast.admin, "digest": "0" * 64}
    assert "begins as a draft" in refused(lambda: Charter.objects.create(**fields, **adopted))
    Charter.objects.create(**fields)
    assert "one draft" in refused(lambda: Charter.objects.create(**{**fields, "number": 10}))
    assert "promises something" in refused(lambda: Charter.objects.filter(number=9).update(**adopted))


def test_the_form_keeps_what_was_typed_and_says_what_is_missing(cast: Cast, as_user: SignIn) -> None:
    charters.begin(by=cast.admin)
    client = as_user(cast.admin)
    address = reverse("charter:write")
    sent = {"title": "Ours", "introduction": "Why", "words_1": "We try.", "short_1": "", "short_2": "Value"}
    answer = client.post(address, sent)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Enter one word for this commitment" in shown
    assert "Enter what is promised" in shown
    assert "We try." in shown
    sent |= {"short_1": "Trying", "short_2": "", "note": "Fewer."}
    answer = client.post(address, sent)
    assert answer.status_code == 302, answer.context["form"].errors
    draft = Charter.objects.drafts().get()
    assert draft.wording().promises == [Promise("Trying", "We try.")]
    page = client.get(reverse("charter:draft"))
    client.post(reverse("charter:adopt"), {"digest": page.context["digest"]})
    assert make.current().title == "Ours"


def test_hostile_words_are_shown_as_words_and_cannot_pass_for_other_parts(cast: Cast, as_user: SignIn) -> None:
    begun = charters.begin(by=cast.admin)
    bad = "<script>alert(1)</script>"
    promises = [Promise("Guru", f"We {bad}\n2. **Fake**: We own all.")]
    words = replace(make.words_of(begun), title=bad, introduction=bad, note=bad, source=bad, promises=promises)
    begun = charters.write(begun, words, by=cast.admin)
    assert begun.wording().markdown.count("\n2. ") == 0
    charters.adopt(begun, by=cast.admin, digest=begun.wording().digest)
    made = make.signature(by=cast.priya, words=bad, public=True)
    for client, address in (
        (as_user(cast.gareth), reverse("charter:charter")),
        (as_user(cast.gareth), reverse("charter:versions")),
        (as_user(cast.gareth), reverse("charter:signatures", args=[made.charter.number])),
        (Client(), reverse("charter:public_charter")),
    ):
        assert bad not in client.get(address).content.decode()
    assert Client().get(reverse("charter:charter_json")).headers["Content-Type"] == "application/json"


@pytest.mark.django_db
def test_another_body_takes_the_charter_as_a_template() -> None:
    text = Client().get(reverse("charter:charter_markdown"))
    assert text.status_code == 200
    assert hashlib.sha256(text.content).hexdigest() == make.current().digest
    given = json.loads(Client().get(reverse("charter:charter_json")).content)
    assert given["text_sha256"] == make.current().digest
    assert [one["check"] for one in given["commitments"]][-1] == "guide"
    assert not Client().get(reverse("charter:public_charter")).cookies


def test_another_hall_begins_from_what_the_public_page_gives(cast: Cast, as_user: SignIn) -> None:
    given = Client().get(reverse("charter:charter_json")).content.decode()
    client = as_user(cast.admin)
    assert client.post(reverse("charter:borrow"), {"text": given}).status_code == 302
    draft = Charter.objects.drafts().get()
    assert list(draft.wording().promises) == list(make.current().wording().promises)
    assert "Haggerty" in draft.source
    assert as_user(cast.priya).post(reverse("charter:borrow"), {"text": given}).status_code == 403


@pytest.mark.parametrize(
    "change",
    [
        {"format": "other"},
        {"title": ""},
        {"title": 7},
        {"title": "x" * 161},
        {"introduction": "\x00"},
        {"commitments": []},
        {"commitments": [{"word": "x"}]},
        {"commitments": ["x"]},
        {"commitments": [{"word": "x", "words": "y"}] * 21},
    ],
)
def test_what_is_no_charter_is_refused_in_words(cast: Cast, as_user: SignIn, change: dict[str, object]) -> None:
    one = {"word": "x", "words": "y"}
    given = {"format": "moothall.charter.1", "title": "x", "introduction": "x", "commitments": [one]}
    answer = as_user(cast.admin).post(reverse("charter:borrow"), {"text": json.dumps(given | change)})
    assert answer.status_code == 422
    assert not Charter.objects.drafts().exists()


def test_endless_brackets_are_no_charter(cast: Cast, as_user: SignIn) -> None:
    for text in ("[" * 60_000, "{" * 10, '"', "9" * 10_000):
        assert as_user(cast.admin).post(reverse("charter:borrow"), {"text": text}).status_code == 422


def test_a_version_is_found_by_its_words_once_it_is_adopted_and_never_as_a_draft(cast: Cast, as_user: SignIn) -> None:
    documents.changed([make.current().pk])
    pages = [as_user(person) for person in (cast.priya, cast.marcus)]

    def found() -> list[bool]:
        writer.drain()
        answers = [page.get(reverse("search:find"), {"q": "learnt"}).content.decode() for page in pages]
        return [reverse("charter:version", args=[2]) in answer for answer in answers]

    begun = make.draft(by=cast.admin)
    assert found() == [False, False]
    charters.adopt(begun, by=cast.admin, digest=begun.wording().digest)
    assert found() == [True, True]
    page = pages[0].get(reverse("search:find"), {"q": "strategy"}).content.decode()
    assert reverse("charter:version", args=[1]) in page


@pytest.mark.django_db
def test_an_index_that_is_built_anew_holds_every_adopted_version() -> None:
    assert list(documents.ids(0)) == [make.current().pk]
    assert "strateg" in next(documents.documents([make.current().pk])).body
