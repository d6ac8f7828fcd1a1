"""Attaching the document of a plan, and taking out what was attached by mistake."""

from functools import partial
from http import HTTPStatus

from django.db import transaction
from django.utils.translation import gettext as _

from moothall import audit
from moothall.change import permissions
from moothall.change.models import Plan, PlanFile
from moothall.files import cleaning, receiving
from moothall.files.models import Upload
from moothall.files.refusals import Refused
from moothall.kit.permissions import require
from moothall.people.models import User

MOST_FILES = 20  # of one plan: the newest, and those that it took the place of


@audit.act
def attach(plan: Plan, *, by: User, upload: Upload) -> PlanFile:
    """Make a file that this person uploaded the plan's document; those before it stay beside it.

    Raises `Refused` where the upload is gone or is somebody else's, or where the plan has too many.
    """
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    require(permissions.keeps_plans(by))
    if plan.files.count() >= MOST_FILES:
        words = _("A plan keeps at most {n} files. Take one out first.").format(n=MOST_FILES)
        raise Refused(words, HTTPStatus.UNPROCESSABLE_ENTITY)
    [(taken, blob)] = receiving.use([upload], by=by)
    last = plan.files.order_by("-pk").first()
    if last is not None and (last.blob_id, last.name) == (blob.pk, taken.name):
        return last  # sent twice
    file = PlanFile.objects.create(
        plan=plan, blob=blob, name=taken.name, content_type=taken.content_type, size=taken.size, added_by=by
    )
    audit.record("plan.file_added", by=by, on=plan, file=file.pk, sha256=blob.sha256)
    return file


@audit.act
def take_out(file: PlanFile, *, by: User) -> None:
    """Take out a file that was attached by mistake; the database refuses while a hold is in force on its plan."""
    plan = Plan.objects.select_for_update().get(pk=file.plan_id)
    require(permissions.keeps_plans(by))
    file = PlanFile.objects.select_for_update(of=("self",)).select_related("blob").get(pk=file.pk)
    pk, blob = file.pk, file.blob
    file.delete()
    audit.record("plan.file_removed", by=by, on=plan, file=pk, sha256=blob.sha256)
    transaction.on_commit(partial(cleaning.collect, [blob.pk]))
