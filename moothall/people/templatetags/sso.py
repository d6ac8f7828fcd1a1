"""What the door shows of single sign-on."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from moothall.people.sso.options import SingleSignOn

register = template.Library()


@dataclass(frozen=True)
class ProviderDoor:
    """A button that leads to a provider."""

    name: str
    url: str


@register.inclusion_tag("sso/doors.html", takes_context=True)
def provider_doors(context: dict[str, Any]) -> dict[str, Any]:
    """The buttons of the providers that are set; where to go afterwards is checked when somebody sets out."""
    options: SingleSignOn = settings.MOOTHALL_SSO
    onward = context["request"].GET.get("next", "")
    query = f"?{urlencode({'next': onward})}" if onward else ""
    doors = []
    if options.oidc:
        doors.append(ProviderDoor(options.oidc.name, reverse("sso_oidc") + query))
    if options.saml:
        doors.append(ProviderDoor(options.saml.name, reverse("sso_saml") + query))
    return {"doors": doors}


@register.simple_tag
def sign_in_ways() -> SingleSignOn:
    """Whether providers are set, and for whom the hall's own ways in are kept."""
    options: SingleSignOn = settings.MOOTHALL_SSO
    return options
