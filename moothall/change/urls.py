"""The addresses of the change room."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from moothall.change.views import delivery, initiatives, measures, people, plan_files, plans, readings, touching

app_name = "change"


def unbuilt(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    """Stands where a page is being built."""
    raise NotImplementedError


urlpatterns = [
    path("", initiatives.every, name="list"),
    path("portfolio/", unbuilt, name="portfolio"),
    path("value/", initiatives.mine, name="mine"),
    # Plans and objectives
    path("plans/", plans.every, name="plans"),
    path("plans/new/", plans.new, name="plan_new"),
    path("plans/import/", plan_files.bring_in, name="plan_import"),
    path("plans/empty.csv", plan_files.empty, name="plans_empty"),
    path("plans/<int:pk>/", plans.one, name="plan"),
    path("plans/<int:pk>/edit/", plans.edit, name="plan_edit"),
    path("plans/<int:pk>/replace/", plans.replace, name="plan_replace"),
    path("plans/<int:pk>/csv/", plan_files.export, name="plan_csv"),
    path("plans/<int:pk>/objectives/new/", plans.objective_new, name="objective_new"),
    path("objectives/<int:pk>/", plans.objective, name="objective"),
    path("objectives/<int:pk>/edit/", plans.objective_edit, name="objective_edit"),
    path("objectives/<int:pk>/remove/", plans.objective_remove, name="objective_remove"),
    # Measures
    path("measures/", measures.every, name="measures"),
    path("objectives/<int:pk>/measures/new/", measures.new, name="measure_new"),
    path("measures/<int:pk>/", measures.one, name="measure"),
    path("measures/<int:pk>/edit/", measures.edit, name="measure_edit"),
    path("measures/<int:pk>/plan/", measures.plan, name="measure_plan"),
    path("measures/<int:pk>/watch/", measures.watch, name="measure_watch"),
    path("measures/<int:pk>/retire/", measures.retire, name="measure_retire"),
    path("measures/<int:pk>/remove/", measures.remove, name="measure_remove"),
    path("measures/<int:pk>/read/", readings.read, name="read"),
    path("readings/<int:pk>/correct/", readings.correct, name="correct"),
    # Initiatives
    path("new/", initiatives.new, name="new"),
    path("<int:pk>/", initiatives.initiative, name="initiative"),
    path("<int:pk>/edit/", initiatives.edit, name="edit"),
    path("<int:pk>/people/", people.people, name="people"),
    path("<int:pk>/accept/", people.accept, name="accept"),
    path("<int:pk>/objectives/", touching.objectives, name="objectives"),
    path("<int:pk>/appraisals/", touching.appraisals_of, name="appraisals"),
    path("<int:pk>/touches/", touching.touches, name="touches"),
    path("<int:pk>/begin/", delivery.begin, name="begin"),
    path("<int:pk>/past/", delivery.past, name="past"),
    path("<int:pk>/review/", delivery.review, name="review"),
    path("<int:pk>/close/", delivery.close, name="close"),
    path("<int:pk>/confirm/", delivery.confirm, name="confirm"),
    path("<int:pk>/purpose/<str:part>/", delivery.purpose, name="purpose"),
    path("<int:pk>/report/", unbuilt, name="report"),
    path("<int:pk>/report.pdf", unbuilt, name="report_pdf"),
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
