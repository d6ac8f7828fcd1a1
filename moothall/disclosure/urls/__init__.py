"""The addresses of the disclosure room."""

from moothall.disclosure.urls import asking, cases, letters, reasons, review, searches

app_name = "disclosure"
urlpatterns = [
    *cases.urlpatterns,
    *searches.urlpatterns,
    *review.urlpatterns,
    *letters.urlpatterns,
    *reasons.urlpatterns,
    *asking.urlpatterns,
]
