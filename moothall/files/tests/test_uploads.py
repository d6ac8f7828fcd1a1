"""Files sent in parts: what a browser does, and what a hostile client tries."""

import json
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as hall
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from conftest import Cast
from moothall.files import blobs, cleaning, receiving
from moothall.files.models import Blob, Upload
from moothall.files.receiving import PART
from moothall.files.refusals import Refused
from moothall.files.tests import make
from moothall.kit import clock

SignIn = Callable[..., Client]
BYTES = bytes(range(256)) * 36_000  # 9.2 MB: two parts
pytestmark = pytest.mark.django_db


def begin(client: Client, size: int, *, name: str = "plan.bin", kind: str = "post") -> Any:
    return client.post(reverse("files:begin"), {"name": name, "size": size, "kind": kind})


def put(client: Client, url: str, offset: int, data: bytes, digest: str | None = None) -> Any:
    sealed = sha256(data).hexdigest() if digest is None else digest
    headers = {"X-Part-SHA256": sealed, "Content-Length": str(len(data))}
    return client.put(f"{url}?offset={offset}", data, content_type="application/octet-stream", headers=headers)


def finish(client: Client, url: str, **hashes: str) -> Any:
    return client.post(f"{url}finish/", hashes)


def part_files() -> list[Path]:
    return sorted((hall.MOOTHALL_DATA / "uploads").glob("*"))


