"""The addresses of cases and of their parts."""

from django.urls import path

from moothall.disclosure.views import cases, parts

urlpatterns = [
    path("", cases.desk, name="desk"),
    path("workload/", cases.workload, name="workload"),
    path("new/", cases.begin, name="new"),
    path("<int:pk>/", cases.case, name="case"),
    path("<int:pk>/happened/", cases.happened, name="happened"),
    path("<int:pk>/split/", parts.split, name="split"),
    path("<int:pk>/people/", cases.people, name="people"),
    path("<int:pk>/language/", cases.language, name="language"),
    path("<int:pk>/requester/", cases.requester, name="requester"),
    path("<int:pk>/requester/change/", cases.say_who, name="requester_change"),
    path("<int:pk>/time/", parts.spend, name="time"),
    path("events/<int:pk>/strike/", cases.strike, name="strike"),
    path("parts/<int:pk>/", parts.part, name="part"),
    path("parts/<int:pk>/ask/", parts.ask, name="ask"),
    path("parts/<int:pk>/chase/", parts.chase, name="chase"),
    path("answers/<int:pk>/check/", parts.check, name="check"),
]
