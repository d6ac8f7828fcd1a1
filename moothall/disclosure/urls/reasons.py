"""The addresses of claims, of whom we asked, and of the estimate."""

from django.urls import path

from moothall.disclosure.views import reasons

urlpatterns = [
    path("parts/<int:pk>/exemptions/", reasons.claims, name="claims"),
    path("parts/<int:pk>/exemptions/claim/", reasons.claim, name="claim"),
    path("exemptions/<int:pk>/drop/", reasons.unclaim, name="unclaim"),
    path("parts/<int:pk>/consult/", reasons.consult, name="consult"),
    path("consultations/<int:pk>/", reasons.heard, name="heard"),
    path("<int:pk>/estimate/", reasons.estimate, name="estimate"),
]
