"""The door, before allauth's own under the same prefix; and the administration of tables."""

from allauth.account.decorators import reauthentication_required
from allauth.account.views import password_set
from django.urls import path

from moothall.people import proof, tables
from moothall.people.views import founding

urlpatterns = [
    path("login/", founding.door, name="account_login"),
    path("password/set/", reauthentication_required(app=proof.MAKING)(password_set), name="account_set_password"),
    path("tables/", tables.site.urls),
]
