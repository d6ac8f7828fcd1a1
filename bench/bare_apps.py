"""The one app of the peer: its users, without anything that our room does when it starts."""

from django.apps import AppConfig


class People(AppConfig):
    """The table of users alone."""

    name = "moothall.people"
    label = "people"
