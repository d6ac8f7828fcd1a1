"""Redacted copies: brought in, looked through by the gate, signed by two people, taken back."""

from django.utils.translation import gettext as _

from moothall import audit
from moothall.disclosure import permissions
from moothall.disclosure.actions.cases import Impossible, locked
from moothall.disclosure.looking import Looked
from moothall.disclosure.models import Case, ReleasedFile, Signature
from moothall.files import receiving
from moothall.files.models import Upload
from moothall.files.refusals import Refused
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people.models import User


@audit.act
def keep(case: Case, *, by: User, upload: Upload, looked: Looked) -> ReleasedFile:
    """Keep a copy with what the gate found in these very bytes. Raises `Impossible`."""
    case = locked(case)
    require(permissions.can_work_on(by, case))
    if not case.is_open:
        raise Impossible(_("The case is closed."))
    try:
        [(taken, blob)] = receiving.use([upload], by=by)
    except Refused as refused:
        raise Impossible(refused.words) from refused
    if blob.sha256 != looked.sha256:
        raise Impossible(_("This is not the file that was looked through. Choose it again."))
    withheld, verdict = "\n".join(looked.withheld), looked.verdict
    last = ReleasedFile.objects.waiting().filter(case=case).order_by("-pk").first()
    if last is not None and (last.blob_id, last.name, last.withheld) == (blob.pk, taken.name, withheld):
        return last  # sent twice
    made = ReleasedFile.objects.create(
        case=case,
        blob=blob,
        name=taken.name,
        withheld=withheld,
        passed=verdict.passed,
        findings=[
            {"what": one.what.value, "where": one.where, "at": one.at, "withheld": one.withheld}
            for one in verdict.findings
        ],
        by=by,
    )
    audit.record("release.checked", by=by, on=case, file=made.pk, sha256=blob.sha256, passed=verdict.passed)
    return made


@audit.act
def sign(file: ReleasedFile, *, by: User) -> Signature:
    """Answer for a redacted copy that passed the gate. Raises `Impossible`."""
    case = locked(file.case)
    file = ReleasedFile.objects.select_for_update(of=("self",)).select_related("blob").get(pk=file.pk)
    require(permissions.can_sign(by, file))
    if not file.passed:
        raise Impossible(_("The gate keeps it back: nobody can sign it."))
    if file.letter_id or file.taken_back_at or not case.is_open:
        raise Impossible(_("It went already, or was taken back."))
    if file.signatures.filter(by=by).exists():
        raise Impossible(_("You signed it. Somebody else signs it too."))
    made = Signature.objects.create(file=file, by=by)
    audit.record("release.signed", by=by, on=case, file=file.pk, sha256=file.blob.sha256)
    return made


@audit.act
def take_back(file: ReleasedFile, *, by: User) -> ReleasedFile:
    """Let a copy not go with the letter."""
    case = locked(file.case)
    file = ReleasedFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    require(permissions.can_work_on(by, case))
    if file.letter_id or file.taken_back_at:
        raise Impossible(_("It went already, or was taken back."))
    file.taken_back_at = clock.now()
    file.save(update_fields=["taken_back_at"])
    audit.record("release.taken_back", by=by, on=case, file=file.pk)
    return file
