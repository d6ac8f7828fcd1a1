"""The addresses of the disclosure room."""

from moothall.disclosure.urls import cases, letters, reasons

app_name = "disclosure"
urlpatterns = [
    *cases.urlpatterns,
    *letters.urlpatterns,
    *reasons.urlpatterns,
]
