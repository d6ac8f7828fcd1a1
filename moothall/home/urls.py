"""The front of the hall."""

from django.urls import path

from moothall.home import views

app_name = "home"

urlpatterns = [
    path("", views.desk, name="desk"),
    path("overview/", views.overview, name="overview"),
    path("what-is-kept/", views.kept, name="kept"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.metrics, name="metrics"),
    path("help/", views.help_page, name="help"),
]
