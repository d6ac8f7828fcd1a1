"""Addresses of the policies room; each noun has its own list."""

from django.urls import URLPattern, URLResolver, path

from moothall.policies.views import gates, requirements

app_name = "policies"

GATES: list[URLPattern | URLResolver] = [
    path("gate/<slug:capability>/", gates.gate, name="gate"),
    path("acknowledged/", gates.mine, name="acknowledged"),
    path("asked/<int:pk>/", requirements.requirement, name="requirement"),
    path("asked/<int:pk>/remind/", requirements.remind, name="remind"),
    path("asked/<int:pk>/end/", requirements.end, name="end_requirement"),
    path("asked/<int:pk>/table/", requirements.export, name="requirement_table"),
    path("questions/<int:pk>/remove/", requirements.remove_question, name="remove_question"),
    path("<slug:slug>/acknowledgement/", requirements.requirements, name="requirements"),
    path("<slug:slug>/check/", requirements.check, name="check"),
]

urlpatterns: list[URLPattern | URLResolver] = [*GATES]
