"""Commitments 5 and 7: the business owns the change, and nobody is a guru."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from moothall.charter.evidence.findings import Finding, Said, said
from moothall.charter.evidence.guru import says_guru
from moothall.charter.evidence.record import Record, Somebody
from moothall.kit.registries import Words

IN_TECHNOLOGY = _("%(name)s is in technology, and technology alone brings no value")
IS_GUIDE = _("%(name)s is the guide, who helps and does not own")
OWNS_A_BENEFIT = _("“%(title)s”: %(words)s")
NAME_ONE = _("Name one")
IT_HAS_NO_OWNER_IN_THE = _("It has no owner in the business")
HAS_NOT_ACCEPTED_IT_IN_PERSON = _("%(name)s has not accepted it in person")
ACCEPTED_IN_PERSON_ON = _("%(name)s accepted in person on %(day)s")
HAS_NO_OWNER = _("“%(title)s” has no owner")
IS_NOT_IN_TECHNOLOGY_AND_IS = _("%(name)s is not in technology and is not the guide")
S_TITLE_OR_PROFILE_SAYS_GURU = _("%(name)s’s title or profile says “guru”. A kind word to them would do")
THE_OWNER_HAS_NOT_SAID_YET = _("The owner has not said yet: “I led, %(guide)s helped”")
CONFIRMS_I_LED_HELPED = _("%(name)s confirms: “I led, %(guide)s helped”")
NOBODYS_TITLE_OR_PROFILE_SAYS_GURU = _("Nobody’s title or profile says “guru”. We looked twice at the guide’s")
IN_THEIR_WORDS = _("In their words: “%(words)s”")
NOBODY_GUIDES_IT_SO_NOBODY_COULD = _("Nobody guides it, so nobody could")
NOBODY_GUIDES_IT_YET = _("Nobody guides it yet")
ASK_THE_OWNER = _("Ask the owner")


def owner(record: Record) -> Finding:
    """The owner accepted in person, is not the guide and not in technology; the owners of benefits likewise."""
    missing: list[Said] = []
    late: list[Said] = []
    proofs: list[Said] = []
    who, key = record.owner, record.key
    gone = late if record.began_on and not record.before_hall else missing
    if who is None:
        gone.append(said(IT_HAS_NO_OWNER_IN_THE, key, NAME_ONE))
    else:
        wrong = [said(words, key, name=who.name) for words in _wrong(record, who)]
        late += wrong
        if record.accepted_at is None:
            gone.append(said(HAS_NOT_ACCEPTED_IT_IN_PERSON, key, name=who.name))
        else:
            day = record.accepted_at.date()
            proofs.append(said(ACCEPTED_IN_PERSON_ON, key, name=who.name, day=day))
            if not wrong:
                proofs.append(said(IS_NOT_IN_TECHNOLOGY_AND_IS, key, name=who.name))
    for each in record.live:
        if each.owner is None:
            gone.append(said(HAS_NO_OWNER, f"benefit:{each.pk}", NAME_ONE, title=each.title))
            continue
        late += [
            said(OWNS_A_BENEFIT, f"benefit:{each.pk}", title=each.title, words=said(words, name=each.owner.name))
            for words in _wrong(record, each.owner)
        ]
    return Finding("owner", proofs, missing, late)


def _wrong(record: Record, who: Somebody) -> Iterator[Words]:
    if who.technology:
        yield IN_TECHNOLOGY
    if record.guide is not None and record.guide.pk == who.pk:
        yield IS_GUIDE


def gurus(people: list[Somebody]) -> list[Said]:
    """A kind word about those whose title or profile says it."""
    words = S_TITLE_OR_PROFILE_SAYS_GURU
    return [said(words, f"user:{each.pk}", name=each.name) for each in people if says_guru(each.profile)]


def guide(record: Record) -> Finding:
    """Nobody who answers for it is called a guru, and the owner says that they led and the guide helped."""
    people = [each for each in (record.owner, record.guide, record.sponsor) if each is not None]
    late = gurus(people)
    missing: list[Said] = []
    proofs: list[Said] = []
    if people and not late:
        proofs.append(said(NOBODYS_TITLE_OR_PROFILE_SAYS_GURU, record.key))
    if record.guide is None:
        if record.began_on or record.decided_at:
            proofs.append(said(NOBODY_GUIDES_IT_SO_NOBODY_COULD, record.key))
        else:
            missing.append(said(NOBODY_GUIDES_IT_YET, record.key))
        return Finding("guide", proofs, missing, late)
    helped = record.guide.name
    confirmed = [each for each in record.confirmed if each.guide == record.guide.pk]
    if not confirmed:
        words = THE_OWNER_HAS_NOT_SAID_YET
        return Finding("guide", proofs, [said(words, record.key, ASK_THE_OWNER, guide=helped)], late)
    last = confirmed[-1]
    proofs.append(said(CONFIRMS_I_LED_HELPED, record.key, name=last.by, guide=helped))
    if last.words:
        proofs.append(said(IN_THEIR_WORDS, record.key, words=last.words[:160]))
    return Finding("guide", proofs, missing, late)