def test_a_file_is_sent_in_parts_checked_and_kept(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    url = begin(client, len(BYTES)).json()["url"]

    assert put(client, url, 0, BYTES[:PART]).json()["offset"] == PART
    assert client.get(url).json()["offset"] == PART
    assert put(client, url, PART, BYTES[PART:]).json()["offset"] == len(BYTES)
    answer = finish(client, url, parts_sha256=make.digest_of_parts(BYTES)).json()

    assert answer["finished"] is True
    assert answer["sha256"] == sha256(BYTES).hexdigest()
    with blobs.open_(Blob.objects.get()) as kept:
        assert kept.read() == BYTES
    assert part_files() == []


def test_finishing_twice_finishes_once(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    url = begin(client, 3).json()["url"]
    put(client, url, 0, b"abc")

    first, second = (finish(client, url, sha256=sha256(b"abc").hexdigest()) for _ in range(2))

    assert first.json() == second.json()
    assert (Blob.objects.count(), part_files()) == (1, [])


@pytest.mark.parametrize("offset", [1, 7, PART, 2 * PART, 10**15])
def test_a_part_at_the_wrong_place_is_told_the_right_one(cast: Cast, as_user: SignIn, offset: int) -> None:
    client = as_user(cast.priya)
    url = begin(client, len(BYTES)).json()["url"]

    answer = put(client, url, offset, BYTES[:PART])

    assert (answer.status_code, answer.json()["offset"]) == (409, 0)
    assert Upload.objects.get().received == 0


def test_overlapping_and_repeated_parts_change_nothing(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    url = begin(client, len(BYTES)).json()["url"]
    put(client, url, 0, BYTES[:PART])

    again = put(client, url, 0, b"x" * PART)
    overlapping = put(client, url, PART - 100, b"x" * (len(BYTES) - PART))

    assert {(answer.status_code, answer.json()["offset"]) for answer in (again, overlapping)} == {(409, PART)}
    put(client, url, PART, BYTES[PART:])
    assert finish(client, url, sha256=sha256(BYTES).hexdigest()).json()["finished"] is True


@pytest.mark.parametrize("length", [0, 1, PART - 1])
def test_parts_come_whole_or_not_at_all(cast: Cast, as_user: SignIn, length: int) -> None:
    client = as_user(cast.priya)
    url = begin(client, len(BYTES)).json()["url"]

    assert put(client, url, 0, BYTES[:length]).status_code == 422
    assert Upload.objects.get().received == 0


def test_a_part_that_is_too_long_is_refused_before_it_is_read(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    url = begin(client, 3 * PART).json()["url"]

    assert put(client, url, 0, b"x" * (PART + 1)).status_code == 413
    small = begin(client, 10).json()["url"]
    assert put(client, small, 0, b"x" * 11).status_code == 422
    assert set(Upload.objects.values_list("received", flat=True)) == {0}


@pytest.mark.parametrize("digest", ["", "0" * 64, "nonsense", "é"])
def test_a_part_with_a_wrong_hash_is_not_taken(cast: Cast, as_user: SignIn, digest: str) -> None:
    client = as_user(cast.priya)
    url = begin(client, 3).json()["url"]

    assert put(client, url, 0, b"abc", digest).status_code == 422
    assert Upload.objects.get().received == 0


@pytest.mark.parametrize("hashes", [{"sha256": "0" * 64}, {"parts_sha256": "0" * 64}])
def test_a_wrong_hash_at_the_end_gives_the_file_up(cast: Cast, as_user: SignIn, hashes: dict[str, str]) -> None:
    client = as_user(cast.priya)
    url = begin(client, 3).json()["url"]
    put(client, url, 0, b"abc")

    assert finish(client, url).status_code == 422  # no hash at all: nothing is given up
    assert Upload.objects.count() == 1
    answer = finish(client, url, **hashes)

    assert (answer.status_code, Upload.objects.count(), Blob.objects.count()) == (422, 0, 0)
    assert "Choose the file again" in answer.json()["error"]
    assert part_files() == []


def test_it_cannot_be_finished_early(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    url = begin(client, len(BYTES)).json()["url"]
    put(client, url, 0, BYTES[:PART])

    answer = finish(client, url, sha256=sha256(BYTES[:PART]).hexdigest())

    assert (answer.status_code, answer.json()["offset"]) == (409, PART)
    assert Upload.objects.get().received == PART


@pytest.mark.parametrize(
    ("size", "status"), [(0, 422), (-1, 422), (10**10, 413), (10**17, 413), ("many", 422), ("٣", 422), ("", 422)]
)
def test_sizes_that_cannot_be(cast: Cast, as_user: SignIn, size: int, status: int) -> None:
    answer = begin(as_user(cast.priya), size)

    assert answer.status_code == status
    assert answer.json()["error"]
    assert Upload.objects.count() == 0


def test_anothers_upload_is_not_there(cast: Cast, as_user: SignIn) -> None:
    url = begin(as_user(cast.priya), 3).json()["url"]
    for other in (as_user(cast.gareth), as_user(cast.admin)):
        answers: list[HttpResponseBase] = [
            other.get(url),
            put(other, url, 0, b"abc"),
            finish(other, url, sha256=sha256(b"abc").hexdigest()),
            other.delete(url),
        ]
        assert {answer.status_code for answer in answers} == {404}
    nothing = as_user(cast.gareth).get(reverse("files:upload", args=[uuid4()]))
    assert nothing.content == as_user(cast.gareth).get(url).content
    assert Upload.objects.get().received == 0
    assert Client().get(url).status_code == 302


def test_mailboxes_are_uploaded_only_by_those_who_may_bring_mail_in(cast: Cast, as_user: SignIn) -> None:
    assert begin(as_user(cast.priya), 3, kind="mailbox").status_code == 422
    assert begin(as_user(cast.priya), 3, kind="nonsense").status_code == 422


def test_the_forgery_token_is_asked_for(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.priya)
    url = reverse("files:upload", args=[make.begun(cast.priya, size=3).pk])

    assert {begin(client, 3).status_code, put(client, url, 0, b"abc").status_code, client.delete(url).status_code} == {
        403
    }


def test_giving_up_takes_everything_away(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    url = begin(client, len(BYTES)).json()["url"]
    put(client, url, 0, BYTES[:PART])
    assert len(part_files()) == 1

    assert client.delete(url).status_code == 200
    assert client.get(url).status_code == 404
    assert (Upload.objects.count(), part_files()) == (0, [])


def test_a_name_is_made_safe(cast: Cast, as_user: SignIn) -> None:
    answer = begin(as_user(cast.priya), 3, name="../../a\r\nb\u202egnp.exe").json()

    assert answer["name"] == "a bgnp.exe"


def test_a_person_has_a_ration_a_day(cast: Cast, as_user: SignIn, settings: Settings) -> None:
    settings.MOOTHALL_UPLOAD_PERSON_MB = 1
    client = as_user(cast.priya)
    assert begin(client, 700_000).status_code == 201

    answer = begin(client, 700_000)

    assert answer.status_code == 413
    assert "more than one person may upload in a day (1.0 MB; you have used 700 KB)" in answer.json()["error"]
    assert begin(as_user(cast.gareth), 700_000).status_code == 201
    with clock.at(clock.now() + timedelta(hours=25)):
        assert begin(as_user(cast.priya), 700_000).status_code == 201


def test_the_hall_has_a_limit(cast: Cast, as_user: SignIn, settings: Settings) -> None:
    settings.MOOTHALL_UPLOAD_HALL_MB = 1
    client = as_user(cast.priya)
    assert begin(client, 700_000).status_code == 201

    answer = begin(as_user(cast.gareth), 700_000)

    assert answer.status_code == 507
    assert "The hall holds as much as it may" in answer.json()["error"]


def test_uploads_are_refused_before_the_disk_is_full(cast: Cast, as_user: SignIn, settings: Settings) -> None:
    client = as_user(cast.priya)
    url = begin(client, 3).json()["url"]
    settings.MOOTHALL_DISK_RESERVE_MB = 10**9

    answers = begin(client, 3), put(client, url, 0, b"abc")

    assert {answer.status_code for answer in answers} == {507}
    assert "There is no room left" in answers[0].json()["error"]
    settings.MOOTHALL_DISK_RESERVE_MB = 0
    assert put(client, url, 0, b"abc").status_code == 200  # and then it goes on


def test_too_many_uploads_at_once_are_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("moothall.files.allowance.MOST_UNDER_WAY", 2)
    make.begun(cast.priya, size=1)
    make.begun(cast.priya, size=1)
    make.sent(cast.gareth, b"a")

    with pytest.raises(Refused, match="many uploads under way"):
        make.begun(cast.priya, size=1)
    assert make.begun(cast.gareth, size=1).owner_id == cast.gareth.pk


def test_what_nobody_carries_on_or_uses_is_tidied_away(cast: Cast) -> None:
    upload = make.begun(cast.priya, size=len(BYTES))
    receiving.take_part(upload, offset=0, data=BYTES[:PART], digest=make.digest(BYTES[:PART]))
    unused = make.sent(cast.priya, b"never used")
    stays = blobs.put(b"somebody else's")

    with clock.at(clock.now() + timedelta(days=1)):
        assert cleaning.clean() == cleaning.Cleaned()
    with clock.at(clock.now() + timedelta(days=3)):
        assert cleaning.clean() == cleaning.Cleaned(uploads=2, blobs=1)

    assert part_files() == []
    assert [*Blob.objects.all()] == [stays]
    assert unused.blob_id != stays.pk


def test_bytes_that_another_row_holds_are_not_tidied_away(cast: Cast) -> None:
    first, second = make.sent(cast.priya, b"the same"), make.sent(cast.gareth, b"the same")
    assert first.blob_id == second.blob_id
    Upload.objects.filter(pk=first.pk).update(expires=clock.now() - timedelta(days=1))

    assert cleaning.clean() == cleaning.Cleaned(uploads=1)
    assert blobs.read(second.kept) == b"the same"


def test_an_upload_whose_parts_were_lost_says_so(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    url = begin(client, len(BYTES)).json()["url"]
    put(client, url, 0, BYTES[:PART])
    [path] = part_files()
    path.unlink()

    answer = put(client, url, PART, BYTES[PART:])

    assert answer.status_code == 404
    assert "Choose the file again" in answer.json()["error"]
    assert (Upload.objects.count(), part_files()) == (0, [])


def test_a_tail_that_was_never_acknowledged_is_written_over(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    url = begin(client, len(BYTES)).json()["url"]
    put(client, url, 0, BYTES[:PART])
    [path] = part_files()
    with path.open("ab") as file:
        file.write(b"half a part" * 1000)

    put(client, url, PART, BYTES[PART:])

    assert finish(client, url, sha256=sha256(BYTES).hexdigest()).json()["finished"] is True


def test_a_part_without_a_length_is_not_waited_for(cast: Cast, as_user: SignIn) -> None:
    url = begin(as_user(cast.priya), 3).json()["url"]
    answer = as_user(cast.priya).generic("PUT", f"{url}?offset=0", b"", headers={"Transfer-Encoding": "chunked"})

    assert answer.status_code in {411, 422}
    assert json.loads(answer.content)["error"]


def test_too_many_parts_at_once_are_asked_to_wait(cast: Cast, as_user: SignIn, settings: Settings) -> None:
    from moothall.kit import rate

    settings.MOOTHALL_LIMITS = {**settings.MOOTHALL_LIMITS, "upload": rate.parse("LIMIT_UPLOAD", "2/m")}
    client = as_user(cast.priya)
    answers = [begin(client, 3) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert int(answers[2]["Retry-After"]) > 0
    assert "Wait" in answers[2].json()["error"]


def test_the_command_says_what_it_did(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    from django.core.management import call_command

    make.sent(cast.priya, b"never used")
    with clock.at(clock.now() + timedelta(days=3)):
        call_command("clean_uploads", "--json")

    assert json.loads(capsys.readouterr().out) == {"uploads": 1, "parts": 0, "blobs": 1}
