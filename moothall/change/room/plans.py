"""What the change room offers the hall of plans and measures."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from moothall.change import feeding, permissions, plan_documents, telling, told
from moothall.change.actions.measure_leaving import leave_measures
from moothall.change.models import Plan
from moothall.change.queries import due, measure_personal
from moothall.files.kinds import MEGABYTE, UploadKind, kinds
from moothall.kit.registries import (
    AuditWording,
    HomeCard,
    LeavingStep,
    LinkProvider,
    Periodic,
    PersonalData,
    audit_wording,
    home_cards,
    leaving,
    links,
    periodic,
    personal_data,
)
from moothall.notices.kinds import NoticeKind
from moothall.notices.kinds import kinds as notice_kinds
from moothall.people.waiting import Waits, waits
from moothall.records.holding import Holdable, holdables
from moothall.search.sources import Source, sources

audit_wording.add(
    AuditWording("plan.added", _("entered an adopted plan")),
    AuditWording("plan.edited", _("corrected what is said of a plan")),
    AuditWording("plan.carried_over", _("carried the objectives of a plan over into its next version")),
    AuditWording("plan.file_added", _("added the document of a plan")),
    AuditWording("plan.file_removed", _("took out a document of a plan")),
    AuditWording("plan.imported", _("brought plans in from a file")),
    AuditWording("objective.added", _("quoted an objective of a plan")),
    AuditWording("objective.edited", _("corrected the quotation of an objective")),
    AuditWording("objective.removed", _("took an objective out of a plan")),
    AuditWording("measure.added", _("wrote a measure of an objective")),
    AuditWording("measure.edited", _("wrote a measure another way")),
    AuditWording("measure.planned", _("planned the course of a measure")),
    AuditWording("measure.watches", _("said which risk a measure watches")),
    AuditWording("measure.retired", _("had a measure read no longer")),
    AuditWording("measure.removed", _("took out a measure that was never read")),
    AuditWording("measure.read", _("read a measure")),
    AuditWording("measure.fed", _("read a measure off the hall itself")),
    AuditWording("measure.left_without_owner", _("left a measure without anybody who answers for it")),
)
kinds.add(
    UploadKind(
        key="plans",
        most=lambda: min(settings.MOOTHALL_UPLOAD_FORM_MB, 5) * MEGABYTE,
        plain=lambda: min(settings.MOOTHALL_UPLOAD_FORM_MB, 5) * MEGABYTE,
        may=permissions.may_send_plans,
    ),
    UploadKind(
        key="plan_document",
        most=lambda: settings.MOOTHALL_UPLOAD_MB * MEGABYTE,
        plain=lambda: min(settings.MOOTHALL_UPLOAD_FORM_MB, settings.MOOTHALL_UPLOAD_MB) * MEGABYTE,
        may=permissions.may_send_plans,
    ),
)
holdables.add(
    Holdable(
        key="plan",
        order=60,
        label=_("plan"),
        many=_("plans"),
        model=Plan,
        pages={"change:plan": "pk", "change:plan_edit": "pk"},
    )
)
waits.add(Waits(key=due.WAITS, rows=due.may_wait))
home_cards.add(HomeCard(key="measures", order=15, template="change/measures_card.html", build=due.card))
links.add(LinkProvider(key="change.indicators", order=21, find=due.indicators))
leaving.add(LeavingStep(key="measures", order=41, leave=leave_measures))
personal_data.add(
    PersonalData(
        "measures",
        _("Your plans and measures, and what you read"),
        measure_personal.of_measures,
        order=52,
    )
)
periodic.add(
    Periodic(key="change.feed", order=70, every=timedelta(hours=1), run=feeding.feed_due),
    Periodic(key="change.readings", order=71, every=timedelta(hours=1), run=telling.readings_due),
)
notice_kinds.add(
    NoticeKind(
        key=telling.READ_DUE,
        order=90,
        label=_("A measure of mine is to be read"),
        thing="reading due",
        load=told.load_readings,
        shown_to=told.on_staff,
    ),
    NoticeKind(
        key=telling.READ_LATE,
        order=91,
        label=_("A reading of mine is overdue"),
        thing="reading late",
        load=told.load_readings,
        shown_to=told.on_staff,
    ),
    NoticeKind(
        key=telling.INDICATED,
        order=92,
        label=_("A measure says that a risk of mine is to be looked at"),
        thing="indicator",
        load=told.load_indicated,
        shown_to=told.on_staff,
    ),
)
sources.add(
    Source(
        key=plan_documents.OBJECTIVE,
        order=28,
        label=_("Objectives"),
        icon="scale",
        documents=plan_documents.objectives,
        ids=plan_documents.objective_ids,
        load=plan_documents.load_objectives,
    ),
    Source(
        key=plan_documents.MEASURE,
        order=29,
        label=_("Measures"),
        icon="scale",
        documents=plan_documents.measures,
        ids=plan_documents.measure_ids,
        load=plan_documents.load_measures,
    ),
)
