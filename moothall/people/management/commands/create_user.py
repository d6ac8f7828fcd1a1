"""`moothall create_user EMAIL --name … [--role …]`."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.core.validators import validate_email
from django.utils.crypto import get_random_string

from moothall.kit.commands import JsonCommand
from moothall.people import actions
from moothall.people.models import Kind, Role, User


class Command(JsonCommand):
    """Let someone in from the command line, with a password that is printed once."""

    help = "Let someone in. A password is made and printed once, unless one is given by --password-file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument("--kind", choices=Kind.values, default=Kind.STAFF)
        parser.add_argument("--role", action="append", choices=Role.values, default=[])
        parser.add_argument("--job", default="")
        parser.add_argument("--organisation", default="")
        parser.add_argument("--password-file", help="a file whose first line is the password")

    def run(self, **options: Any) -> dict[str, Any]:
        """Create the person; refuses a taken or malformed address."""
        email = str(options["email"]).strip().lower()
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email!r} is not an e-mail address.") from error
        if User.objects.filter(email=email).exists():
            raise CommandError(f"Someone has the address {email} already.")
        given = options["password_file"]
        password = self.first_line(given) if given else get_random_string(20)
        user = actions.create_user(
            by=None,
            email=email,
            name=options["name"],
            kind=Kind(options["kind"]),
            roles=tuple(Role(role) for role in options["role"]),
            job=options["job"],
            organisation=options["organisation"],
            password=password,
        )
        self.say(f"{user.name} may come in with {user.email}" + ("." if given else f" and the password {password}"))
        return {"id": user.pk, "email": user.email, "handle": user.handle, "password": None if given else password}
