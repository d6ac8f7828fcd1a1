"""Talking with an OpenID Connect provider, and believing only what it has signed (OpenID Connect Core 1.0)."""

from collections.abc import Mapping
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from moothall.people.sso.identity import Identity
from moothall.people.sso.options import Oidc, is_safe

ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
CLOCKS_DIFFER = 60  # seconds by which two clocks may be apart
LONGEST_SUBJECT = 191
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class Conversation(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """One visit to the provider."""

    nonce: str | None = None
    _published: dict[str, Any] | None = None

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider publishes of itself; refused unless it is the issuer that was set, over HTTPS."""
        if self._published is None:
            config = super().openid_config
            if not isinstance(config, dict) or any(not isinstance(config.get(name), str) for name in ENDPOINTS):
                raise OAuth2Error("the provider's configuration is not complete")
            if str(config.get("issuer")).rstrip("/") != options().issuer.rstrip("/"):
                raise OAuth2Error(f"the provider calls itself {config.get('issuer')!r}, not what was set")
            if unsafe := [name for name in ENDPOINTS if not is_safe(config[name])]:
                raise OAuth2Error(f"not HTTPS: {', '.join(unsafe)}")
            self._published = config
        return self._published

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """Where the provider sends people back to: by the hall's own address, whatever the visitor typed."""
        return f"{settings.MOOTHALL_URL}{reverse('sso_oidc_back')}"

    def complete_login(self, request: HttpRequest, app: Any, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """Who came back, from the signed token and, where that is short of an address, from the userinfo endpoint."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        claims = signed_claims(
            kwargs["response"].get("id_token"),
            keys=answer.json(),
            issuer=self.openid_config["issuer"],
            client_id=app.client_id,
            nonce=self.nonce,
        )
        told: Mapping[str, Any] = claims
        if options().email not in claims and is_safe(str(self.openid_config.get("userinfo_endpoint"))):
            told = self._fetch_user_info(token.token)
            if not isinstance(told, dict) or told.get("sub") != claims["sub"]:
                raise OAuth2Error("the userinfo endpoint spoke of somebody else")
        return self.get_provider().sociallogin_from_response(request, identity(claims, told, options()))


class ComingBack(OAuth2CallbackView):  # type: ignore[misc]
    """The way back from the provider, once, with the state that this session began with."""

    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[dict[str, Any] | None, HttpResponse | None]:
        state, response = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce")
        return state, response


def options() -> Oidc:
    """The provider as it is set; raises OAuth2Error where none is."""
    oidc: Oidc | None = settings.MOOTHALL_SSO.oidc
    if oidc is None:
        raise OAuth2Error("no provider is set")
    return oidc


def signed_claims(token: Any, *, keys: Any, issuer: str, client_id: str, nonce: str | None) -> dict[str, Any]:
    """The claims of an ID token; raises OAuth2Error unless it is signed, in time, for us, and answers our nonce."""
    if not isinstance(token, str) or not nonce:
        raise OAuth2Error("no ID token, or no nonce to hold it against")
    try:
        key = _key(token, jwt.PyJWKSet.from_dict(keys))
        claims: dict[str, Any] = jwt.decode(
            token,
            key=key,
            algorithms=[key.algorithm_name],
            audience=client_id,
            issuer=issuer,
            leeway=CLOCKS_DIFFER,
            options={"require": ["exp", "iat", "iss", "aud", "sub", "nonce"]},
        )
    except (jwt.PyJWTError, KeyError, TypeError, AttributeError) as error:
        raise OAuth2Error(f"the ID token can't be believed: {type(error).__name__}") from error
    if claims["nonce"] != nonce:
        raise OAuth2Error("the ID token answers another nonce")
    audience = claims["aud"]
    for_many = isinstance(audience, list) and len(audience) > 1
    if claims.get("azp", None if for_many else client_id) != client_id:
        raise OAuth2Error("the ID token was made for another application")
    return claims


def _key(token: str, known: jwt.PyJWKSet) -> jwt.PyJWK:
    kid = jwt.get_unverified_header(token).get("kid")
    fitting = [key for key in known.keys if key.algorithm_name in ALGORITHMS and (kid is None or key.key_id == kid)]
    if not fitting:
        raise OAuth2Error("the ID token is signed with a key that the provider does not publish")
    return fitting[0]


def identity(claims: Mapping[str, Any], told: Mapping[str, Any], oidc: Oidc) -> Identity:
    """Who that is, by the claims that the settings name; an address and its verification come from one source."""
    for name, value in oidc.demanded:
        if str(claims.get(name)) != value:
            raise OAuth2Error(f"the claim {name} is not what the settings demand")
    subject = claims.get(oidc.subject)
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise OAuth2Error(f"the claim {oidc.subject} is missing or too long")
    email = told.get(oidc.email)
    name = told.get("name", claims.get("name"))
    return Identity(
        provider=oidc.issuer,
        subject=subject,
        email=email.strip() if isinstance(email, str) else "",
        verified=said_yes(told.get(oidc.verified)),
        name=name.strip() if isinstance(name, str) else "",
        groups=_groups(claims, told, oidc.groups),
    )


def said_yes(value: Any) -> bool | None:
    """True, false, or nothing said; providers write `true`, `"true"`, `1` and `"1"`."""
    if value is None:
        return None
    return str(value).lower() in {"true", "1"}


def _groups(claims: Mapping[str, Any], told: Mapping[str, Any], name: str) -> frozenset[str] | None:
    if not name:
        return None
    if name in (claims.get("_claim_names") or {}) or claims.get("hasgroups"):
        return None  # Microsoft's way of saying that there are too many to list
    groups = claims.get(name, told.get(name, []))
    return frozenset(map(str, groups)) if isinstance(groups, list) else frozenset({str(groups)})
