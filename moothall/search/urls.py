"""Find."""

from django.urls import path

from moothall.search import views

app_name = "search"

urlpatterns = [
    path("", views.find, name="find"),
    path("how/", views.how, name="how"),
]
