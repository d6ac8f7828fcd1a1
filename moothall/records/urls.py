"""Addresses of the records room; each noun has its own list."""

from django.urls import URLPattern, URLResolver, path

from moothall.records.views import front

app_name = "records"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", front.front, name="front"),
]
