"""How a room joins the hall: its tables always, its pages and registrations only while it is switched on."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig
from django.conf import settings


def is_on(room: str) -> bool:
    """Whether a room's pages, navigation, commands and sources are there."""
    return room in settings.ROOMS and room not in settings.MOOTHALL_ROOMS_OFF


class RoomConfig(AppConfig):
    """The app config of every room; registers the room by importing its `room.py`."""

    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        name = f"{self.name}.room"
        if is_on(self.label) and find_spec(name):
            import_module(name)


class KitConfig(RoomConfig):
    """The kit has no tables; it keeps the database guards in step with migrations."""

    default = True  # Django sees RoomConfig beside it
    name = "moothall.kit"
    label = "kit"

    def ready(self) -> None:
        from moothall.kit import guards

        guards.connect()
