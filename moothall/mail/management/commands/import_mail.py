"""`moothall import_mail PATH --mailbox ADDRESS [--owner EMAIL] [--emergency REASON]`."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.core.validators import validate_email

from moothall.kit import manners
from moothall.kit.commands import JsonCommand
from moothall.mail.actions import imports, mailboxes
from moothall.mail.importing import AlreadyRunningError, run_import
from moothall.mail.models import ImportRun, Mailbox
from moothall.people.models import User
from moothall.policies import gate
from moothall.policies.actions import gates
from moothall.policies.gate import Capability, GateClosed


class Command(JsonCommand):
    """Bring a mailbox in from this machine and return when it can be searched."""

    room = "mail"
    help = (
        "Bring mail in: an mbox (plain, .gz, .xz, .zst), a Maildir, a folder or zip of .eml, or one .eml. "
        "Run it again after an interruption and it goes on where it was; what is in already is not brought in twice."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("path", type=Path)
        parser.add_argument("--mailbox", required=True, metavar="ADDRESS", help="the address whose mail this is")
        parser.add_argument("--owner", metavar="EMAIL", help="who answers for it, if the mailbox is to be opened")
        parser.add_argument(
            "--emergency",
            default="",
            metavar="REASON",
            help="go on for a day though nobody who answers for it has acknowledged the policy; on record, and told",
        )

    def run(self, **options: Any) -> dict[str, Any]:
        """Import; exit code 1 when the source cannot be read, or not to its end."""
        path: Path = options["path"]
        if not path.exists():
            raise CommandError(f"There is no file or folder at {path}.")
        manners.step_back()
        mailbox = self._mailbox(options["mailbox"], options["owner"], options["emergency"])
        started = time.perf_counter()
        run, resumed = imports.begin_from_path(mailbox, path)
        before = run.seen
        try:
            run = run_import(run.pk, progress=self._progress)
        except AlreadyRunningError as error:
            raise CommandError("This import is under way in another process.") from error
        seconds = time.perf_counter() - started
        self.progress_done()
        if run.failed_at:
            raise CommandError(run.failure)
        if run.paused_at:
            raise CommandError(f"It was paused after {run.seen:,} messages. Go on from its page.")
        self.say(
            f"{run.seen:,} seen: {run.imported:,} brought in, {run.duplicates:,} had already, "
            f"{run.quarantined:,} held back. {seconds:.1f} seconds."
        )
        if run.ended_early:
            self.stderr.write(run.ended_early)
            self.exit_code = 1
        return {
            "mailbox": mailbox.address,
            "run": run.pk,
            "resumed": resumed,
            "seen": run.seen,
            "imported": run.imported,
            "duplicates": run.duplicates,
            "quarantined": run.quarantined,
            "seconds": round(seconds, 3),
            "messages_per_second": round((run.seen - before) / seconds, 1) if seconds else 0.0,
            "ended_early": run.ended_early,
        }

    def _mailbox(self, given: str, owner: str | None, emergency: str) -> Mailbox:
        address = given.strip().lower()
        try:
            validate_email(address)
        except ValidationError as error:
            raise CommandError(f"{given!r} is not an e-mail address.") from error
        mailbox = Mailbox.objects.filter(address=address).first()
        if mailbox is not None:
            self._require_acknowledged(mailbox.answering(), mailbox.container, emergency)
            return mailbox
        if not owner:
            raise CommandError(f"There is no mailbox {address} yet. Say who answers for it with --owner EMAIL.")
        person = User.objects.filter(email=owner.strip().lower()).first()
        if person is None:
            raise CommandError(f"Nobody has the address {owner}. Let them in first: moothall create_user {owner}")
        self._require_acknowledged([person], "", emergency)
        try:
            return mailboxes.create_mailbox(by=None, address=address, owner=person)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error

    def _require_acknowledged(self, people: list[User], place: str, emergency: str) -> None:
        """Refuse, in words, where none of those who answer for the mailbox has acknowledged what is asked."""
        try:
            gate.require_any(people, Capability.IMPORT_MAIL, place)
        except GateClosed as closed:
            names = ", ".join(person.name for person in people) or "nobody"
            if not emergency.strip() or not people:
                words = (
                    "A policy has to be acknowledged before mail is brought in, and those who answer for it have not"
                )
                raise CommandError(
                    f"{words} ({names}). They meet it when they press “Bring mail in” on the mailbox’s page. "
                    "If it cannot wait, say why with --emergency REASON."
                ) from closed
            self._go_on(people[0], place, emergency)

    @staticmethod
    def _go_on(person: User, place: str, reason: str) -> None:
        try:
            gates.go_on_in_an_emergency(
                person, by=None, capability=Capability.IMPORT_MAIL, place=place, reason=reason[:400]
            )
        except gates.TooManyEmergencies as error:
            raise CommandError("There were three emergencies within a month already.") from error

    def _progress(self, run: ImportRun) -> None:
        part = 100 * run.bytes_done // run.bytes_total if run.bytes_total else 0
        rate = run.seen / run.seconds if run.seconds else 0
        self.progress(f"{part:3} in 100  {run.seen:,} messages  {rate:,.0f} a second")
