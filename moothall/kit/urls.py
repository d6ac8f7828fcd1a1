"""The council's colour and mark, and whether it answers."""

from django.urls import path

from moothall.kit import views

urlpatterns = [
    path("council.css", views.council_css, name="council_css"),
    path("council-logo", views.council_logo, name="council_logo"),
    path("healthz", views.healthz, name="healthz"),
]
