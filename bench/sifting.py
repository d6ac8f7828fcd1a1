"""A search of ten thousand hits becomes a review set, and its near-duplicates against datasketch on the same texts.

Real mail is amplified with a seed: each round has its own alphabet, ids and dates, so that rounds share no words, but
quote, thread and attach as people do; some letters lie in several mailboxes, some were sent again with a line more.
datasketch is fetched for the bench alone, with uv or else with pip, into a folder that goes away.

python -m bench.sifting [--mail PATH.mbox[.xz] ...] [--messages N] [--hits N] [--keep FOLDER]
"""

import argparse
import json
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from string import ascii_lowercase

from bench import hall
from bench.mail import OWNER, made_up, messages, plain

AIM_SECONDS, AIM_MB, PEER = 10.0, 500, "datasketch==2.0.0"
BOXES = (("roads", 1.0), ("leader", 0.12), ("clerk", 0.06), ("press", 0.04), ("legal", 0.03))
"""Mailboxes, and the chance that a letter lies in each."""
AGAIN = 0.03
IDS = re.compile(rb"^(message-id|in-reply-to|references):[^\n]*(?:\n[ \t][^\n]*)*", re.M | re.I)
DATE = re.compile(rb"^date:([^\n]*)", re.M | re.I)
PACKED = re.compile(rb"^content-transfer-encoding:\s*(?:base64|quoted-printable)", re.M | re.I)
KEPT = (
    b"wrote:",
    b"On ",
    b"From:",
    b"Sent:",
    b"Date:",
    b"To:",
    b"Subject:",
    b"Original Message",
    b"Content-",
    b"boundary",
)


def main() -> None:
    """Import once, then measure in processes of their own and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mail", type=Path, nargs="*", default=[], help="real mboxes; without any they are made up")
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--hits", type=int, default=10_000)
    parser.add_argument("--keep", type=Path, help="keep the imported hall here, or use the one that is here")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options, _for_others = parser.parse_known_args()
    if options.measure:
        hall.setup(options.measure)
        print(json.dumps(review_set(options.hits, options.measure / "texts.json")))
        return
    with hall.data_folder() as folder:
        data = options.keep or folder / "hall"
        if not (data / "imported").exists():
            bring_in(options.mail, folder, data, options.messages)
        ours = measured(data, options.hits)
        against_peer(folder, data / "texts.json", ours)


def bring_in(mail: Sequence[Path], folder: Path, data: Path, count: int) -> None:
    """Import the amplified mail into five mailboxes."""
    env = {"MOOTHALL_DATA": str(data)}
    hall.run([*hall.MOOTHALL, "migrate", "-v0"], **env)
    hall.run([*hall.MOOTHALL, "create_user", OWNER, "--name", "Bench Owner"], **env)
    real = [raw for path in mail for raw in messages(plain(path, folder))] or list(messages(made_up(folder / "m.mbox")))
    begun = time.monotonic()
    for name, path in amplified(real, folder, count).items():
        address = f"{name}@wexmoor.example"
        hall.run([*hall.MOOTHALL, "import_mail", str(path), "--mailbox", address, "--owner", OWNER, "--json"], **env)
        path.unlink()
    (data / "imported").touch()
    print(f"{count:,} messages made of {len(real):,} and brought in, in {time.monotonic() - begun:.0f} s")


def amplified(real: Sequence[bytes], folder: Path, count: int) -> dict[str, Path]:
    """An mbox for each mailbox, `count` messages in all; the same for the same mail."""
    chance = random.Random(7)
    paths = {name: folder / f"{name}.mbox" for name, _share in BOXES}
    files = {name: path.open("wb") for name, path in paths.items()}
    written = 0
    for number, raw in enumerate(rounds(real)):
        letters = [raw]
        if chance.random() < AGAIN:
            letters.append(again(raw, number))
        for letter in letters:
            for name, share in BOXES:
                if chance.random() < share and written < count:
                    delivered = b"Received: by mx.%s.example; Mon, 5 Jan 2026 10:00:00 +0000\n" % name.encode()
                    text = (delivered + letter).replace(b"\nFrom ", b"\n>From ")
                    files[name].write(b"From bench@wexmoor.example Mon Jan  5 10:00:00 2026\n" + text + b"\n\n")
                    written += 1
        if written >= count:
            break
    for file in files.values():
        file.close()
    return paths


def rounds(real: Sequence[bytes]) -> Iterator[bytes]:
    """The mail as it is, and then again and again with another alphabet, other ids and other days."""
    apart = [raw.replace(b"\r\n", b"\n").partition(b"\n\n") for raw in real]
    yield from real
    turn = 0
    while True:
        turn += 1
        letters = list(ascii_lowercase)
        random.Random(turn).shuffle(letters)
        table = bytes.maketrans(ascii_lowercase.encode(), "".join(letters).encode())
        for head, _blank, body in apart:
            headers = moved(head, turn)
            if not PACKED.search(headers) and b"multipart/" not in headers:
                body = body.translate(table)  # noqa: PLW2901
                for kept in KEPT:
                    body = body.replace(kept.translate(table), kept)  # noqa: PLW2901
            yield headers + b"\n\n" + body


def moved(head: bytes, turn: int) -> bytes:
    """Headers with other ids, still naming each other, and another day."""
    headers = IDS.sub(lambda found: found.group().replace(b">", b".%d>" % turn), head)
    return DATE.sub(lambda found: b"Date: " + later(found.group(1), turn), headers)


def later(value: bytes, days: int) -> bytes:
    """A header's date, so many days later."""
    try:
        date: datetime = parsedate_to_datetime(value.decode("ascii", "replace"))
    except (ValueError, TypeError):
        return value
    return format_datetime(date + timedelta(days=days, seconds=days)).encode()


