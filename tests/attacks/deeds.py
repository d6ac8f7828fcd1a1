"""What people are in the middle of when a hall is killed, and the book of what the hall acknowledged.

A deed that got no answer is done again after the restart, as a person sends a form again: with the same token.
"""

import hashlib
import shutil
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from django.urls import reverse

from moothall.files.receiving import PART
from moothall.mail.models import ImportRun, Mailbox, Message
from moothall.mail.tests import make as make_mail
from moothall.spaces.models import Attachment, Conversation, Post
from tests.attacks.living import BROKEN, Answer, Browser, LivingHall

LETTERS = 400  # in each mailbox file that is brought in


@dataclass
class Sending:
    """A file on its way, and how much of it the hall has acknowledged."""

    seed: bytes
    browser: Browser
    token: str = field(default_factory=lambda: str(uuid4()))
    words: str = field(default_factory=lambda: f"File of {uuid4().hex}")
    key: str = ""
    url: str = ""
    acknowledged: int = 0

    @property
    def data(self) -> bytes:
        """A part and a bit."""
        return self.seed * (PART // 16 + 4096)


@dataclass
class Book:
    """What was acknowledged, and what is still to be sent again."""

    posts: dict[str, str] = field(default_factory=dict)  # token: words
    files: dict[str, str] = field(default_factory=dict)  # words of the post: SHA-256 of its file
    letters: set[str] = field(default_factory=set)  # subjects
    begun: int = 0  # backups
    backups: set[Path] = field(default_factory=set)
    kept: Path | None = None  # the newest of them, to be restored at the end
    sendings: list[Sending] = field(default_factory=list)
    unanswered: dict[str, tuple[Browser, str]] = field(default_factory=dict)


@dataclass
class Work:
    """One round of it: threads that go on until they are told to stop or the hall is dead."""

    hall: LivingHall
    browsers: tuple[Browser, Browser]
    talk: Conversation
    box: Mailbox
    book: Book
    folder: Path
    stop: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)
    refused: list[Answer] = field(default_factory=list)
    broken: list[Exception] = field(default_factory=list)

    def begin(self, *deeds: str) -> None:
        """Start some of: write, upload, bring_in, back_up."""
        for number, name in enumerate(deeds):
            thread = threading.Thread(target=self._until_dead, args=(name, self.browsers[number % 2]), name=name)
            self.threads.append(thread)
            thread.start()

    def end(self) -> None:
        """Have all of it stop, and wait."""
        self.stop.set()
        for thread in self.threads:
            thread.join()

    def send_again(self) -> None:
        """Send again what got no answer; it must be taken now."""
        for token, (browser, words) in list(self.book.unanswered.items()):
            assert self._send(browser, token, words).is_yes
            del self.book.unanswered[token]
        for sending in list(self.book.sendings):
            if Post.objects.filter(token=sending.token).exists():  # only the answer was lost; the upload is used up
                self._said(sending)
            else:
                self._go_on(sending)

    def _until_dead(self, name: str, browser: Browser) -> None:
        deed = {"write": self._write, "upload": self._upload, "bring_in": self._bring_in, "back_up": self._back_up}
        try:
            while not self.stop.is_set():
                deed[name](browser)
        except BROKEN:
            return
        except Exception as error:
            self.broken.append(error)

    def _write(self, browser: Browser) -> None:
        token, words = str(uuid4()), f"Word of {uuid4().hex}"
        self.book.unanswered[token] = (browser, words)
        if self._yes(self._send(browser, token, words)):
            del self.book.unanswered[token]

    def _send(self, browser: Browser, token: str, words: str, kept: str = "") -> Answer:
        fields = {"body": words, "token": token, "draft": "0"} | ({"attachments__kept": kept} if kept else {})
        answer = browser.post(self.talk.get_absolute_url(), **fields)
        if answer.is_yes:
            self.book.posts[token] = words
        return answer

    def _upload(self, browser: Browser) -> None:
        """Two parts, a finish, and a post with the file; what breaks in the middle is gone on with after a restart."""
        sending = Sending(uuid4().bytes, browser)
        state = self._form(browser, reverse("files:begin"), kind="post", name="photo.bin", size=str(len(sending.data)))
        sending.key, sending.url = state["id"], state["url"]
        self.book.sendings.append(sending)
        self._go_on(sending)

    def _go_on(self, sending: Sending) -> None:
        """Ask the hall how far an upload is, send the rest, and post it."""
        browser = sending.browser
        answer = browser.get(sending.url)
        self._yes(answer)
        offset, data = answer.json()["offset"], sending.data
        assert offset >= sending.acknowledged, "a part that was acknowledged is lost"
        while offset < len(data):
            part = data[offset : offset + PART]
            self._yes(browser.ask("PUT", f"{sending.url}?offset={offset}", part, _mark(part)))
            sending.acknowledged = offset = offset + len(part)
        self._form(browser, sending.url + "finish/", sha256=hashlib.sha256(data).hexdigest())
        if self._yes(self._send(browser, sending.token, sending.words, kept=sending.key)):
            self._said(sending)

    def _said(self, sending: Sending) -> None:
        self.book.posts[sending.token] = sending.words
        self.book.files[sending.words] = hashlib.sha256(sending.data).hexdigest()
        self.book.sendings.remove(sending)

    def _bring_in(self, browser: Browser) -> None:
        mark = uuid4().hex
        subjects = [f"Letter {mark} {number}" for number in range(LETTERS)]
        data = make_mail.mbox(make_mail.eml(subject, f"Words of {subject}. " * 20) for subject in subjects)
        state = self._form(browser, reverse("files:begin"), kind="mailbox", name="box.mbox", size=str(len(data)))
        self._yes(browser.ask("PUT", state["url"] + "?offset=0", data, _mark(data)))
        self._form(browser, state["url"] + "finish/", sha256=hashlib.sha256(data).hexdigest())
        if self._yes(browser.post(reverse("mail:bring_in", args=[self.box.pk]), file__kept=state["id"])):
            self.book.letters |= set(subjects)
        self.stop.wait(1.0)

    def _back_up(self, browser: Browser) -> None:
        """Back up; every second backup is killed with the rest, the others end while the hall is dead."""
        place = self.folder / f"backup-{uuid4().hex}"
        self.book.begun += 1
        spared = self.book.begun % 2
        process = self.hall.database.start("backup", str(place))
        while process.poll() is None and (spared or not self.stop.is_set()):
            time.sleep(0.05)
        process.kill()
        told, errors = process.communicate()
        if process.returncode == 0:
            self.book.backups.add(place)
        elif spared:
            raise AssertionError(f"a backup that nobody killed failed: {told}{errors}")

    def _form(self, browser: Browser, path: str, **fields: str) -> dict[str, str]:
        answer = browser.ask(
            "POST", path, urlencode(fields).encode(), {"Content-Type": "application/x-www-form-urlencoded"}
        )
        self._yes(answer)
        told: dict[str, str] = answer.json()
        return told

    def _yes(self, answer: Answer) -> bool:
        """Whether it was taken; what was refused is kept, as nothing here ought to be."""
        if not answer.is_yes:
            self.refused.append(answer)
            raise ConnectionError(answer.status)
        return True


