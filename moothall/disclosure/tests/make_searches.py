"""Makers of what is searched, found and reviewed; they call the real actions."""

from moothall.disclosure.actions import attestations, review, searches
from moothall.disclosure.actions.searches import Wanted
from moothall.disclosure.models import (
    Attestation,
    AttestationKind,
    CapacityHeld,
    Case,
    Decision,
    ReviewItem,
    ReviewSet,
    StatutorySearch,
    Tag,
)
from moothall.people.models import Kind, User
from moothall.people.tests import make as make_people

WHY = "The request asks for it."


def councillor(name: str = "Emrys Rees") -> User:
    """A councillor."""
    return make_people.user(name, kind=Kind.COUNCILLOR)


def search(
    case: Case, query: str = "agency", *, by: User, reason: str = WHY, **more: tuple[str, ...]
) -> StatutorySearch:
    """A search of the whole hall."""
    return searches.search(case, by=by, wanted=Wanted(query, **more), reason=reason)  # type: ignore[arg-type]


def own(container: str, *, holder: User, by: User | None = None, held: bool = True) -> CapacityHeld:
    """A councillor’s own place."""
    return attestations.say_capacity(container, by=by or holder, holder=holder, held=held, words="Casework")


def asked(case: Case, *, by: User, person: User, container: str = "") -> Attestation:
    """A colleague who is asked to search and attest."""
    kind = AttestationKind.OWN if container else AttestationKind.PRIVATE
    return attestations.ask_to_attest(
        case,
        by=by,
        kind=kind,
        of_what="WhatsApp",
        words="Anything on agency staff.",
        person=person,
        container=container,
    )


def review_set(case: Case, *, by: User) -> ReviewSet:
    """What was found, put together."""
    return review.make(case, by=by)


def decision(item: ReviewItem, *, by: User, tag: Tag = Tag.IN_SCOPE) -> Decision:
    """What somebody says of an item."""
    return review.decide(item, by=by, tag=tag)
