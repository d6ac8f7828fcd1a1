"""The doors of single sign-on; without a provider they are not there."""

from django.urls import path

from moothall.people.sso import views

urlpatterns = [
    path("sso/oidc/", views.oidc, name="sso_oidc"),
    path("sso/oidc/back/", views.oidc_back, name="sso_oidc_back"),
    path("sso/saml/", views.saml_start, name="sso_saml"),
    path("sso/saml/acs/", views.saml_acs, name="sso_saml_acs"),
    path("sso/saml/back/", views.saml_back, name="sso_saml_back"),
    path("sso/saml/metadata/", views.saml_metadata, name="sso_saml_metadata"),
]
