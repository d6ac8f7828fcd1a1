"""What we change in django-allauth's providers: nothing is taken from the address, and no claims are kept."""

from typing import Any

from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.saml.provider import SAMLProvider
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import get_random_string

from moothall.people.sso import saml
from moothall.people.sso.identity import Identity
from moothall.people.sso.oidc import Conversation
from moothall.people.sso.options import SingleSignOn


class FromIdentity:
    """A social login made from an `Identity` that was checked; of all that was said only the subject is stored."""

    def extract_uid(self, identity: Identity) -> str:
        """The stable key."""
        return identity.subject

    def extract_extra_data(self, identity: Identity) -> dict[str, Any]:
        """Nothing is kept."""
        return {}

    def extract_common_fields(self, identity: Identity) -> dict[str, Any]:
        """Nothing is filled in."""
        return {}

    def extract_email_addresses(self, identity: Identity) -> list[Any]:
        """Addresses are ours to judge."""
        return []

    def sociallogin_from_response(self, request: HttpRequest, identity: Identity) -> SocialLogin:
        """The login, with what it was made from."""
        login = super().sociallogin_from_response(request, identity)  # type: ignore[misc]
        login.identity = identity
        return login

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Where to go afterwards, if it is a page of ours; process, scopes and parameters are not the visitor's."""
        kwargs = super().get_redirect_from_request_kwargs(request)  # type: ignore[misc]
        safe = {"next_url": kwargs["next_url"]} if kwargs.get("next_url") else {}
        return {"process": AuthProcess.LOGIN, **safe}


class OidcProvider(FromIdentity, OpenIDConnectProvider):  # type: ignore[misc]
    """OpenID Connect with PKCE, a state and a nonce."""

    oauth2_adapter_class = Conversation

    def get_callback_url(self) -> str:
        """Where the provider sends people back to."""
        return reverse("sso_oidc_back")

    def get_login_url(self, request: HttpRequest, **kwargs: Any) -> str:
        """Where signing in begins."""
        return reverse("sso_oidc")

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """Send somebody to the provider; the nonce is kept in their session, beside the state."""
        nonce = get_random_string(32)
        return super().redirect(request, process, next_url, data, auth_params={"nonce": nonce}, nonce=nonce, **kwargs)  # type: ignore[no-any-return]


class SamlProvider(FromIdentity, SAMLProvider):  # type: ignore[misc]
    """SAML 2.0 by redirect and post, begun by us alone."""

    def get_login_url(self, request: HttpRequest, **kwargs: Any) -> str:
        """Where signing in begins."""
        return reverse("sso_saml")

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """Send somebody to the provider; what comes back must answer this very request."""
        options: SingleSignOn = settings.MOOTHALL_SSO
        if options.saml is None:
            raise Http404
        address, request_id = saml.authentication_request(options.saml)
        self.stash_redirect_state(request, process, next_url, data, state_id=request_id)
        return HttpResponseRedirect(address)


def apps(options: SingleSignOn) -> list[SocialApp]:
    """The providers that are set, as allauth wants them; none is ever read from the database."""
    found = []
    if options.oidc:
        found.append(
            SocialApp(
                provider=OidcProvider.id,
                provider_id=options.oidc.issuer,
                name=options.oidc.name,
                client_id=options.oidc.client_id,
                secret=options.oidc.secret,
                settings={
                    "server_url": options.oidc.issuer.rstrip("/"),
                    "oauth_pkce_enabled": True,
                    "scope": list(options.oidc.scopes),
                },
            )
        )
    if options.saml:
        found.append(SocialApp(provider=SamlProvider.id, provider_id=options.saml.idp, name=options.saml.name))
    return found
