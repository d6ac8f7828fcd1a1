"""Commitments 5 and 7: the business owns the change, and nobody is a guru."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moothall.charter.evidence.findings import Finding, Said
from moothall.charter.evidence.guru import says_guru
from moothall.charter.evidence.record import Record


def owner(record: Record) -> Finding:
    """The owner accepted in person, is not the guide and not in technology; the owners of benefits likewise."""
    missing: list[Said] = []
    late: list[Said] = []
    proofs: list[Said] = []
    who, key = record.owner, record.key
    gone = late if record.began_on and not record.before_hall else missing
    if who is None:
        gone.append(Said(_("It has no owner in the business"), key, _("Name one")))
    else:
        if record.accepted_at is None:
            gone.append(Said(_("{name} has not accepted it in person").format(name=who.name), key))
        else:
            day = date_format(record.accepted_at, "j F Y")
            proofs.append(Said(_("{name} accepted in person on {day}").format(name=who.name, day=day), key))
        wrong = _wrong(record, who.pk, who.name, technology=who.technology)
        late += [Said(words, key) for words in wrong]
        if not wrong and record.accepted_at is not None:
            words = _("{name} is not in technology and is not the guide").format(name=who.name)
            proofs.append(Said(words, key))
    for each in record.live:
        if each.owner is None:
            words = _("“{title}” has no owner").format(title=each.title)
            gone.append(Said(words, f"benefit:{each.pk}", _("Name one")))
            continue
        wrong = _wrong(record, each.owner.pk, each.owner.name, technology=each.owner.technology)
        late += [
            Said(_("“{title}”: {words}").format(title=each.title, words=words), f"benefit:{each.pk}") for words in wrong
        ]
    return Finding("owner", proofs, missing, late)


def _wrong(record: Record, pk: int, name: str, *, technology: bool) -> list[str]:
    wrong = []
    if technology:
        wrong.append(_("{name} is in technology, and technology alone brings no value").format(name=name))
    if record.guide is not None and record.guide.pk == pk:
        wrong.append(_("{name} is the guide, who helps and does not own").format(name=name))
    return wrong


def guide(record: Record) -> Finding:
    """No title or profile of those who answer for it says guru; and the owner says that they led and the guide helped."""
    people = [each for each in (record.owner, record.guide, record.sponsor) if each is not None]
    late = [
        Said(
            _("{name}’s title or profile says “guru”. A kind word to them would do").format(name=each.name),
            f"user:{each.pk}",
        )
        for each in people
        if says_guru(each.profile)
    ]
    missing: list[Said] = []
    proofs: list[Said] = []
    if people and not late:
        proofs.append(Said(_("Nobody’s title or profile says “guru”. We looked twice at the guide’s"), record.key))
    if record.guide is None:
        if record.began_on or record.decided_at:
            proofs.append(Said(_("Nobody guides it, so nobody could"), record.key))
        else:
            missing.append(Said(_("Nobody guides it yet"), record.key))
        return Finding("guide", proofs, missing, late)
    said = [each for each in record.confirmed if each.guide == record.guide.pk]
    for one in said[-1:]:
        words = _("{name} confirms: “I led, {guide} helped”").format(name=one.by, guide=record.guide.name)
        proofs.append(Said(words + (f". {one.words[:160]}" if one.words else ""), record.key))
    if not said:
        words = _("The owner has not said yet: “I led, {guide} helped”").format(guide=record.guide.name)
        missing.append(Said(words, record.key, _("Ask the owner")))
    return Finding("guide", proofs, missing, late)
