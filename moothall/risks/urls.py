"""The addresses of the risks room."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from moothall.risks.views import public, publishing, reading, reports, resting

app_name = "risks"


def unbuilt(request: HttpRequest, **parts: object) -> HttpResponse:
    """A page that its owner has not built yet: every use of this goes before the room is merged."""
    raise Http404


urlpatterns = [
    path("", reading.every, name="list"),
    path("new/", unbuilt, name="new"),
    path("<int:pk>/", reading.appraisal, name="appraisal"),
    path("<int:pk>/edit/", unbuilt, name="edit"),
    path("<int:pk>/people/", unbuilt, name="people"),
    path("<int:pk>/publish/", publishing.publish, name="publish"),
    path("<int:pk>/close/", unbuilt, name="close"),
    path("<int:pk>/open-again/", unbuilt, name="open_again"),
    path("<int:pk>/work/", unbuilt, name="work"),
    path("<int:pk>/options/", unbuilt, name="options"),
    path("option/<int:pk>/", unbuilt, name="option"),
    path("<int:pk>/risks/new/", unbuilt, name="risk_new"),
    path("risk/<int:pk>/", reading.risk, name="risk"),
    path("risk/<int:pk>/edit/", unbuilt, name="risk_edit"),
    path("exposure/<int:pk>/", unbuilt, name="exposure"),
    path("exposure/<int:pk>/classify/", unbuilt, name="classify"),
    path("exposure/<int:pk>/compare/", unbuilt, name="compare"),
    path("<int:pk>/steps/new/", unbuilt, name="response_new"),
    path("step/<int:pk>/", unbuilt, name="response"),
    path("step/<int:pk>/edit/", unbuilt, name="response_edit"),
    path("<int:pk>/propose/", unbuilt, name="propose"),
    path("<int:pk>/challenges/", unbuilt, name="challenges"),
    path("<int:pk>/decide/", unbuilt, name="decide"),
    path("<int:pk>/review/", unbuilt, name="review"),
    path("<int:pk>/report/", reports.report, name="report"),
    path("<int:pk>/report.pdf", reports.report_pdf, name="report_pdf"),
    path("<int:pk>/comment/", unbuilt, name="comment"),
    path("register/", unbuilt, name="register"),
    path("scales/", unbuilt, name="scales"),
    path("scales/new/", unbuilt, name="scale_new"),
    path("appetite/", unbuilt, name="appetite"),
    path("incidents/", unbuilt, name="incidents"),
    path("incidents/report/", unbuilt, name="incident_new"),
    path("incidents/<int:pk>/", unbuilt, name="incident"),
    path("option/<int:pk>/rests/", resting.rests, name="rests"),
    path("rests/<int:pk>/no-longer/", resting.rests_no_longer, name="rests_no_longer"),
    path("public/", public.every, name="public_list"),
    path("public/<int:pk>/", public.appraisal, name="public_appraisal"),
]
