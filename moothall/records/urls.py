"""Addresses of the records room; each noun has its own list."""

from django.urls import URLPattern, URLResolver, path

from moothall.records.views import disposals, front, reports, retention, schedule, systems

app_name = "records"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", front.front, name="front"),
    path("systems/", systems.every, name="systems"),
    path("systems/new/", systems.add, name="system_add"),
    path("systems/reports/", reports.every, name="reports"),
    path("systems/reports/new/", reports.add, name="report_add"),
    path("systems/reports/<int:pk>/", reports.report, name="report"),
    path("systems/<slug:slug>/", systems.system, name="system"),
    path("systems/<slug:slug>/edit/", systems.edit, name="system_edit"),
    path("systems/<slug:slug>/use/", systems.use, name="system_use"),
    path("systems/<slug:slug>/account/", systems.add_account, name="account_add"),
    path("systems/<slug:slug>/account/<int:pk>/", systems.hand_on, name="account_hand_on"),
    path("systems/<slug:slug>/account/<int:pk>/close/", systems.close_account, name="account_close"),
    path("retention/", schedule.every, name="schedule"),
    path("retention/new/", schedule.add, name="rule_add"),
    path("retention/start/", schedule.start, name="schedule_start"),
    path("retention/export.csv", schedule.export, name="schedule_export"),
    path("retention/bring-in/", schedule.bring_in, name="schedule_bring_in"),
    path("retention/brought-in/<int:pk>/", schedule.brought_in, name="schedule_import"),
    path("retention/brought-in/<int:pk>/refused.csv", schedule.refused, name="schedule_refused"),
    path("retention/<int:pk>/", schedule.rule, name="rule"),
    path("retention/<int:pk>/change/", schedule.change, name="rule_change"),
    path("retention/<int:pk>/apply/", retention.apply, name="rule_apply"),
    path("retention/in-force/", retention.every, name="applications"),
    path("retention/in-force/<int:pk>/", retention.application, name="application"),
    path("retention/in-force/<int:pk>/on/", retention.switch_on, name="application_on"),
    path("retention/in-force/<int:pk>/off/", retention.switch_off, name="application_off"),
    path("retention/in-force/<int:pk>/propose/", retention.propose, name="application_propose"),
    path("retention/in-force/<int:pk>/review/", retention.review, name="application_review"),
    path("disposals/", disposals.every, name="disposals"),
    path("disposals/<int:pk>/", disposals.disposal, name="disposal"),
    path("disposals/<int:pk>/approve/", disposals.approve, name="disposal_approve"),
    path("disposals/<int:pk>/decline/", disposals.decline, name="disposal_decline"),
    path("disposals/<int:pk>/certificate.json", disposals.certificate, name="disposal_certificate"),
    path("disposals/<int:pk>/list.txt", disposals.items, name="disposal_list"),
]
