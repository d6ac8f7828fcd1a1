from moothall.kit.apps import RoomConfig


class SearchConfig(RoomConfig):
    """The room in which everything is found."""

    name = "moothall.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"
