"""Audit."""

from django.urls import path

from . import views

app_name = "audit"

urlpatterns = [
    path("", views.entries, name="entries"),
    path("export/", views.export, name="export"),
    path("case/<str:object_type>/<str:object_id>/", views.case_file, name="case_file"),
    path("<int:seq>/", views.entry, name="entry"),
    path("<int:seq>/erase/", views.erase, name="erase"),
]
