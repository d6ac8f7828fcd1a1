"""A council at work: many people read, search and write for two minutes while a mailbox is brought in.

The peer is the hall itself: the same people without the import, and the same import without people, in one run.

python -m bench.people [--people N] [--seconds N] [--letters N]
"""

import argparse
import http.client
import json
import random
import re
import subprocess
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from bench import hall
from bench.mail import ADDRESS, OWNER, made_up
from bench.pages import OURS

THINK = (3.0, 9.0)
"""Seconds between two things that a person does: they read what they asked for."""
AIM_MS = 400
SPACES, TALKS = 8, 40
FORM = re.compile(r'<form[^>]*id="reply".*?</form>', re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?')
WORDS = ("rota", "lamp", "keys", "roadwork", "Saturday", "library grant", '"front desk"', "bins", "planning")


@dataclass
class Told:
    """What the people saw: seconds by kind of act, and what went wrong."""

    seconds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)

    @property
    def every(self) -> list[float]:
        """All times, whatever was done."""
        return [seconds for times in self.seconds.values() for seconds in times]


@dataclass(frozen=True)
class Council:
    """Cookies of the people who are signed in, and the addresses of the talks."""

    cookies: list[str]
    spaces: list[str]
    talks: list[str]


class Person:
    """A browser with one kept-alive connection and a cookie jar of two."""

    def __init__(self, port: int, cookie: str, council: Council, told: Told, seed: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookie, self.csrf = cookie, ""
        self.council, self.told, self.chance = council, told, random.Random(seed)

    def live(self, until: float) -> None:
        """Do one thing after another, with time to think, until the end."""
        time.sleep(self.chance.uniform(0, THINK[1]))
        while time.monotonic() < until:
            self.chance.choices((self.read, self.search, self.write), (70, 15, 15))[0]()
            time.sleep(self.chance.uniform(*THINK))
        self.connection.close()

    def read(self) -> None:
        """The desk, a space or a conversation."""
        place = self.chance.choice(("/", self.chance.choice(self.council.spaces), self.a_talk()))
        self.ask("read", "GET", place)

    def search(self) -> None:
        """One of the words that people ask for."""
        self.ask("search", "GET", "/find/?" + urlencode({"q": self.chance.choice(WORDS)}))

    def write(self) -> None:
        """Open a conversation and reply to it."""
        talk = self.a_talk()
        form = FORM.search(self.ask("read", "GET", talk))
        if form is None:
            self.told.wrong.append(f"{talk} has no form to reply")
            return
        fields = dict(HIDDEN.findall(form.group()))
        fields["body"] = f"The {self.chance.choice(WORDS)} of {self.chance.random()} is with the front desk."
        self.ask("write", "POST", talk, urlencode(fields), expected=(302, 303))

    def a_talk(self) -> str:
        """Any conversation."""
        return self.chance.choice(self.council.talks)

    def ask(self, act: str, method: str, address: str, body: str = "", expected: tuple[int, ...] = (200,)) -> str:
        """The page, timed from asking to its last byte."""
        headers = {"Cookie": f"{self.cookie}; {self.csrf}", "Content-Type": "application/x-www-form-urlencoded"}
        begun = time.monotonic()
        try:
            self.connection.request(method, address, body or None, headers)
            answer = self.connection.getresponse()
            page = answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            self.told.wrong.append(f"{method} {address}: {error!r}")
            self.connection.close()
            return ""
        self.told.seconds[act].append(time.monotonic() - begun)
        if answer.status not in expected:
            self.told.wrong.append(f"{method} {address} answered {answer.status}")
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            if "csrf" in cookie.partition("=")[0]:
                self.csrf = cookie.partition(";")[0]
        return page


def main() -> None:
    """People alone, the import alone, then both at once; prints the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--letters", type=int, default=20_000, help="how many letters each import brings in")
    options = parser.parse_args()
    with hall.data_folder() as folder:
        data = folder / "hall"
        hall.run([*hall.MOOTHALL, "migrate", "-v0"], MOOTHALL_DATA=str(data))
        hall.run([*hall.MOOTHALL, "create_user", OWNER, "--name", "Bench Owner"], MOOTHALL_DATA=str(data))
        council = prepare(data, options.people)
        lone_import = bring_in(made_up(folder / "alone.mbox", options.letters, name="alone"), data)
        with hall.whole_hall(data) as port:
            alone = work(port, council, options.seconds / 4)
            with importing(folder, data, options.letters) as rates:
                together = work(port, council, options.seconds)
        report(options.people, alone, together, lone_import, rates)


def prepare(data: Path, people: int) -> Council:
    """The people, eight spaces and forty talks of five posts; made in this process."""
    hall.setup(data)
    from django.conf import settings
    from django.test import Client

    from moothall.people.tests import make as make_people
    from moothall.spaces.tests import make

    cast = [make_people.user(f"Person {number}", email=f"p{number}@bench.example") for number in range(people)]
    spaces = [make.space(by=cast[number], name=f"Space {number}", members=cast) for number in range(SPACES)]
    talks = [
        make.conversation(spaces[number % SPACES], by=cast[number % people], title=f"The rota of week {number}")
        for number in range(TALKS)
    ]
    for talk in talks:
        for number in range(4):
            make.post(talk, by=cast[number], body=f"Post {number}: the keys are with the front desk on Saturday.")
    cookies = []
    for person in cast:
        client = Client()
        client.force_login(person, backend=OURS)
        cookies.append(f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}")
    return Council(
        cookies, [found.get_absolute_url() for found in spaces], [found.get_absolute_url() for found in talks]
    )


def work(port: int, council: Council, seconds: float) -> Told:
    """Everyone at work at once; returns what they saw."""
    told, until = Told(), time.monotonic() + seconds
    everyone = [Person(port, cookie, council, told, seed) for seed, cookie in enumerate(council.cookies)]
    threads = [threading.Thread(target=person.live, args=(until,)) for person in everyone]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def bring_in(mail: Path, data: Path) -> float:
    """Messages a second of one import to its end."""
    done = subprocess.run(command(mail, data), capture_output=True, text=True, check=True, cwd=hall.ROOT)
    return float(json.loads(done.stdout.strip().splitlines()[-1])["messages_per_second"])


def command(mail: Path, data: Path) -> list[str]:
    """The import as the administrator starts it."""
    settings = ["env", f"MOOTHALL_DATA={data}"]
    return [*settings, *hall.MOOTHALL, "import_mail", str(mail), "--mailbox", ADDRESS, "--owner", OWNER, "--json"]


@contextmanager
def importing(folder: Path, data: Path, letters: int) -> Iterator[list[float]]:
    """Import after import, until the block ends; yields the rates as they come."""
    rates: list[float] = []
    over = threading.Event()

    def run() -> None:
        number = 0
        while not over.is_set():
            mail = made_up(folder / f"{number}.mbox", letters, name=f"round-{number}")
            rates.append(bring_in(mail, data))
            mail.unlink()
            number += 1

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield rates
    finally:
        over.set()
        thread.join()


def report(people: int, alone: Told, together: Told, lone_import: float, rates: list[float]) -> None:
    """Print what came of it; ends with an error when anything went wrong."""
    for name, told in (("alone", alone), ("with import", together)):
        for act, times in (*sorted(told.seconds.items()), ("all", told.every)):
            middle, high, worst = (hall.percentile(times, part) * 1000 for part in (0.5, 0.95, 1))
            print(
                f"{name:12} {act:7} {middle:7.0f} ms middle {high:7.0f} ms p95 {worst:7.0f} ms worst, "
                f"{len(times)} requests, {len(told.wrong)} errors in all"
            )
    print(f"{people} people, p95 aim: under {AIM_MS} ms, no error")
    imported = sum(rates) / len(rates)
    print(
        f"import        {lone_import:10.0f} messages/s alone, {imported:.0f} beside {people} people: "
        f"{imported / lone_import:.2f} of its pace; the people's p95 is "
        f"{hall.percentile(together.every, 0.95) / hall.percentile(alone.every, 0.95):.1f} times theirs alone"
    )
    for line in (alone.wrong + together.wrong)[:10]:
        print("  wrong:", line)
    if alone.wrong or together.wrong:
        raise SystemExit("Something went wrong: see above.")


if __name__ == "__main__":
    main()
