"""The papers about the hall, with what is true of it today put in."""

from dataclasses import dataclass
from importlib.resources import files

from django.conf import settings
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moothall.disclosure.models import Case
from moothall.kit import clock
from moothall.records.models import RetentionRule


@dataclass(frozen=True)
class Paper:
    """A paper that can be taken away and finished."""

    key: str
    title: str | Promise
    words: str | Promise


PAPERS = (
    Paper(
        "data-protection",
        _("Data protection impact assessment"),
        _("What the hall holds of people, what happens to it, who sees it, and what could go wrong."),
    ),
    Paper(
        "equality",
        _("Equality impact assessment"),
        _("Who might be left out by the hall, and what it does so that nobody is."),
    ),
)


def paper(key: str) -> str | None:
    """A paper in Markdown; None where there is no such paper."""
    if key not in {each.key for each in PAPERS}:
        return None
    text = (files("moothall.disclosure.papers") / f"{key}.md").read_text(encoding="utf-8")
    facts = {
        "council": settings.MOOTHALL_COUNCIL.name,
        "day": date_format(clock.today(), "j F Y"),
        "requests": str(Case.objects.count()),
        "rules": str(RetentionRule.objects.count()),
    }
    for name, value in facts.items():
        text = text.replace(f"{{{name}}}", value)
    return text
