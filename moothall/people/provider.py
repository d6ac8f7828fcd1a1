"""Where django-allauth looks for the providers of an app."""

from moothall.people.sso.providers import OidcProvider, SamlProvider

provider_classes = [OidcProvider, SamlProvider]
