"""The council's colour and mark, and whether the hall is up."""

from django.urls import path

from moothall.kit import views

urlpatterns = [
    path("council.css", views.council_css, name="council_css"),
    path("council-logo", views.council_logo, name="council_logo"),
    path("up", views.up, name="up"),
]
