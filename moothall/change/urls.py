"""The addresses of the change room."""

from django.urls import URLPattern

app_name = "change"

urlpatterns: list[URLPattern] = []
