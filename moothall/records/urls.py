"""Addresses of the records room; each noun has its own list."""

from django.urls import URLPattern, URLResolver, path

from moothall.records.views import front, reports, systems

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
]
