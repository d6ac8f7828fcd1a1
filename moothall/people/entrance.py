"""The door, before allauth's own under the same prefix."""

from django.urls import path

from moothall.people.views import founding

urlpatterns = [path("login/", founding.door, name="account_login")]
