"""The addresses of the risks room."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from moothall.risks.views import comments, incidents, public_comments, register

app_name = "risks"


def unbuilt(request: HttpRequest, **parts: object) -> HttpResponse:
    """A page that its owner has not built yet: every use of this goes before the room is merged."""
    raise Http404


urlpatterns = [
    path("", unbuilt, name="list"),
    path("new/", unbuilt, name="new"),
    path("<int:pk>/", unbuilt, name="appraisal"),
    path("<int:pk>/edit/", unbuilt, name="edit"),
    path("<int:pk>/people/", unbuilt, name="people"),
    path("<int:pk>/publish/", unbuilt, name="publish"),
    path("<int:pk>/close/", unbuilt, name="close"),
    path("<int:pk>/open-again/", unbuilt, name="open_again"),
    path("<int:pk>/board/", unbuilt, name="work"),
    path("<int:pk>/options/", unbuilt, name="options"),
    path("option/<int:pk>/", unbuilt, name="option"),
    path("<int:pk>/risks/new/", unbuilt, name="risk_new"),
    path("risk/<int:pk>/", unbuilt, name="risk"),
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
    path("<int:pk>/report/", unbuilt, name="report"),
    path("<int:pk>/report.pdf", unbuilt, name="report_pdf"),
    path("<int:pk>/comment/", comments.comment, name="comment"),
    path("comments/<int:pk>/let-in/", comments.moderate, name="moderate"),
    path("public/<int:pk>/comment/", public_comments.comment, name="public_comment"),
    path("register/", register.register, name="register"),
    path("scales/", register.scales, name="scales"),
    path("scales/new/", register.scale_new, name="scale_new"),
    path("appetite/", register.appetite, name="appetite"),
    path("appetite/<slug:category>/", register.set_appetite, name="appetite_set"),
    path("incidents/", incidents.every, name="incidents"),
    path("incidents/report/", incidents.report, name="incident_new"),
    path("incidents/<int:pk>/", incidents.incident, name="incident"),
    path("incidents/<int:pk>/link/", incidents.link, name="incident_link"),
    path("incidents/links/<int:pk>/remove/", incidents.unlink, name="incident_unlink"),
    path("incidents/<int:pk>/close/", incidents.close, name="incident_close"),
    path("incidents/<int:pk>/people/", incidents.touches_people, name="incident_people"),
    path("incidents/<int:pk>/breach/", incidents.breach, name="breach"),
    path("incidents/<int:pk>/breach/told/", incidents.notified, name="breach_told"),
]