def again(raw: bytes, number: int) -> bytes:
    """The letter sent again with a line more, as its own message."""
    head, _blank, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    head = re.sub(rb"^(message-id:[^\n]*)>", rb"\1.again%d>" % number, head, flags=re.M | re.I)
    return head + b"\n\nSending this once more, as nobody has answered.\n\n" + body


def measured(data: Path, hits: int) -> dict:
    """Seconds and peak of our own process."""
    cost = hall.run([sys.executable, "-m", "bench.sifting", "--measure", str(data), "--hits", str(hits)])
    told = json.loads(cost.output.splitlines()[-1])
    print(
        f"{told['hits']:,} hits of {told['messages']:,}: {told['items']:,} items in {told['families']:,} families, "
        f"{told['spared']:,} spared as copies; {told['threads']:,} threads with {told['beside']:,} messages beside; "
        f"{told['groups']:,} groups of {told['grouped']:,} near-duplicates"
    )
    print(
        f"moothall      {told['seconds']:8.2f} s   {told['worked']:.2f} s of processor   peak {cost.peak_mb:.0f} MB   "
        f"(reading from the database included; aim: under {AIM_SECONDS:.0f} s and {AIM_MB} MB)"
    )
    print(f"  of this     {told['reading']:8.2f} s   reading, measured again by itself")
    return told


def review_set(hits: int, out: Path) -> dict:
    """Load what a search found and sift it; then each part again by itself."""
    from moothall.disclosure.sifting import loading, sift
    from moothall.mail.models import Message

    patches = Message.objects.filter(subject__icontains="patch").order_by("blob__sha256")
    pks = list(
        (patches if patches.count() >= hits else Message.objects.order_by("pk")).values_list("pk", flat=True)[:hits]
    )
    begun, before = time.perf_counter(), time.process_time()
    asked = loading.Hits({"patches": [f"mail:{pk}" for pk in pks]})
    made = sift(loading.found(asked), beside=loading.beside(asked))
    seconds, worked = time.perf_counter() - begun, time.process_time() - before
    begun = time.perf_counter()
    for _each in loading.found(asked):
        pass
    for _each in loading.beside(asked):
        pass
    reading = time.perf_counter() - begun
    told = {
        "hits": len(pks),
        "messages": Message.objects.count(),
        "items": len(made.items),
        "families": made.families,
        "spared": made.spared,
        "threads": len(made.threads),
        "beside": sum(len(line.beside) for thread in made.threads for line in thread.lines),
        "groups": len(made.groups),
        "grouped": sum(len(group.members) for group in made.groups),
        "seconds": seconds,
        "worked": worked,
        "reading": reading,
    }
    return told | texts_alone(loading.found(asked), out)


def texts_alone(found: object, out: Path) -> dict:
    """The near-duplicates alone, from texts in memory, as the peer is measured; leaves the texts for it."""
    from moothall.disclosure.sifting.alike import Texts
    from moothall.disclosure.sifting.words import FEWEST

    texts = sorted({one.text for one in found if len(one.text.split()) >= FEWEST})  # type: ignore[attr-defined]
    out.write_text(json.dumps(texts))
    begun, before = time.perf_counter(), time.process_time()
    taken = Texts()
    numbers = [taken.add(text) for text in texts]
    stars = taken.stars()
    alone = {"alone": time.perf_counter() - begun, "alone_worked": time.process_time() - before}
    group = {number: star.first for star in stars for number, _likeness in star.others}
    return alone | {"group": [group.get(number, number) for number in numbers]}


def against_peer(folder: Path, texts: Path, ours: dict) -> None:
    """The same texts through datasketch, if it can be had."""
    print(
        f"texts alone   {ours['alone']:8.2f} s   {ours['alone_worked']:.2f} s of processor   "
        f"({len(ours['group']):,} texts)"
    )
    python = peer_python(folder / "peer")
    if python is None:
        return
    script = Path(__file__).with_name("sifting_peer.py")
    try:
        cost = hall.run([*python, str(script), str(texts)])
    except subprocess.CalledProcessError:
        print("datasketch did not run here: the ratio is not measured.")
        return
    told = json.loads(cost.output.splitlines()[-1])
    print(f"datasketch    {told['seconds']:8.2f} s   {told['worked']:.2f} s of processor   peak {cost.peak_mb:.0f} MB")
    print(
        f"ratio         {told['seconds'] / ours['alone']:8.1f} times our time by the clock, "
        f"{told['worked'] / ours['alone_worked']:.1f} times by the processor"
    )
    together = sum(ours["group"][one] == ours["group"][other] for one, other in told["alike"])
    print(
        f"its pairs     {told['pairs']:8,}     {told['false']:,} of them are less alike than 0.8; of the "
        f"{len(told['alike']):,} that are, ours puts {together:,} into one group (a reply is not what it quotes)"
    )


def peer_python(folder: Path) -> list[str] | None:
    """A Python that has datasketch; None, with words, when it can't be fetched."""
    if shutil.which("uv"):
        python = ["uv", "run", "--no-project", "--with", PEER, "python"]
        made = subprocess.run([*python, "-c", "import datasketch"], capture_output=True, check=False, cwd=folder.parent)
    else:
        subprocess.run([sys.executable, "-m", "venv", str(folder)], capture_output=True, check=True)
        python = [str(folder / "bin" / "python")]
        made = subprocess.run([*python, "-m", "pip", "install", "-q", PEER], capture_output=True, check=False)
    if made.returncode:
        print("datasketch can't be fetched here: the ratio is not measured.")
        return None
    return python


if __name__ == "__main__":
    main()
