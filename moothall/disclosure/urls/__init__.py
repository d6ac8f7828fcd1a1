"""The addresses of the disclosure room."""

from moothall.disclosure.urls import cases

app_name = "disclosure"
urlpatterns = [*cases.urlpatterns]
