"""Saying under what terms the council answers, from a day on; and who stands in for whom."""

from datetime import date

from django.utils.translation import gettext as _

from moothall import audit
from moothall.disclosure import permissions
from moothall.disclosure.actions import cases
from moothall.disclosure.models import Case, Cover, Terms
from moothall.kit.permissions import require
from moothall.people.models import User


@audit.act
def say(words: Terms, *, by: User) -> Terms:
    """Put terms into force from their day; open cases are counted anew. Raises ValidationError for what cannot be."""
    require(permissions.can_keep_terms(by))
    words.pk, words.said_by = None, by
    words.full_clean(exclude=["said_by"])
    words.save(force_insert=True)
    audit.record("terms.said", by=by, on=words, from_on=words.from_on.isoformat(), body=words.body)
    cases.redate(Case.objects.open().values_list("pk", flat=True), by=by)
    return words


@audit.act
def stand_in(*, by: User, person: User, stand_in: User, first_on: date, last_on: date) -> Cover:
    """Say who stands in for somebody from one day to another: they are asked too for what that person was asked."""
    require(by.pk == person.pk or permissions.is_officer(by))
    if last_on < first_on or stand_in.is_guest or not stand_in.is_active or stand_in.pk == person.pk:
        raise ValueError(_("Somebody else of the council stands in, from one day to a later one or the same."))
    made = Cover.objects.create(person=person, stand_in=stand_in, first_on=first_on, last_on=last_on, said_by=by)
    audit.record("cover.said", by=by, on=person, stand_in=stand_in.pk, first=str(first_on), last=str(last_on))
    return made
