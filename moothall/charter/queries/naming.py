"""What things of the hall are called, for somebody who may see them: `initiative:7` as its title and its page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model
from django.urls import NoReverseMatch

from moothall.people.models import User

MODELS = {
    "initiative": "change.Initiative",
    "objective": "change.Objective",
    "measure": "change.Measure",
    "benefit": "change.Benefit",
    "appraisal": "risks.Appraisal",
    "risk": "risks.Risk",
    "lesson": "lessons.Lesson",
    "policy": "policies.Policy",
    "space": "spaces.Space",
    "conversation": "spaces.Conversation",
    "charter": "charter.Charter",
}
KINDS = {label.lower(): kind for kind, label in MODELS.items()}


@dataclass(frozen=True)
class Named:
    """A thing by its name and its page."""

    key: str
    title: str
    url: str


def named(user: User, key: str) -> Named | None:
    """What a key is called, if this person may see it and it is there."""
    return many(user, [key]).get(key)


def many(user: User, keys: Iterable[str]) -> Mapping[str, Named]:
    """What some keys are called, one question for each sort of thing; what this person may not see is left out."""
    wanted: dict[str, set[int]] = {}
    for key in keys:
        kind, _colon, ref = key.partition(":")
        if kind in MODELS and ref.isascii() and ref.isdecimal() and len(ref) < 19:
            wanted.setdefault(kind, set()).add(int(ref))
    found: dict[str, Named] = {}
    for kind, pks in sorted(wanted.items()):
        for row in _rows(user, MODELS[kind], pks):
            key = f"{kind}:{row.pk}"
            found[key] = Named(key, str(row), _page(row))
    return found


def _page(row: Model) -> str:
    """Its page; none while its room is switched off."""
    try:
        return str(row.get_absolute_url()) if hasattr(row, "get_absolute_url") else ""
    except NoReverseMatch:
        return ""


def _rows(user: User, label: str, pks: set[int]) -> list[Model]:
    try:
        manager = apps.get_model(label)._default_manager
    except LookupError:
        return []  # a room that is not built in here
    if hasattr(manager.all(), "visible_to"):
        return list(manager.all().visible_to(user).filter(pk__in=pks))
    return list(manager.filter(pk__in=pks)) if label == "charter.Charter" else []
