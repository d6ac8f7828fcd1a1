"""The addresses of claims, of whom we asked, and of the estimate."""

from django.urls import path

from moothall.disclosure.views import adding_up, reasons

urlpatterns = [
    path("parts/<int:pk>/exemptions/", reasons.claims, name="claims"),
    path("parts/<int:pk>/exemptions/claim/", reasons.claim, name="claim"),
    path("exemptions/<int:pk>/drop/", reasons.unclaim, name="unclaim"),
    path("parts/<int:pk>/consult/", reasons.consult, name="consult"),
    path("consultations/<int:pk>/", reasons.heard, name="heard"),
    path("<int:pk>/estimate/", reasons.estimate, name="estimate"),
    path("<int:pk>/add-up/", adding_up.add_up, name="add_up"),
    path("added-up/<int:pk>/take-out/", adding_up.take_out, name="take_out"),
]
