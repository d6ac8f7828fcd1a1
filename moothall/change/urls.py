"""The addresses of the change room."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from moothall.change.views import portfolio, reports

app_name = "change"


def unbuilt(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    """Stands where a page is being built."""
    raise NotImplementedError


urlpatterns = [
    path("", unbuilt, name="list"),
    path("portfolio/", portfolio.whole, name="portfolio"),
    path("value/", unbuilt, name="mine"),
    # Plans and objectives
    path("plans/", unbuilt, name="plans"),
    path("plans/new/", unbuilt, name="plan_new"),
    path("plans/import/", unbuilt, name="plan_import"),
    path("plans/<int:pk>/", unbuilt, name="plan"),
    path("plans/<int:pk>/edit/", unbuilt, name="plan_edit"),
    path("plans/<int:pk>/replace/", unbuilt, name="plan_replace"),
    path("plans/<int:pk>/csv/", unbuilt, name="plan_csv"),
    path("plans/<int:pk>/objectives/new/", unbuilt, name="objective_new"),
    path("objectives/<int:pk>/", unbuilt, name="objective"),
    path("objectives/<int:pk>/edit/", unbuilt, name="objective_edit"),
    path("objectives/<int:pk>/remove/", unbuilt, name="objective_remove"),
    # Measures
    path("measures/", unbuilt, name="measures"),
    path("objectives/<int:pk>/measures/new/", unbuilt, name="measure_new"),
    path("measures/<int:pk>/", unbuilt, name="measure"),
    path("measures/<int:pk>/edit/", unbuilt, name="measure_edit"),
    path("measures/<int:pk>/plan/", unbuilt, name="measure_plan"),
    path("measures/<int:pk>/watch/", unbuilt, name="measure_watch"),
    path("measures/<int:pk>/retire/", unbuilt, name="measure_retire"),
    path("measures/<int:pk>/remove/", unbuilt, name="measure_remove"),
    path("measures/<int:pk>/read/", unbuilt, name="read"),
    path("readings/<int:pk>/correct/", unbuilt, name="correct"),
    # Initiatives
    path("new/", unbuilt, name="new"),
    path("<int:pk>/", unbuilt, name="initiative"),
    path("<int:pk>/edit/", unbuilt, name="edit"),
    path("<int:pk>/people/", unbuilt, name="people"),
    path("<int:pk>/accept/", unbuilt, name="accept"),
    path("<int:pk>/objectives/", unbuilt, name="objectives"),
    path("<int:pk>/appraisals/", unbuilt, name="appraisals"),
    path("<int:pk>/touches/", unbuilt, name="touches"),
    path("<int:pk>/begin/", unbuilt, name="begin"),
    path("<int:pk>/past/", unbuilt, name="past"),
    path("<int:pk>/review/", unbuilt, name="review"),
    path("<int:pk>/close/", unbuilt, name="close"),
    path("<int:pk>/confirm/", unbuilt, name="confirm"),
    path("<int:pk>/purpose/<str:part>/", unbuilt, name="purpose"),
    path("<int:pk>/report/", reports.report, name="report"),
    path("<int:pk>/report.pdf", reports.report_pdf, name="report_pdf"),
    # Stakeholders and engagement
    path("<int:pk>/stakeholders/", unbuilt, name="stakeholders"),
    path("<int:pk>/stakeholders/new/", unbuilt, name="stakeholder_new"),
    path("stakeholders/<int:pk>/edit/", unbuilt, name="stakeholder_edit"),
    path("stakeholders/<int:pk>/remove/", unbuilt, name="stakeholder_remove"),
    path("<int:pk>/engagements/new/", unbuilt, name="engagement_new"),
    path("engagements/<int:pk>/", unbuilt, name="engagement"),
    path("engagements/<int:pk>/edit/", unbuilt, name="engagement_edit"),
    # Benefits and their map
    path("<int:pk>/benefits/", unbuilt, name="benefits"),
    path("<int:pk>/benefits/new/", unbuilt, name="benefit_new"),
    path("benefits/<int:pk>/", unbuilt, name="benefit"),
    path("benefits/<int:pk>/edit/", unbuilt, name="benefit_edit"),
    path("benefits/<int:pk>/drop/", unbuilt, name="benefit_drop"),
    path("benefits/<int:pk>/review/", unbuilt, name="benefit_review"),
    path("<int:pk>/map/", unbuilt, name="map"),
    path("<int:pk>/map/add/", unbuilt, name="node_new"),
    path("nodes/<int:pk>/edit/", unbuilt, name="node_edit"),
    path("nodes/<int:pk>/remove/", unbuilt, name="node_remove"),
    path("<int:pk>/map/join/", unbuilt, name="join"),
    path("edges/<int:pk>/part/", unbuilt, name="part"),
]
