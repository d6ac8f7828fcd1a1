"""The door, before allauth's own under the same prefix; and the administration of tables."""

from django.urls import path

from moothall.people import tables
from moothall.people.views import founding

urlpatterns = [
    path("login/", founding.door, name="account_login"),
    path("tables/", tables.site.urls),
]
