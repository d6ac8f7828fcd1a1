"""The document of a plan: uploaded, fetched by those who may read the plan, kept as it was, and held with the plan."""

import zipfile
from collections.abc import Callable
from http import HTTPStatus
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry
from moothall.change.actions import plan_uploads as act
from moothall.change.actions import plans
from moothall.change.models import Plan, PlanFile, PlanKind
from moothall.change.tests import make
from moothall.change.tests.test_plan_pages import said
from moothall.files import blobs, cleaning
from moothall.files.models import Blob, Upload
from moothall.files.refusals import Refused
from moothall.files.tests import make as files
from moothall.people import export
from moothall.people.models import User
from moothall.records.tests import make_holds
from moothall.risks.tests.refusing import refused, sql

SignIn = Callable[[User], Client]
PDF = b"%PDF-1.7\nThe Corporate Plan, as adopted.\n"


@pytest.fixture
def officer(db: None) -> User:
    return make.performance_officer()


@pytest.fixture
def plan(officer: User) -> Plan:
    return make.plan(by=officer)


def sent(by: User, data: bytes = PDF, name: str = "plan.pdf") -> Upload:
    return files.sent(by, data, name=name, kind="plan_document")


def attached(plan: Plan, by: User, data: bytes = PDF, name: str = "plan.pdf") -> PlanFile:
    return act.attach(plan, by=by, upload=sent(by, data, name))


