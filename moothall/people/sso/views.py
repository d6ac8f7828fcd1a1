"""The way to a provider and back."""

import logging

from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.sessions import LoginSession
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from moothall.kit.throttle import limited
from moothall.people.sso import saml
from moothall.people.sso.adapter import failure, refusal
from moothall.people.sso.identity import Reason, RefusedError
from moothall.people.sso.oidc import ComingBack, Conversation
from moothall.people.sso.options import Saml
from moothall.people.sso.providers import OidcProvider, SamlProvider

log = logging.getLogger(__name__)
SETTING_OUT = frozenset({"GET"})
KEPT_AS = "moothall-saml"  # the cookie
KEPT = 300  # seconds that a SAML answer waits for the browser to come round


@login_not_required
@never_cache
@require_GET
@limited("sign_in", methods=SETTING_OUT)
def oidc(request: HttpRequest) -> HttpResponse:
    """Set out to the OpenID Connect provider."""
    if settings.MOOTHALL_SSO.oidc is None:
        raise Http404
    return _set_out(request, OidcProvider.id)


@login_not_required
@never_cache
@require_GET
def oidc_back(request: HttpRequest) -> HttpResponse:
    """Come back from it."""
    options = settings.MOOTHALL_SSO.oidc
    if options is None:
        raise Http404
    view = ComingBack.adapter_view(Conversation(request, options.issuer))
    try:
        response: HttpResponse = view(request)
    except (RequestException, OAuth2Error) as error:
        return failure(request, error)
    return response


@login_not_required
@never_cache
@require_GET
@limited("sign_in", methods=SETTING_OUT)
def saml_start(request: HttpRequest) -> HttpResponse:
    """Set out to the SAML provider."""
    _saml()
    return _set_out(request, SamlProvider.id)


@login_not_required
@csrf_exempt
@never_cache
@require_POST
@limited("sign_in")
def saml_acs(request: HttpRequest) -> HttpResponse:
    """Take the provider's post, which comes without our session, and let the browser come round with it."""
    _saml()
    answer = request.POST.get("SAMLResponse", "")
    if not 0 < len(answer) <= saml.LARGEST_RESPONSE:
        return refusal(request, Reason.BROKEN)
    response = HttpResponseRedirect(reverse("sso_saml_back"))
    kept = LoginSession(request, "saml_kept", KEPT_AS)
    kept.store.set_expiry(KEPT)
    kept.store["answer"] = answer
    kept.save(response)
    response.cookies[KEPT_AS]["httponly"] = True
    return response


@login_not_required
@never_cache
@require_GET
def saml_back(request: HttpRequest) -> HttpResponse:
    """Read what the provider said, once, in the session that asked for it; nothing of it stays in the browser."""
    options = _saml()
    kept = LoginSession(request, "saml_kept", KEPT_AS)
    answer = str(kept.store.get("answer") or "")
    kept.delete()
    response = _believe(request, options, answer)
    response.delete_cookie(KEPT_AS, path=request.path, samesite="Lax")
    return response


def _believe(request: HttpRequest, options: Saml, answer: str) -> HttpResponse:
    """Let in whom the answer names, if it is to be believed."""
    provider = get_adapter(request).get_provider(request, provider=SamlProvider.id)
    try:
        response = saml.parsed(options, answer)
        request_id = saml.asked_by(response)
        state = statekit.unstash_state(request, state_id=request_id, provider_id=provider.sub_id)
        if not request_id or state is None:
            raise saml.NotBelievedError("the answer belongs to no request of this session")
        login = provider.sociallogin_from_response(request, saml.identity(options, response, request_id=request_id))
    except RefusedError as refused:
        return refusal(request, refused.reason)
    except saml.NotBelievedError as error:
        log.warning("a SAML answer was not believed: %s", error)
        return refusal(request, Reason.BROKEN)
    except RequestException as error:
        return failure(request, error)
    login.state = state
    finished: HttpResponse = complete_social_login(request, login)
    return finished


@login_not_required
@require_GET
def saml_metadata(request: HttpRequest) -> HttpResponse:
    """What the provider has to know of us."""
    return HttpResponse(saml.our_metadata(_saml()), content_type="application/samlmetadata+xml")


def _saml() -> Saml:
    options: Saml | None = settings.MOOTHALL_SSO.saml
    if options is None:
        raise Http404
    return options


def _set_out(request: HttpRequest, provider_id: str) -> HttpResponse:
    provider = get_adapter(request).get_provider(request, provider=provider_id)
    try:
        response: HttpResponse = provider.redirect(
            request, process=AuthProcess.LOGIN, next_url=get_next_redirect_url(request)
        )
    except ImmediateHttpResponse as stopped:
        response = stopped.response
    except (OAuth2Error, saml.NotBelievedError) as error:
        log.error("single sign-on is not set up: %s", error)
        return refusal(request, Reason.UNREACHABLE)
    except RequestException as error:
        return failure(request, error)
    return response
