"""Where files are sent in parts, and how many of them search can look into."""

from django.urls import path

from . import views

app_name = "files"
urlpatterns = [
    path("read/", views.coverage, name="coverage"),
    path("uploads/", views.begin, name="begin"),
    path("uploads/<uuid:pk>/", views.upload, name="upload"),
    path("uploads/<uuid:pk>/finish/", views.finish, name="finish"),
]
