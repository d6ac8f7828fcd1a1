"""Asking others to search what the hall cannot, what they attest, and what councillors hold as their own."""

from datetime import date

from django.utils.translation import gettext as _

from moothall import audit
from moothall.disclosure import permissions, telling_searches
from moothall.disclosure.actions.cases import Impossible, locked
from moothall.disclosure.models import Attestation, AttestationKind, CapacityHeld, Case
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people.models import User


@audit.act
def ask_to_attest(
    case: Case,
    *,
    by: User,
    kind: AttestationKind,
    of_what: str,
    words: str,
    person: User | None = None,
    name: str = "",
    container: str = "",
    on: date | None = None,
) -> Attestation:
    """Ask somebody here, or by name somebody outside, to search and to say what they found. Raises `Impossible`."""
    case = locked(case)
    require(permissions.can_work_on(by, case))
    if not case.is_open:
        raise Impossible(_("The case is closed."))
    if not of_what.strip() or not words.strip() or (person is None) == (not name.strip()):
        raise Impossible(_("Say of what, what to look for, and whom you ask."))
    if person is not None and (not person.is_active or person.is_guest or person.pk == case.about_id):
        raise Impossible(_("Ask somebody of the council whom the request is not about."))
    day = on or clock.today()
    if not case.received_on <= day <= clock.today():
        raise Impossible(_("They were asked between the day the request came and today."))
    made = Attestation.objects.create(
        case=case,
        kind=kind,
        of_what=of_what.strip(),
        container=container,
        asked_of=person,
        asked_name=name.strip() if person is None else "",
        words=words.strip(),
        asked_on=day,
        asked_by=by,
    )
    audit.record("attestation.asked", by=by, on=case, attestation=made.pk, kind=kind)
    telling_searches.asked_to_attest(made, by=by)
    return made


@audit.act
def attest(asked: Attestation, *, by: User, answer: str) -> Attestation:
    """Say what was searched and what was found; it is said once. Raises `Impossible`."""
    asked = Attestation.objects.select_for_update(of=("self",)).select_related("case", "asked_of").get(pk=asked.pk)
    require(permissions.can_attest(by, asked))
    if asked.attested_at is not None or not asked.case.is_open:
        raise Impossible(_("It was answered before, or the case is closed. Ask anew."))
    if not answer.strip():
        raise Impossible(_("Say where you looked, and what you found."))
    asked.answer, asked.attested_at, asked.written_by = answer.strip(), clock.now(), by
    asked.save(update_fields=["answer", "attested_at", "written_by"])
    audit.record("attestation.given", by=by, on=asked.case, attestation=asked.pk)
    telling_searches.attested(asked)
    return asked


@audit.act
def say_capacity(container: str, *, by: User, holder: User, held: bool, words: str) -> CapacityHeld:
    """Say that a councillor holds a mailbox or a space as their own, or does so no more. Raises `Impossible`."""
    require(permissions.can_say_capacity(by, container, holder, held=held))
    if not words.strip():
        raise Impossible(_("Say what it is used for."))
    now = CapacityHeld.objects.standing().filter(container=container).first()
    if (now is not None) == held or (now is not None and now.holder_id != holder.pk):
        raise Impossible(_("It stands like that already, or another councillor holds it."))
    made = CapacityHeld.objects.create(container=container, holder=holder, held=held, words=words.strip(), by=by)
    audit.record("capacity.said", by=by, on=made, holder=holder.pk, held=held)
    return made
