"""Makers of policies in force and of gates before them, for the tests of the gate."""

from collections.abc import Mapping
from datetime import date

from moothall.kit import clock
from moothall.people.models import User
from moothall.policies import gating
from moothall.policies.actions import checks, gates, requirements
from moothall.policies.models import (
    Acknowledgement,
    Capability,
    Genre,
    Language,
    Policy,
    Question,
    Requirement,
    Text,
    Version,
    digest_of,
)
from moothall.policies.queries import gates as queries

SUMMARY = "Be kind.\nKeep secrets secret.\nAsk before you publish."
WORDS: Mapping[str, tuple[str, str, str]] = {
    "en": ("Social software", SUMMARY, "Write as you would speak in the market place."),
    "cy": ("Meddalwedd cymdeithasol", "Byddwch yn garedig.\nCadwch gyfrinachau.\nGofynnwch.", "Ysgrifennwch yn glir."),
}


def policy(
    *, owner: User, slug: str = "social-software", welsh: bool = False, effective_on: date | None = None
) -> Policy:
    """A policy whose first version is in force."""
    made = Policy.objects.create(slug=slug, genre=Genre.POLICY, owner=owner, created_by=owner)
    version(made, by=owner, welsh=welsh, effective_on=effective_on)
    return made


def version(
    made: Policy,
    *,
    by: User,
    material: bool = True,
    welsh: bool = False,
    effective_on: date | None = None,
    more: str = "",
) -> Version:
    """The next version, adopted; the grants follow."""
    number = made.versions.count() + 1
    note = "It says more about secrets." if number > 1 else ""
    draft = Version.objects.create(
        policy=made, number=number, material=material, change_note=note, drafted_by=by, effective_on=effective_on
    )
    for language in ("en", "cy") if welsh else ("en",):
        title, summary, body = WORDS[language]
        body = f"{body} {number} {more}".strip()
        digest = digest_of(title, summary, body)
        Text.objects.create(version=draft, language=language, title=title, summary=summary, body=body, digest=digest)
    draft.adopted_by, draft.adopted_at = by, clock.now()
    draft.effective_on = effective_on or clock.today()
    draft.save(update_fields=["adopted_by", "adopted_at", "effective_on"])
    gating.refresh_policy(made)
    return draft


def asked(
    made: Policy,
    capability: Capability = Capability.POST,
    *,
    audience: str = "",
    place: str = "",
    grace_days: int = 0,
    renew_months: int | None = None,
) -> Requirement:
    """A gate, as the policy's owner sets it up."""
    assert made.owner is not None
    return requirements.ask(
        made,
        by=made.owner,
        capability=capability,
        audience=audience,
        place=place,
        grace_days=grace_days,
        renew_months=renew_months,
    )


def seen(made: Policy, language: str = "en", answers: Mapping[int, int] | None = None) -> gates.Seen:
    """What a page of the gate holds of a policy now."""
    current = queries.in_force(made)
    assert current is not None
    text = current.texts.get(language=language)
    return gates.Seen(current.pk, language, text.digest, answers or {})


def acknowledged(
    made: Policy, *, by: User, capability: Capability = Capability.POST, place: str = "", language: str = "en"
) -> list[Acknowledgement]:
    """Someone reads and acknowledges what is in force."""
    return gates.acknowledge([seen(made, language)], by=by, capability=capability, place=place)


def question(made: Policy, *, language: Language = Language.ENGLISH) -> Question:
    """One question, of which the second answer is right."""
    assert made.owner is not None
    return checks.add_question(
        made,
        by=made.owner,
        language=language,
        words="May you share a password?",
        choices=["Yes, with a colleague", "No, with nobody"],
        right=1,
        explanation="Clause 2: a password is yours alone.",
    )
