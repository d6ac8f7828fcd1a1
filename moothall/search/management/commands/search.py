import re
from argparse import ArgumentParser
from html import unescape
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from moothall.kit.commands import JsonCommand
from moothall.people.models import User
from moothall.search import queries
from moothall.search.index import IndexUnusable

_MARK = re.compile("</?mark>")


class Command(JsonCommand):
    """Find what one person may see."""

    help = "Find what one person may see, as they would find it in the browser."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to look for, and with whose eyes."""
        super().add_arguments(parser)
        parser.add_argument("query", help='words, "phrases" and -words that must not be there')
        parser.add_argument("--as", dest="email", required=True, metavar="EMAIL", help="see what this person sees")
        parser.add_argument("--limit", type=int, default=20, help="show at most this many results (default 20)")
        parser.add_argument("--newest", action="store_true", help="newest first, not best first")

    def run(self, **options: Any) -> dict[str, Any]:
        """Search as the person."""
        user = User.objects.filter(email=options["email"].lower()).first()
        if user is None:
            raise CommandError(_("Nobody signs in as {email}.").format(email=options["email"]))
        try:
            results = queries.find(
                user, options["query"], limit=options["limit"], order="newest" if options["newest"] else "best"
            )
        except IndexUnusable as error:
            raise CommandError(str(error)) from error
        for found in results.hits:
            self.say(f"{found.hit.kind_label}  {found.title}  ({found.hit.place})\n    {found.url}\n    {_text(found)}")
        self.say(
            _("{total} results that {name} may see, in {seconds} seconds.").format(
                total=results.total, name=user.name, seconds=f"{results.seconds:.3f}"
            )
        )
        return {
            "total": results.total,
            "seconds": round(results.seconds, 6),
            "hits": [_row(found) for found in results.hits],
        }


def _row(found: queries.Found) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "title": found.title,
        "url": found.url,
        "snippet": _text(found),
        "date": found.hit.date.isoformat(),
        "score": round(found.score, 4),
    }


def _text(found: queries.Found) -> str:
    """A snippet without its markup."""
    return unescape(_MARK.sub("", found.snippet))
