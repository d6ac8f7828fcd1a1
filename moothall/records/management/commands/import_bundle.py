"""`moothall import_bundle FILE --by HANDLE`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandError

from moothall.kit.commands import JsonCommand
from moothall.people.models import User
from moothall.records import bundling


class Command(JsonCommand):
    """Bring a space or an information asset in from a bundle, in the name of the person who answers for it."""

    room = "records"
    help = "Verify a bundle and bring in what it holds: a space becomes a private one of --by, an asset stands anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, metavar="HANDLE", help="the handle of who brings it in")
        parser.add_argument("--identifier", default="", help="for an asset whose own identifier is taken here")

    def run(self, **options: Any) -> dict[str, Any]:
        """Bring it in whole, or not at all."""
        person = User.objects.active().filter(handle=options["by"]).first()
        if person is None:
            raise CommandError(f"Nobody who may sign in has the handle {options['by']!r}.")
        try:
            with options["file"].open("rb") as file:
                made = bundling.bring_in(file, by=person, identifier=options["identifier"])
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        except bundling.NotOurs as error:
            raise CommandError(str(error)) from error
        except PermissionDenied as error:
            raise CommandError(f"{person.name} may not bring this in.") from error
        self.say(f"It is here: {made.url}. {made.words}")
        return {"brought": made.token, "address": made.url}
