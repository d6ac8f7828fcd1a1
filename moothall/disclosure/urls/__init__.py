"""The addresses of the disclosure room."""

from moothall.disclosure.urls import cases, review, searches

app_name = "disclosure"
urlpatterns = [*cases.urlpatterns, *searches.urlpatterns, *review.urlpatterns]
