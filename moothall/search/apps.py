from moothall.kit.apps import RoomConfig


class SearchConfig(RoomConfig):
    """The room in which everything is found."""

    default = True  # Django sees RoomConfig beside it
    name = "moothall.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"