def losses(book: Book, talk: Conversation, box: Mailbox) -> list[str]:
    """What was acknowledged and is not there, or is there twice."""
    said = Counter(Post.objects.filter(conversation=talk).values_list("body", flat=True))
    wrong = [f"post {words!r} is there {said[words]} times" for words in book.posts.values() if said[words] != 1]
    wrong += [f"post {words!r} is there {count} times" for words, count in said.items() if count > 1]
    kept = dict(Attachment.objects.filter(post__conversation=talk).values_list("post__body", "blob__sha256"))
    wrong += [f"the file of {words!r} is lost" for words, digest in book.files.items() if kept.get(words) != digest]
    numbers = list(Post.objects.filter(conversation=talk).order_by("number").values_list("number", flat=True))
    wrong += [] if numbers == list(range(1, len(numbers) + 1)) else ["the posts are not numbered in one row"]
    come = Counter(Message.objects.filter(mailbox=box).values_list("subject", flat=True))
    wrong += [f"letter {subject!r} is there {come[subject]} times" for subject in book.letters if come[subject] != 1]
    wrong += [f"letter {subject!r} is there {count} times" for subject, count in come.items() if count > 1]
    return wrong


def at_rest(box: Mailbox) -> bool:
    """Whether every import has come to its end."""
    runs = ImportRun.objects.filter(mailbox=box)
    assert not runs.exclude(failed_at=None).exists(), list(runs.exclude(failed_at=None).values_list("failure"))
    return not runs.filter(finished_at=None).exists()


def broken_backups(hall: LivingHall, folder: Path, book: Book) -> list[str]:
    """Backups that say they are whole and are not; each is looked at once, and all but the last are thrown away."""
    wrong = []
    for place in set(folder.glob("backup-*")) - {book.kept}:
        looked = hall.database.run("restore", str(place), "--only-verify")
        if place in book.backups and looked.returncode:
            wrong.append(f"{place.name}: {looked.stdout}{looked.stderr}")
        done_with: Path | None = place
        if place in book.backups:
            done_with, book.kept = book.kept, place
        if done_with:
            shutil.rmtree(done_with)
    return wrong


def _mark(part: bytes) -> dict[str, str]:
    return {"X-Part-SHA256": hashlib.sha256(part).hexdigest()}
