"""The addresses of the charter room."""

from django.urls import URLPattern

app_name = "charter"

urlpatterns: list[URLPattern] = []
