"""Addresses of the records room; each noun has its own list."""

from django.urls import URLPattern, URLResolver, path

from moothall.records.views import front, holds

app_name = "records"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", front.front, name="front"),
    path("holds/", holds.listed, name="holds"),
    path("holds/new/", holds.place, name="place_hold"),
    path("holds/<int:pk>/", holds.hold, name="hold"),
    path("holds/<int:pk>/add/", holds.add, name="add_to_hold"),
    path("holds/<int:pk>/owner/", holds.pass_on, name="pass_hold_on"),
    path("holds/<int:pk>/review/", holds.review, name="review_hold"),
    path("holds/<int:pk>/refresh/", holds.refresh, name="refresh_hold"),
    path("holds/<int:pk>/release/", holds.release, name="release_hold"),
]
