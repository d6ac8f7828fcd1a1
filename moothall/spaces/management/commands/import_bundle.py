"""`moothall import_bundle FILE --by HANDLE`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandError

from moothall.kit.commands import JsonCommand
from moothall.people.models import User
from moothall.spaces.actions.bringing import bring_in
from moothall.spaces.bringing import NotOurs


class Command(JsonCommand):
    """Bring a space in from a bundle, as a private space of the person who answers for it."""

    room = "spaces"
    help = "Verify a bundle of a space and make a private space of it, which --by looks after."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, metavar="HANDLE", help="the handle of who looks after it")

    def run(self, **options: Any) -> dict[str, Any]:
        """Bring it in whole, or not at all."""
        person = User.objects.active().filter(handle=options["by"]).first()
        if person is None:
            raise CommandError(f"Nobody who may sign in has the handle {options['by']!r}.")
        try:
            with options["file"].open("rb") as file:
                space = bring_in(file, by=person)
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        except NotOurs as error:
            raise CommandError(str(error)) from error
        except PermissionDenied as error:
            raise CommandError(f"{person.name} is a guest, and can’t open a space.") from error
        self.say(f"It is here: {space.get_absolute_url()}. Only {person.name} can see it until they decide otherwise.")
        return {"space": space.pk, "address": space.get_absolute_url()}
