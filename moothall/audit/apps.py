"""The audit room."""

from moothall.kit.apps import RoomConfig


class AuditConfig(RoomConfig):
    """Who did what, and when: beneath every other room, so that all of them can record."""

    default = True  # Django sees RoomConfig beside it
    name = "moothall.audit"
    label = "audit"
