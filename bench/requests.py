"""The board of two thousand open requests, one of their pages, and the next item of a review of ten thousand.

Each page is asked for through Django's test client, and so is a bare view with session, user and one query, in turns:
what is printed is how many bare views a page costs, whatever the machine does beside. Requests are opened, searched
for and reviewed by the real acts; half of what was found is marked as read in bulk.

python -m bench.requests [--cases N] [--items N] [--rounds N] [--keep FOLDER]
"""

import argparse
import json
import random
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from statistics import median

from bench import hall
from bench.mail import OWNER

AIM_PAGE, AIM_NEXT = 200, 100  # milliseconds
CAMPAIGN = 0.05  # of the requests are one letter with small changes
BOX = "roads@wexmoor.example"
THINGS = (
    "lamps",
    "potholes",
    "agencies",
    "school meals",
    "parking",
    "trees",
    "libraries",
    "grants",
    "bins",
    "footpaths",
)
WORDS = (
    "please", "send", "all", "letters", "about", "the", "cost", "of", "repairs", "since", "council", "meeting",
    "contract", "officer", "between", "january", "and", "march", "how", "many", "were", "paid", "to", "which",
    "supplier", "report", "minutes", "decision", "street", "ward", "year", "total", "spent", "by", "month",
)  # fmt: skip


def main() -> None:
    """Fill a hall by the real acts, measure each page beside the bare view, and print ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=2_000)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--keep", type=Path, help="keep the filled hall here, or use the one that is here")
    options = parser.parse_args()
    with hall.data_folder() as folder:
        data = options.keep or folder / "hall"
        filled = data / "filled.json"
        if not filled.exists():
            bring_in(data, folder, options.items)
        hall.setup(data)
        from django.test.utils import setup_test_environment

        setup_test_environment()
        if not filled.exists():
            filled.write_text(json.dumps(fill(options.cases)))
        made = json.loads(filled.read_text())
        board(made, options.rounds)
        review(made, options.rounds)


def bring_in(data: Path, folder: Path, number: int) -> None:
    """An empty hall with a mailbox of so many letters."""
    env = {"MOOTHALL_DATA": str(data)}
    hall.run([*hall.MOOTHALL, "migrate", "-v0"], **env)
    hall.run([*hall.MOOTHALL, "create_user", OWNER, "--name", "Bench Owner"], **env)
    path = letters(folder / "box.mbox", number)
    begun = time.monotonic()
    hall.run([*hall.MOOTHALL, "import_mail", str(path), "--mailbox", BOX, "--owner", OWNER, "--json"], **env)
    print(f"{number:,} letters brought in, in {time.monotonic() - begun:.0f} s")


def letters(path: Path, number: int) -> Path:
    """A mailbox of letters, in threads of about five; the same every time."""
    chance = random.Random(3)
    with path.open("wb") as file:
        for n in range(number):
            first = n - n % 5
            answers = f"In-Reply-To: <{first}@bench.example>\n" if n % 5 else ""
            text = " ".join(chance.choices(WORDS, k=chance.randrange(30, 200)))
            file.write(
                f"From b@bench.example Mon Jan  5 10:00:00 2026\nFrom: Writer {n % 40} <w{n % 40}@bench.example>\n"
                f"To: {BOX}\nSubject: Letter {first}\nMessage-ID: <{n}@bench.example>\n{answers}"
                f"Date: Mon, 05 Jan 2026 10:{n // 60 % 60:02}:{n % 60:02} +0000\n\n{text}\n\n".encode()
            )
    return path


def fill(cases: int) -> dict:
    """A tenth of the cases, then all, each time with the questions that board and case ask; then a review set."""
    from django.urls import reverse

    from moothall.disclosure.actions import review as act
    from moothall.disclosure.actions import searches
    from moothall.disclosure.actions.searches import Wanted
    from moothall.disclosure.models import Case
    from moothall.disclosure.tests import make
    from moothall.mail.models import Mailbox

    officer = make.officer()
    opening = opened(officer)
    begun = time.monotonic()
    few = some_of(opening, cases // 10)
    before = [questions(officer, page) for page in (reverse("disclosure:desk"), few[0].get_absolute_url())]
    some = some_of(opening, cases - len(few))[cases // 2]
    print(f"{Case.objects.open().count():,} open cases by the real acts, in {time.monotonic() - begun:.0f} s")
    after = [questions(officer, page) for page in (reverse("disclosure:desk"), some.get_absolute_url())]
    big = make.case(by=officer, owner=officer)
    begun = time.monotonic()
    searches.search(big, by=officer, wanted=Wanted("", containers=(Mailbox.objects.get().container,)), reason="Bench")
    searched = time.monotonic() - begun
    made = act.make(big, by=officer)
    print(
        f"{made.item_count:,} items to review: searched and held in {searched:.1f} s, "
        f"put together and written in {time.monotonic() - begun - searched:.1f} s"
    )
    return {"before": before, "after": after, "some": some.pk, "big": big.pk}


def board(made: dict, rounds: int) -> None:
    """How long the board takes and the page of one of its cases, and that they ask no more than with a tenth."""
    from django.urls import reverse

    for name, before, after in zip(("board", "a case"), made["before"], made["after"], strict=True):
        print(f"{name:13} {before} questions with a tenth of the cases, {after} with all")
    got = visit(samira())
    told("board", AIM_PAGE, rounds, lambda: got(reverse("disclosure:desk")))
    told("a case", AIM_PAGE, rounds, lambda: got(reverse("disclosure:case", args=[made["some"]])))


def some_of(opening: Iterator[object], number: int) -> list:
    """So many of them, in one transaction."""
    from django.db import transaction

    with transaction.atomic():
        return [next(opening) for _n in range(number)]


def opened(officer: object) -> Iterator[object]:
    """Requests of the last three months, each of three questions that colleagues are asked for; some are a campaign."""
    from moothall.disclosure.actions import parts
    from moothall.disclosure.actions.cases import Asker
    from moothall.disclosure.tests import make
    from moothall.kit import clock
    from moothall.people.tests import make as make_people

    chance, today = random.Random(5), clock.today()
    colleagues = [make_people.user(f"Colleague {n}") for n in range(20)]
    shared = " ".join(chance.choices(WORDS, k=150))
    for n in count():
        words = (
            f"{shared} {n}"
            if chance.random() < CAMPAIGN
            else " ".join(chance.choices(WORDS, k=chance.randrange(40, 400)))
        )
        title = f"Cost of {chance.choice(THINGS)} {n}"
        who = Asker(f"Person {n % 700}", f"person{n % 700}@bench.example")
        came = today - timedelta(days=chance.randrange(90))
        case = make.case(by=officer, owner=officer, title=title, words=words, who=who, received_on=came)  # type: ignore[arg-type]
        first = parts.split(case, by=officer, questions=[f"{title}: question {q}" for q in range(3)])[0]  # type: ignore[arg-type]
        parts.ask(first, by=officer, person=chance.choice(colleagues))  # type: ignore[arg-type]
        yield case


def review(made: dict, rounds: int) -> None:
    """A decision and the next page, again and again, as the review begins and when half of it is read."""
    from django.urls import reverse

    from moothall.disclosure.models import Case, Decision, ReviewSet, Tag

    officer, case = samira(), Case.objects.get(pk=made["big"])
    review_set = ReviewSet.objects.newest_of(case)
    got, left = visit(officer), iter(review_set.items.undecided().order_by("number")[: rounds * 2 + 1])

    def onward() -> None:
        answer = got.post(reverse("disclosure:review_item", args=[case.pk, next(left).number]), {"tag": "in"})
        assert answer.status_code == 302, answer.status_code
        got(answer.headers["Location"])

    told("next item", AIM_NEXT, rounds * 2, onward)
    missing = review_set.item_count // 2 - review_set.items.decided().count()
    half = list(review_set.items.undecided().order_by("number")[: max(0, missing)])
    Decision.objects.bulk_create([Decision(item=item, tag=Tag.OUT_OF_SCOPE, by=officer) for item in half])
    left = iter(review_set.items.undecided().order_by("number")[: rounds * 2 + 1])
    told("half read", AIM_NEXT, rounds * 2, onward)
    told("its review", AIM_PAGE, rounds, lambda: got(reverse("disclosure:review", args=[case.pk])))
    told("its case", AIM_PAGE, rounds, lambda: got(case.get_absolute_url()))


def samira() -> object:
    """The officer."""
    from moothall.people.models import User

    return User.objects.get(name="Samira Haddad")


class visit:  # noqa: N801  read as a verb: a person's browser, called to get a page
    """A signed-in browser; calling it gets a page, which must be there."""

    def __init__(self, person: object) -> None:
        from django.test import Client

        self.client = Client()
        self.client.force_login(person)  # type: ignore[arg-type]
        self.post = self.client.post

    def __call__(self, path: str) -> None:
        answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)


def questions(person: object, path: str) -> int:
    """How many questions a page asks of the database, once it is warm."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    got = visit(person)
    got(path)
    with CaptureQueriesContext(connection) as asked:
        got(path)
    return len(asked)


