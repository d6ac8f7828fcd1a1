"""The addresses of the disclosure room."""

from moothall.disclosure.urls import asking, cases, letters, log, reasons, review, searches, terms

app_name = "disclosure"
urlpatterns = [
    *cases.urlpatterns,
    *searches.urlpatterns,
    *review.urlpatterns,
    *letters.urlpatterns,
    *reasons.urlpatterns,
    *asking.urlpatterns,
    *log.urlpatterns,
    *terms.urlpatterns,
]
