"""The mail room's addresses."""

app_name = "mail"
urlpatterns: list[object] = []