def chosen(data: bytes = PDF, name: str = "plan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="text/html")


def test_a_plan_is_entered_with_its_document_and_those_who_read_the_plan_fetch_it(
    cast: Cast, officer: User, as_user: SignIn
) -> None:
    client, form = as_user(officer), said(document_url="")
    answer = client.post(reverse("change:plan_new"), {**form, "document": chosen()})
    plan = Plan.objects.get()
    assert answer.status_code == 302 and answer["Location"] == plan.get_absolute_url()
    assert client.post(reverse("change:plan_new"), {**form, "document": chosen()}).status_code == 302  # clicked twice
    file = PlanFile.objects.get()
    assert (file.name, file.content_type, file.blob.sha256) == ("plan.pdf", "application/pdf", files.digest(PDF))
    page = as_user(cast.joan).get(plan.get_absolute_url()).content.decode()
    assert "plan.pdf" in page and file.get_absolute_url() in page
    fetched = as_user(cast.joan).get(file.get_absolute_url())
    assert fetched.content == PDF and fetched["Content-Disposition"].startswith("attachment")
    assert fetched["X-Content-Type-Options"] == "nosniff" and "sandbox" in fetched["Content-Security-Policy"]
    assert Entry.objects.filter(verb="plan.file_added").count() == 1


def test_a_file_that_is_refused_keeps_all_that_was_typed_and_can_be_sent_again(officer: User, as_user: SignIn) -> None:
    client, form = as_user(officer), said(title="")
    answer = client.post(reverse("change:plan_new"), {**form, "document": chosen()})
    assert answer.status_code == 422 and "plan.pdf" in answer.content.decode()
    token = str(Upload.objects.get().pk)
    empty = client.post(reverse("change:plan_new"), {**form, "title": "Plan", "document": chosen(b"")})
    page = empty.content.decode()
    assert empty.status_code == 422 and "Full council" in page and 'value="Plan"' in page
    assert not Plan.objects.exists()
    kept = client.post(reverse("change:plan_new"), {**form, "title": "Plan", "document-kept": [token]})
    assert kept.status_code == 302 and PlanFile.objects.get().plan.title == "Plan"


def test_each_version_has_its_own_document(officer: User, plan: Plan, as_user: SignIn) -> None:
    attached(plan, officer)
    client = as_user(officer)
    form = said(title="Corporate Plan, renewed", adopted_on="2026-05-01")
    assert client.post(reverse("change:plan_replace", args=[plan.pk]), form).status_code == 302
    renewed = Plan.objects.get(replaces=plan)
    assert not renewed.files.exists()
    again = {**form, "document": chosen(PDF + b"Renewed.", "renewed.pdf")}
    assert client.post(reverse("change:plan_edit", args=[renewed.pk]), again).status_code == 302
    assert [file.name for file in renewed.files.all()] == ["renewed.pdf"]
    assert [file.name for file in plan.files.all()] == ["plan.pdf"]
    assert "renewed.pdf" not in client.get(plan.get_absolute_url()).content.decode()


def test_a_later_file_is_shown_first_and_the_one_before_stays_beside_it(
    officer: User, plan: Plan, as_user: SignIn
) -> None:
    attached(plan, officer)
    assert attached(plan, officer, PDF + b"2", "second.pdf") == act.attach(
        plan, by=officer, upload=sent(officer, PDF + b"2", "second.pdf")
    )
    page = as_user(officer).get(plan.get_absolute_url()).content.decode()
    assert page.index("second.pdf") < page.index("Earlier files") < page.index("plan.pdf")


def test_what_is_no_document_is_fetched_as_octets_and_said_so(officer: User, plan: Plan, as_user: SignIn) -> None:
    file = attached(plan, officer, b"<!doctype html><html><script>alert(1)</script></html>", "plan.pdf")
    client = as_user(officer)
    fetched = client.get(file.get_absolute_url())
    assert fetched["Content-Type"] == "application/octet-stream"
    assert file.remark and file.remark in client.get(plan.get_absolute_url()).content.decode()


def test_a_guest_and_a_stranger_find_no_document(cast: Cast, officer: User, plan: Plan, as_user: SignIn) -> None:
    file = attached(plan, officer)
    assert as_user(cast.marcus).get(file.get_absolute_url()).status_code == 404
    assert as_user(cast.marcus).post(reverse("change:plan_file_out", args=[file.pk])).status_code == 404
    assert "login" in Client().get(file.get_absolute_url())["Location"]
    assert not PlanFile.objects.visible_to(cast.marcus).exists()


def test_who_keeps_no_plans_attaches_nothing_and_takes_nothing_out(
    cast: Cast, officer: User, plan: Plan, as_user: SignIn
) -> None:
    file, upload = attached(plan, officer), sent(officer)
    with pytest.raises(PermissionDenied):
        act.attach(plan, by=cast.priya, upload=upload)
    with pytest.raises(PermissionDenied):
        act.take_out(file, by=cast.priya)
    assert as_user(cast.priya).post(reverse("change:plan_file_out", args=[file.pk])).status_code == 403
    begun = {"kind": "plan_document", "name": "x.pdf", "size": "5"}
    assert as_user(cast.priya).post(reverse("files:begin"), begun).status_code == 422
    assert plan.files.get() == file


def test_nobody_attaches_the_upload_of_another_or_one_that_is_under_way(officer: User, plan: Plan) -> None:
    other = make.performance_officer("Olive Figures")
    unfinished = files.begun(officer, size=9, kind="plan_document")
    for upload in (sent(other), unfinished):
        with pytest.raises(Refused):
            act.attach(plan, by=officer, upload=upload)
        with pytest.raises(Refused):
            plans.add_plan(
                by=officer, words=plans.PlanWords(PlanKind.STRATEGY, "Another", plan.adopted_on), file=upload
            )
    assert not PlanFile.objects.exists() and Plan.objects.count() == 1  # all of it, or nothing


def test_a_token_of_another_purpose_or_person_is_not_taken_by_the_form(
    cast: Cast, officer: User, as_user: SignIn
) -> None:
    client = as_user(officer)
    for upload in (files.sent(officer, PDF, kind="post"), files.sent(cast.priya, PDF, kind="post")):
        answer = client.post(reverse("change:plan_new"), {**said(), "document-kept": [str(upload.pk)]})
        assert answer.status_code == 422
    assert not Plan.objects.exists()


def test_a_plan_takes_so_many_files_and_says_so(
    officer: User, plan: Plan, as_user: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(act, "MOST_FILES", 1)
    attached(plan, officer)
    answer = as_user(officer).post(
        reverse("change:plan_edit", args=[plan.pk]), {**said(), "document": chosen(PDF + b"2")}
    )
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "A plan keeps at most 1 files" in answer.content.decode() and plan.files.count() == 1
    assert Plan.objects.get().document_url == plan.document_url  # nothing by halves


def test_what_was_uploaded_by_mistake_goes_with_its_bytes(
    officer: User, plan: Plan, as_user: SignIn, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    file = attached(plan, officer)
    Upload.objects.all().delete()
    client, way = as_user(officer), reverse("change:plan_file_out", args=[file.pk])
    assert "plan.pdf" in client.get(way).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(way).status_code == 302
    assert not PlanFile.objects.exists() and not Blob.objects.exists()
    assert Entry.objects.filter(verb="plan.file_removed").count() == 1
    assert client.get(file.get_absolute_url()).status_code == 404


def test_its_bytes_stay_while_it_stands(officer: User, plan: Plan) -> None:
    file = attached(plan, officer)
    Upload.objects.all().delete()
    assert cleaning.collect([file.blob_id]) == 0
    assert blobs.read(file.blob) == PDF


def test_a_file_stays_as_it_was_uploaded(officer: User, plan: Plan) -> None:
    file, other = attached(plan, officer), make.plan(by=officer, title="Another")
    refused(lambda: PlanFile.objects.update(name="other.pdf"))
    refused(lambda: PlanFile.objects.update(plan=other))
    refused(sql("UPDATE change_planfile SET content_type = 'text/html'"))
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanFile.objects.bulk_create(
            [PlanFile(plan=plan, blob=file.blob, name="", content_type="", size=0, added_by=officer)]
        )
    with pytest.raises(ProtectedError):
        plan.delete()


def test_a_hold_on_a_plan_keeps_its_documents(officer: User, plan: Plan, as_user: SignIn) -> None:
    file, manager = attached(plan, officer), make_holds.manager()
    Upload.objects.all().delete()
    make_holds.hold(f"plan:{plan.pk}", by=manager)
    refused(lambda: PlanFile.objects.filter(pk=file.pk)._raw_delete("default"))
    refused(sql("DELETE FROM change_planfile"))
    refused(sql("DELETE FROM files_blob"))
    refused(sql("UPDATE files_blob SET sha256 = 'x'"))
    answer = as_user(officer).post(reverse("change:plan_file_out", args=[file.pk]))
    assert answer.status_code == 422 and "A hold is in force" in answer.content.decode()
    assert blobs.read(PlanFile.objects.get().blob) == PDF


def test_the_page_costs_the_same_however_many_files_there_are(officer: User, plan: Plan, as_user: SignIn) -> None:
    client = as_user(officer)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(plan.get_absolute_url()).status_code == 200
            assert client.get(reverse("change:plan_edit", args=[plan.pk])).status_code == 200
        return len(queries)

    attached(plan, officer)
    cost()
    few = cost()
    for number in range(5):
        attached(plan, officer, PDF + bytes([number]), f"{number}.pdf")
    assert cost() == few


def test_my_copy_names_the_documents_that_i_uploaded(officer: User, plan: Plan) -> None:
    attached(plan, officer)
    with export.zipped(officer, own=True) as copy:
        assert b"plan.pdf" in _part(copy.read(), "measures.json")


def _part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read(name)
