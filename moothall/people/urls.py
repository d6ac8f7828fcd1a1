"""People."""

from django.urls import path

from moothall.people import views

app_name = "people"

urlpatterns = [
    path("", views.directory, name="directory"),
    path("me/", views.me, name="me"),
    path("add/", views.add, name="add"),
    path("<slug:handle>/", views.profile, name="profile"),
    path("<slug:handle>/edit/", views.edit, name="edit"),
]
