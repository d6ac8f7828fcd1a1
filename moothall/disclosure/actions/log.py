"""Publishing what was asked and answered, without who asked; publishing it another way; withdrawing it; using it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from moothall import audit
from moothall.disclosure import log_documents, looking, permissions, unnamed, wordlist
from moothall.disclosure.actions.cases import Impossible, locked
from moothall.disclosure.law.happenings import Happening
from moothall.disclosure.law.regimes import OWN_DATA
from moothall.disclosure.models import Case, LogEntry, LogFile, LogWord, OpenLicence, Outcome, Requester, Reuse
from moothall.disclosure.unnamed import Someone
from moothall.files.models import Blob
from moothall.kit import clock, sandbox
from moothall.kit.permissions import require
from moothall.people.models import User

LONGEST = 100_000


class Named(Impossible):
    """The words, or what a file says, would tell who asked, or whom the request is about; `found` is by what."""

    def __init__(self, found: Sequence[str], *, file: str = "") -> None:
        self.found = tuple(found)
        words = ", ".join(self.found)
        if file:
            super().__init__(
                _("The document {file} would tell who asked, or whom it is about: {words}").format(
                    file=f"“{file}”", words=words
                )
            )
            return
        super().__init__(_("It would tell who asked, or whom it is about: {words}").format(words=words))


@dataclass(frozen=True)
class Published:
    """What is put into the log."""

    title: str
    asked: str
    answered: str
    outcome: Outcome
    sections: str = ""
    licence: OpenLicence = OpenLicence.OGL
    language: str = "en"

    @property
    def words(self) -> str:
        """All that would be read."""
        return "\n\n".join((self.title, self.asked, self.answered, self.sections))


@dataclass(frozen=True)
class Released:
    """A document that was released with the answer, by the name that it goes by."""

    name: str
    blob: Blob


def publish(case: Case, what: Published, *, by: User, files: Sequence[Released] = ()) -> LogEntry:
    """Put an answered request into the log for anybody; a case that is in it gets another version.

    The documents are looked into first, outside the transaction, for who asked and whom it is about: the gate let them
    out to somebody who knows their own name. Raises `Named` where a word or a document would tell it, `Impossible` for
    a case that is not answered, for one about somebody's own data, and for a document that cannot be looked into.
    """
    require(permissions.can_publish(by, case))
    people = _people(case)
    for file in files:
        _look_into(file, people)
    with audit.acting():
        return _publish(case, what, by=by, files=files, people=people)


def _look_into(file: Released, people: Sequence[Someone]) -> None:
    try:
        found = looking.told_in(file.name, file.blob, people)
    except (looking.NotLookedThrough, sandbox.TooWeak) as error:
        words = _("The document {file} cannot be looked into, so it is not published: {why}")
        raise Impossible(words.format(file=f"“{file.name}”", why=error)) from error
    if found:
        raise Named(found, file=file.name)


def _publish(
    case: Case, what: Published, *, by: User, files: Sequence[Released], people: Sequence[Someone]
) -> LogEntry:
    case = locked(case)
    require(permissions.can_publish(by, case))
    answer = case.events.standing().filter(kind=Happening.ANSWERED).last()
    if case.is_open or answer is None:
        raise Impossible(_("It is not answered yet."))
    if case.regime in OWN_DATA or case.first_regime in OWN_DATA:
        raise Impossible(_("What somebody asks about themselves is nobody else’s to read."))
    if not what.title.strip() or not what.asked.strip() or not what.answered.strip() or len(what.words) > LONGEST:
        raise Impossible(_("It has a title, what was asked and what was answered."))
    if _people(case) != people:
        raise Impossible(_("Somebody said meanwhile whom it is about. Publish it once more."))
    found = told(case, what.words, *(each.name for each in files))
    if found:
        raise Named(found)
    stands = LogEntry.objects.public().filter(case=case).first()
    if stands is not None and _same(stands, what, files):
        return stands
    entry = _write(case, what, by=by, answered_on=answer.on)
    LogFile.objects.bulk_create([LogFile(entry=entry, name=each.name, blob=each.blob) for each in files])
    audit.record("log.published", by=by, on=entry, key=entry.key, version=entry.version, licence=entry.licence)
    log_documents.changed(entry)
    return entry


@audit.act
def withdraw(entry: LogEntry, *, by: User, because: str) -> LogEntry:
    """Take an entry off the public site, for a reason that is kept. Raises `Impossible`."""
    entry = LogEntry.objects.select_for_update(of=("self",)).select_related("case").get(pk=entry.pk)
    require(permissions.can_withdraw(by, entry))
    if not LogEntry.objects.public().filter(pk=entry.pk).exists() or not because.strip():
        raise Impossible(_("It stands there no more, or no reason was given."))
    entry.withdrawn_at, entry.withdrawn_by, entry.withdrawn_because = clock.now(), by, because.strip()
    entry.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    LogWord.objects.filter(entry=entry).delete()
    audit.record("log.withdrawn", by=by, on=entry, key=entry.key)
    log_documents.changed(entry)
    return entry


@audit.act
def use(entry: LogEntry, case: Case, *, by: User) -> Reuse:
    """Say that what is published serves to answer a request; once for each of the two. Raises `Impossible`."""
    case = locked(case)
    require(permissions.can_work_on(by, case))
    if not LogEntry.objects.public().filter(pk=entry.pk).exists() or entry.case_id == case.pk:
        raise Impossible(_("It is not published, or it is this very request."))
    made, fresh = Reuse.objects.get_or_create(entry=entry, case=case, defaults={"by": by})
    if fresh:
        audit.record("log.served", by=by, on=case, key=entry.key)
    return made


def told(case: Case, *texts: str) -> tuple[str, ...]:
    """What in these texts tells who asked, also for the request that is looked at again, or whom the case is about."""
    return unnamed.said("\n\n".join(texts), _people(case))


def _people(case: Case) -> list[Someone]:
    """Who asked, also for the request that is looked at again, and whom the case is about."""
    cases = [pk for pk in (case.pk, case.of_id) if pk]
    asked = Requester.objects.filter(case__in=cases).order_by("pk").values_list("name", "email", "address")
    people = [Someone(name, email, address) for name, email, address in asked]
    if case.about:  # the domain of their address is the council's own
        people.append(Someone(case.about.name, case.about.email.partition("@")[0]))
    return people


def _same(entry: LogEntry, what: Published, files: Sequence[Released]) -> bool:
    """Whether it stands there already, as when a form is sent twice."""
    if {(each.name, each.blob.pk) for each in files} != set(entry.files.values_list("name", "blob")):
        return False
    mine = (entry.title, entry.asked, entry.answered, entry.outcome, entry.sections, entry.licence, entry.language)
    title, asked, answered = " ".join(what.title.split()), what.asked.strip(), what.answered.strip()
    return mine == (title, asked, answered, what.outcome, what.sections.strip(), what.licence, what.language)


def _write(case: Case, what: Published, *, by: User, answered_on: date) -> LogEntry:
    key = f"{case.year}-{case.number:04d}"
    before = LogEntry.objects.select_for_update(of=("self",)).filter(key=key).order_by("-version").first()
    if before is not None:
        LogWord.objects.filter(entry=before).delete()
        log_documents.changed(before)
    title, asked, answered = " ".join(what.title.split()), what.asked.strip(), what.answered.strip()
    entry = LogEntry.objects.create(
        case=case,
        key=key,
        version=before.version + 1 if before else 1,
        regime=case.regime,
        reference=case.reference,
        title=title,
        asked=asked,
        answered=answered,
        outcome=what.outcome,
        sections=what.sections.strip(),
        licence=what.licence,
        language=what.language,
        received_on=case.received_on,
        answered_on=answered_on,
        published_by=by,
    )
    rows = wordlist.counted(title, asked, answered)
    LogWord.objects.bulk_create([LogWord(entry=entry, word=word, weight=weight) for word, weight in rows.items()])
    return entry
