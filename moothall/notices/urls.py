"""Notices, how one wants them, and mail on its way out."""

from django.urls import path

from moothall.notices import views

app_name = "notices"

urlpatterns = [
    path("", views.notices, name="list"),
    path("<int:pk>/", views.follow, name="open"),
    path("settings/", views.wishes, name="settings"),
    path("settings/place/", views.place, name="place"),
    path("stop/<str:token>/", views.stop, name="stop"),
    path("mail/", views.outbox, name="outbox"),
    path("mail/<int:pk>/", views.letter, name="letter"),
]