def told(name: str, aim: int, rounds: int, work: Callable[[], None]) -> None:
    """The middle of several rounds of a page and of the bare view, in turns: by the clock, and of the processor."""
    from django.test import override_settings
    from django.urls import get_resolver

    bare = visit(samira())
    ours, theirs = [], []
    work()
    for _round in range(rounds):
        with override_settings(ROOT_URLCONF="bench.bare_urls"):
            theirs.append(milliseconds(lambda: bare("/bare")))
        _ = get_resolver().reverse_dict  # the table of addresses, made anew after every change of it: no page's work
        ours.append(milliseconds(work))
    clock, worked = (median(one[which] for one in ours) for which in (0, 1))
    bare_clock, bare_worked = (median(one[which] for one in theirs) for which in (0, 1))
    print(
        f"{name:13} {clock:8.0f} ms ({min(ours)[0]:.0f} to {max(ours)[0]:.0f}; aim: under {aim})   "
        f"{worked:.0f} ms of processor, {clock / bare_clock:.1f} bare views, of work {worked / bare_worked:.1f}"
    )


def milliseconds(work: Callable[[], None]) -> tuple[float, float]:
    """How long it takes by the clock, and how long the processor worked on it."""
    begun, before = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - begun) * 1000, (time.process_time() - before) * 1000


if __name__ == "__main__":
    main()
