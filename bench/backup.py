"""Backup of a hall with much mail and its restore, beside `sqlite3 .backup` and `pg_dump` of the same database.

The peers copy the database alone. A backup of a hall holds the packs with the letters and their attachments as well,
checks every part by its hash and the record by its chain; a restore makes the search index anew.

python -m bench.backup [--letters N] [--lines N]
"""

import argparse
import os
import sqlite3
import sys
from dataclasses import dataclass
from pathlib import Path

from bench import hall
from bench.mail import ADDRESS, OWNER, made_up
from scripts import with_postgres
from scripts.machine import postgres_bin

MB = 1024 * 1024
COPY = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).backup(sqlite3.connect(sys.argv[2]))"


@dataclass(frozen=True)
class Done:
    """What one program took and left: seconds and megabytes."""

    seconds: float
    size_mb: float


def main() -> None:
    """Both databases, each with its peer; prints times, sizes and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=100_000)
    parser.add_argument("--lines", type=int, default=20, help="lines of twelve words in each letter")
    options = parser.parse_args()
    with hall.data_folder() as folder:
        mail = made_up(folder / "letters.mbox", options.letters, lines=options.lines)
        print(f"{options.letters} letters, {mail.stat().st_size / MB:.0f} MB as an mbox")
        (folder / "sqlite").mkdir()
        measure("SQLite", mail, folder / "sqlite", {}, sqlite_peer)
        if postgres_bin() is None:
            print("PostgreSQL is not here (Debian: apt-get install postgresql), so pg_dump is not measured.")
            return
        (folder / "postgres").mkdir()
        with with_postgres.cluster() as first, with_postgres.cluster() as second:
            measure("PostgreSQL", mail, folder / "postgres", {"url": first, "into": second}, postgres_peer)


def measure(name: str, mail: Path, folder: Path, servers: dict[str, str], peer: object) -> None:
    """One hall: brought in, backed up, restored into another; then the peer."""
    here, there = (
        {"MOOTHALL_DATA": str(folder / which)} | ({"MOOTHALL_DATABASE_URL": servers[key]} if servers else {})
        for which, key in (("hall", "url"), ("restored", "into"))
    )
    hall.run([*hall.MOOTHALL, "migrate", "-v0"], **here)
    hall.run([*hall.MOOTHALL, "create_user", OWNER, "--name", "Bench Owner"], **here)
    hall.run([*hall.MOOTHALL, "import_mail", str(mail), "--mailbox", ADDRESS, "--owner", OWNER], **here)
    kept = folder / "backup"
    backup = hall.run([*hall.MOOTHALL, "backup", str(kept), "--with-keys"], **here)
    restore = hall.run([*hall.MOOTHALL, "restore", str(kept)], **there)
    hall.run([*hall.MOOTHALL, "verify_audit"], **there)
    hall.run([*hall.MOOTHALL, "check_index"], **there)
    ours = Done(backup.seconds, size(kept))
    peer_name, out, back = peer(folder, servers)  # type: ignore[operator]
    print(
        f"{name:11} backup  {ours.seconds:8.1f} s {ours.size_mb:8.0f} MB, peak {backup.peak_mb:.0f} MB of memory\n"
        f"{name:11} restore {restore.seconds:8.1f} s, with the search index made anew, peak {restore.peak_mb:.0f} MB\n"
        f"{peer_name:11} backup  {out.seconds:8.1f} s {out.size_mb:8.0f} MB; restore {back.seconds:.1f} s\n"
        f"ratio       backup  {ours.seconds / out.seconds:8.1f} times its time, {ours.size_mb / out.size_mb:.2f} times "
        f"its size; restore {restore.seconds / back.seconds:.1f} times its time"
    )


def sqlite_peer(folder: Path, servers: dict[str, str]) -> tuple[str, Done, Done]:
    """`sqlite3 .backup`, the same call of SQLite's, out and back; without letters' packs and without checks."""
    live, copy, again = folder / "hall" / "moothall.sqlite3", folder / "copy.sqlite3", folder / "again.sqlite3"
    with sqlite3.connect(live) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
    out = hall.run([sys.executable, "-c", COPY, str(live), str(copy)])
    back = hall.run([sys.executable, "-c", COPY, str(copy), str(again)])
    return ".backup", Done(out.seconds, copy.stat().st_size / MB), Done(back.seconds, 0)


def postgres_peer(folder: Path, servers: dict[str, str]) -> tuple[str, Done, Done]:
    """`pg_dump` and `pg_restore` in PostgreSQL's own format, into a new database of the same server."""
    dump, path = folder / "dump", {"PATH": pg_path()}
    other = servers["url"].rpartition("/")[0] + "/again"
    out = hall.run(["pg_dump", "-Fc", "-f", str(dump), servers["url"]], **path)
    hall.run(["psql", "-q", "-c", "create database again", servers["url"]], **path)
    back = hall.run(["pg_restore", "-d", other, str(dump)], **path)
    return "pg_dump", Done(out.seconds, dump.stat().st_size / MB), Done(back.seconds, 0)


def pg_path() -> str:
    """Where PostgreSQL's programs are, before the usual places."""
    return os.pathsep.join([str(postgres_bin() or ""), os.environ["PATH"]])


def size(folder: Path) -> float:
    """Megabytes of all files of a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / MB


if __name__ == "__main__":
    main()
