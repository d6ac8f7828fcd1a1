"""The addresses of the disclosure room."""

from moothall.disclosure.urls import cases, log, terms

app_name = "disclosure"
urlpatterns = [*cases.urlpatterns]
urlpatterns += log.urlpatterns
urlpatterns += terms.urlpatterns
