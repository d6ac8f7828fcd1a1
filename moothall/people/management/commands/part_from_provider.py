"""`moothall part_from_provider ADDRESS`: let the next council account with somebody's address be linked to them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from moothall.people.models import User
from moothall.people.sso import actions


class Command(BaseCommand):
    """Part a person from their accounts at identity providers."""

    help = "Part a person from their accounts for single sign-on, such as when their council account was made anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="the person's e-mail address in the hall")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["address"].strip().lower()).exclude(email="").first()
        if user is None:
            raise CommandError("Nobody here has that address.")
        parted = actions.unlink(user, by=None)
        self.stdout.write(f"Parted from {parted} account{'' if parted == 1 else 's'}.")
