"""What a text must be to be kept, and keeping it with its clauses."""

from django.utils.translation import gettext as _

from moothall.kit import clock
from moothall.people.models import User
from moothall.policies import clauses
from moothall.policies.models import Clause, Language, Text, Version, digest_of

SUMMARY_LINES = 3
LONGEST_LINE = 240  # characters in a line of the summary
LONGEST_TITLE = 160


def plain_lines(words: str) -> str:
    """Words with one kind of line end and no empty lines at either end."""
    return words.replace("\r\n", "\n").replace("\r", "\n").strip()


def summary_problem(summary: str) -> str:
    """What is wrong with a summary, in words; empty if nothing."""
    lines = [line for line in summary.splitlines() if line.strip()]
    if len(lines) > SUMMARY_LINES:
        return _("Say it in three lines at most; this has {n}").format(n=len(lines))
    long = next((at for at, line in enumerate(lines, start=1) if len(line.strip()) > LONGEST_LINE), None)
    if long is not None:
        return _("Shorten line {line} to {most} characters").format(line=long, most=LONGEST_LINE)
    return ""


def cut(body: str) -> list[clauses.Cut]:
    """The clauses of a body, none of an empty one; raises `clauses.Unclear`."""
    return clauses.read(body) if body.strip() else []


def keep(version: Version, *, language: Language, title: str, summary: str, body: str, by: User | None) -> Text:
    """Write a text of a draft, and its clauses anew, inside the act of whoever calls.

    Raises `clauses.Unclear` for a body that cannot be cut, ValueError for a title or summary that is too long.
    """
    title, summary, body = title.strip(), plain_lines(summary), plain_lines(body)
    cuts = cut(body)
    if not title or len(title) > LONGEST_TITLE or summary_problem(summary):
        raise ValueError("A text has a title, and a summary of three lines at most.")
    said = {"title": title, "summary": summary, "body": body, "digest": digest_of(title, summary, body)}
    now = version.texts.filter(language=language, digest=said["digest"]).first()
    if now is not None:
        return now
    text, _made = Text.objects.update_or_create(
        version=version, language=language, defaults={**said, "edited_at": clock.now(), "edited_by": by}
    )
    text.clauses.all().delete()
    Clause.objects.bulk_create(
        Clause(text=text, number=each.number, place=place, heading=each.heading, body=each.body, html=each.html)
        for place, each in enumerate(cuts, start=1)
    )
    return text


def copy(source: Version, target: Version, *, by: User) -> None:
    """Begin a draft with the words of another version."""
    for text in source.texts.order_by("pk"):
        keep(target, language=Language(text.language), title=text.title, summary=text.summary, body=text.body, by=by)
