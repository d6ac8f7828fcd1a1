"""Bringing mail in, against notmuch on the same messages; then finding it.

python -m bench.mail [--mail PATH.mbox[.xz|.gz|.zst]] [--searches N]
"""

import argparse
import contextlib
import gzip
import json
import lzma
import random
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import zstandard

from bench import hall

ADDRESS, OWNER = "bench@wexmoor.example", "bench.owner@wexmoor.example"
WORDS = re.compile(r"[A-Za-z]{4,14}")


def main() -> None:
    """Measure both in one run and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mail", type=Path, help="any mbox; without it one is made up")
    parser.add_argument("--searches", type=int, default=400)
    options = parser.parse_args()
    with hall.data_folder() as folder:
        mail = plain(options.mail, folder) if options.mail else made_up(folder / "made-up.mbox")
        data = folder / "hall"
        ours = import_ours(mail, data)
        theirs = import_notmuch(mail, folder / "notmuch")
        if theirs:
            print(f"ratio         {ours / theirs:10.1f} times notmuch's messages a second (aim: 8 or more)")
        searching(data, options.searches)


def plain(mail: Path, folder: Path) -> Path:
    """The mailbox without its compression, as notmuch gets the messages too."""
    openers = {".xz": lzma.open, ".gz": gzip.open, ".zst": zstandard.open}
    if mail.suffix not in openers:
        return mail
    path = folder / mail.stem
    with openers[mail.suffix](mail, "rb") as packed, path.open("wb") as out:
        shutil.copyfileobj(packed, out)
    return path


def import_ours(mail: Path, data: Path) -> float:
    """Messages a second to durable rows, packs and searchable, by the command as a whole process."""
    env = {"MOOTHALL_DATA": str(data)}
    hall.run([*hall.MOOTHALL, "migrate", "-v0"], **env)
    hall.run([*hall.MOOTHALL, "create_user", OWNER, "--name", "Bench Owner"], **env)
    cost = hall.run([*hall.MOOTHALL, "import_mail", str(mail), "--mailbox", ADDRESS, "--owner", OWNER, "--json"], **env)
    told = json.loads(cost.output.strip().splitlines()[-1])
    rate = float(told["messages_per_second"])
    print(
        f"moothall      {rate:10.0f} messages/s  {told['seen']} seen, {told['imported']} imported, "
        f"{told['quarantined']} held back, {told['seconds']:.2f} s; {cost.seconds:.2f} s with the command's start, "
        f"peak {cost.peak_mb:.0f} MB (aim: under 600)"
    )
    return rate


def import_notmuch(mail: Path, folder: Path) -> float | None:
    """Messages a second of `notmuch new` on the same messages as a Maildir."""
    if shutil.which("notmuch") is None:
        print("notmuch is not here (Debian: apt-get install notmuch), so there is no ratio.")
        return None
    count = as_maildir(mail, folder / "mail" / "cur")
    config = folder / "config"
    config.write_text(
        f"[database]\npath={folder / 'mail'}\n[user]\nname=b\nprimary_email={OWNER}\n"
        "[new]\ntags=inbox\n[maildir]\nsynchronize_flags=false\n"
    )
    cost = hall.run(["notmuch", f"--config={config}", "new"])
    rate = count / cost.seconds
    print(f"notmuch       {rate:10.0f} messages/s  {count} messages, {cost.seconds:.2f} s, peak {cost.peak_mb:.0f} MB")
    return rate


def as_maildir(mail: Path, folder: Path) -> int:
    """Write each message of the mailbox as a file."""
    folder.mkdir(parents=True)
    for name in ("new", "tmp"):
        (folder.parent / name).mkdir()
    count = 0
    for raw in messages(mail):
        (folder / f"{count}.bench:2,S").write_bytes(raw)
        count += 1
    return count


def messages(mail: Path) -> Iterator[bytes]:
    """The raw messages, by the same splitter."""
    from moothall.mail import boxes

    with contextlib.closing(boxes.open_path(mail)) as source:
        for item in source.messages:
            yield item.data


def made_up(path: Path, count: int = 3000, *, lines: int = 60, name: str = "bench") -> Path:
    """An mbox of invented letters with so many lines each, the same every time for one name."""
    chance = random.Random(f"7 {name}")
    words = [
        f"{a}{b}"
        for a in ("road", "lamp", "tree", "rota", "grant", "bin", "plan")
        for b in ("s", "work", "side", "ing")
    ]
    with path.open("w") as out:
        for number in range(count):
            body = "\n".join(" ".join(chance.choices(words, k=12)) for _line in range(lines))
            out.write(
                "From bench@wexmoor.example Mon Jan  5 10:00:00 2026\n"
                f"From: P{number % 40} <p{number % 40}@wexmoor.example>\n"
                f"To: {ADDRESS}\nSubject: {' '.join(chance.choices(words, k=4))} {number}\n"
                f"Message-ID: <{number}@{name}>\nDate: Mon, 5 Jan 2026 10:00:00 +0000\n\n{body}\n\n"
            )
    return path


def searching(data: Path, count: int) -> None:
    """Engine and whole page, with the permission filter, snippets and exact totals."""
    hall.setup(data)
    from django.test import Client

    from moothall.mail.models import Message
    from moothall.people.models import User
    from moothall.search import queries

    user = User.objects.get(email=OWNER)
    chance = random.Random(11)
    subjects = list(Message.objects.values_list("subject", flat=True)[:20_000])
    asked = [question(chance, subject) for subject in chance.choices(subjects, k=count)]
    engine = [timed(lambda text=text: queries.find(user, text)) for text in asked]
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user)
    client.get("/find/", {"q": "warm"})
    pages = [timed(lambda text=text: client.get("/find/", {"q": text})) for text in asked[: count // 2]]
    for name, times, aim in (("engine", engine, 15), ("page", pages, 60)):
        middle, high = (hall.percentile(times, part) * 1000 for part in (0.5, 0.95))
        print(f"search {name:6} {middle:10.1f} ms middle, {high:.1f} ms p95 (aim: under {aim}), {len(times)} searches")


def question(chance: random.Random, subject: str) -> str:
    """One to three words of a subject, sometimes as a phrase."""
    words = WORDS.findall(subject) or ["meeting"]
    start = chance.randrange(len(words))
    chosen = " ".join(words[start : start + chance.randint(1, 3)])
    return f'"{chosen}"' if chance.random() < 0.25 else chosen


def timed(call: object) -> float:
    """Seconds of one call."""
    begun = time.perf_counter()
    call()  # type: ignore[operator]
    return time.perf_counter() - begun


if __name__ == "__main__":
    tempfile.tempdir = None
    main()
