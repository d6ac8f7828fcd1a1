"""The addresses of the disclosure room."""

from moothall.disclosure.urls import asking, cases

app_name = "disclosure"
urlpatterns = [*cases.urlpatterns, *asking.urlpatterns]
