"""Talking SAML 2.0: what is asked, and what of an answer is believed (saml-profiles-2.0, section 4.1)."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse

from moothall.kit import clock
from moothall.people.sso.identity import Identity, Reason, RefusedError
from moothall.people.sso.options import Saml

if TYPE_CHECKING:
    from onelogin.saml2.response import OneLogin_Saml2_Response
    from onelogin.saml2.settings import OneLogin_Saml2_Settings

METADATA_KEPT = 3600  # seconds
METADATA_WAITS = 5
LARGEST_METADATA = 2_000_000
LARGEST_RESPONSE = 200_000
LONGEST_SUBJECT = 191
REMEMBERED = 86_400  # seconds that an assertion which was used is remembered, well beyond its own life
RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
OVERAGE = "http://schemas.microsoft.com/claims/groups.link"
"""Sent by Microsoft Entra instead of the groups of somebody who is in more than 150 of them."""
ASSERTION = "{urn:oasis:names:tc:SAML:2.0:assertion}"
CANCELLED = ("AuthnFailed", "RequestDenied")


class NotBelievedError(Exception):
    """An answer that is not what it should be; the words are for the log, without content."""


def authentication_request(saml: Saml) -> tuple[str, str]:
    """The address to send somebody to, and the number that the answer must carry."""
    from onelogin.saml2.auth import OneLogin_Saml2_Auth

    auth = OneLogin_Saml2_Auth(_request_data(), old_settings=_settings(saml))
    return auth.login(return_to=""), auth.get_last_request_id()


def our_metadata(saml: Saml) -> bytes:
    """What the provider has to know of the hall."""
    from onelogin.saml2.settings import OneLogin_Saml2_Settings

    metadata = OneLogin_Saml2_Settings(_plain(saml, idp=None), sp_validation_only=True).get_sp_metadata()
    return metadata if isinstance(metadata, bytes) else metadata.encode()


def parsed(saml: Saml, response: str) -> "OneLogin_Saml2_Response":
    """An answer as XML, not yet believed; raises `NotBelievedError` for what is none."""
    from lxml.etree import LxmlError
    from onelogin.saml2.errors import OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError
    from onelogin.saml2.response import OneLogin_Saml2_Response

    if not 0 < len(response) <= LARGEST_RESPONSE:
        raise NotBelievedError("no answer, or one too large")
    try:
        return OneLogin_Saml2_Response(_settings(saml), response)
    except (LxmlError, OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError, ValueError, AttributeError) as error:
        raise NotBelievedError(f"not an answer: {type(error).__name__}") from error


def asked_by(response: "OneLogin_Saml2_Response") -> str:
    """The number of the request that an answer says it belongs to; empty if it belongs to none."""
    return response.get_in_response_to() or ""


def identity(saml: Saml, response: "OneLogin_Saml2_Response", *, request_id: str) -> Identity:
    """Who that is; raises `NotBelievedError` unless signed, in time, for us, answering this request, never used before.

    `RefusedError` is raised where the provider says that the person did not sign in.
    """
    code = (response.document.findtext(".//{*}StatusCode") or "", *_status(response))
    if any(name in word for word in code for name in CANCELLED):
        raise RefusedError(Reason.CANCELLED)
    if not response.is_valid(_request_data(), request_id):
        raise NotBelievedError(str(response.get_error()))
    _demand(response, request_id)
    attributes, subject = _told(saml, response)
    names = attributes.get(saml.person_name, [])
    emails = attributes.get(saml.email, [])
    if len(emails) > 1:
        raise NotBelievedError("more than one e-mail address")
    return Identity(
        provider=saml.idp,
        subject=subject,
        email=emails[0].strip() if emails else "",
        verified=None,
        name=names[0].strip() if names else "",
        groups=_groups(saml, attributes),
    )


def _groups(saml: Saml, attributes: dict[str, list[str]]) -> frozenset[str] | None:
    """The groups; None where no attribute is set for them, or where Entra sends a link because there are too many."""
    if not saml.groups or (saml.groups not in attributes and OVERAGE in attributes):
        return None
    return frozenset(attributes.get(saml.groups, []))


def _status(response: "OneLogin_Saml2_Response") -> list[str]:
    codes = response.document.iter("{urn:oasis:names:tc:SAML:2.0:protocol}StatusCode")
    return [code.get("Value", "") for code in codes]


def _told(saml: Saml, response: "OneLogin_Saml2_Response") -> tuple[dict[str, list[str]], str]:
    """The attributes and the subject of an answer that is believed."""
    from onelogin.saml2.errors import OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError

    try:
        attributes = {name: [str(value) for value in values] for name, values in response.get_attributes().items()}
        return attributes, _subject(saml, response, attributes)
    except (OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError) as error:
        raise NotBelievedError(str(error)) from error


def _subject(saml: Saml, response: "OneLogin_Saml2_Response", attributes: dict[str, list[str]]) -> str:
    """The attribute that was set, or else the NameID, which must be one that stays."""
    if saml.subject:
        subject = "".join(attributes.get(saml.subject, [])[:1])
    else:
        if response.get_nameid_format() == TRANSIENT:
            raise NotBelievedError("the NameID is transient; set MOOTHALL_SAML_SUBJECT, or have another sent")
        subject = response.get_nameid() or ""
    if not subject:
        raise NotBelievedError("no subject")
    return subject if len(subject) <= LONGEST_SUBJECT else hashlib.sha256(subject.encode()).hexdigest()


def _demand(response: "OneLogin_Saml2_Response", request_id: str) -> None:
    """What the library lets pass where it is left out, we demand; and each assertion serves once."""
    (assertion,) = response.document.iter(f"{ASSERTION}Assertion")
    if not list(assertion.iter(f"{ASSERTION}Audience")):
        raise NotBelievedError("for no audience in particular")
    confirmations = list(assertion.iter(f"{ASSERTION}SubjectConfirmationData"))
    for confirmation in confirmations:
        if confirmation.get("InResponseTo") != request_id or confirmation.get("Recipient") != acs_address():
            raise NotBelievedError("the assertion was made for another request")
        if not confirmation.get("NotOnOrAfter"):
            raise NotBelievedError("the assertion never ends")
    if not confirmations:
        raise NotBelievedError("the assertion names no request")
    used = hashlib.sha256(assertion.get("ID", "").encode()).hexdigest()
    if not cache.add(f"sso-saml-{used}", clock.now().isoformat(), REMEMBERED):
        raise NotBelievedError("the assertion was used before")


# Settings, as python3-saml wants them --------------------------------------------------------------------------------


def acs_address() -> str:
    """Where the provider posts its answer."""
    return f"{settings.MOOTHALL_URL}{reverse('sso_saml_acs')}"


def entity_id(saml: Saml) -> str:
    """What the hall calls itself."""
    return saml.entity_id or f"{settings.MOOTHALL_URL}{reverse('sso_saml_metadata')}"


def _settings(saml: Saml) -> "OneLogin_Saml2_Settings":
    from onelogin.saml2.errors import OneLogin_Saml2_Error
    from onelogin.saml2.settings import OneLogin_Saml2_Settings

    try:
        return OneLogin_Saml2_Settings(_plain(saml, idp=_provider(saml)))
    except OneLogin_Saml2_Error as error:
        raise NotBelievedError(f"the provider's metadata can't be used: {error}") from error


def _plain(saml: Saml, idp: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "strict": True,
        "debug": False,
        **({"idp": idp} if idp else {}),
        "sp": {
            "entityId": entity_id(saml),
            "assertionConsumerService": {"url": acs_address(), "binding": POST},
            "NameIDFormat": "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
        },
        "security": {
            "wantAssertionsSigned": True,
            "wantAttributeStatement": False,
            "allowRepeatAttributeName": False,
            "rejectDeprecatedAlgorithm": True,
            "requestedAuthnContext": False,
            "signatureAlgorithm": RSA_SHA256,
            "digestAlgorithm": SHA256,
            "allowSingleLabelDomains": True,
        },
    }


def _provider(saml: Saml) -> dict[str, Any]:
    """The provider's addresses and certificates, from its metadata."""
    from lxml.etree import LxmlError
    from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser

    try:
        known = OneLogin_Saml2_IdPMetadataParser.parse(_metadata(saml.metadata), entity_id=saml.idp)
    except (LxmlError, ValueError) as error:
        raise NotBelievedError("the provider's metadata can't be read") from error
    idp: dict[str, Any] = known.get("idp", {})
    if idp.get("entityId") != saml.idp or not idp.get("singleSignOnService"):
        raise NotBelievedError("the provider's metadata does not describe the provider that was set")
    return idp


def _metadata(where: str) -> bytes:
    """Metadata of a file, or of an address, which is asked once an hour."""
    if "://" not in where:
        try:
            return Path(where).read_bytes()
        except OSError as error:
            raise NotBelievedError(f"the provider's metadata can't be read: {error.strerror}") from error
    key = f"sso-metadata-{hashlib.sha256(where.encode()).hexdigest()}"
    kept: bytes | None = cache.get(key)
    if kept is None:
        kept = _fetched(where)
        cache.set(key, kept, METADATA_KEPT)
    return kept


def _fetched(where: str) -> bytes:
    """The document at an address, which is the one that was set and no other; whole, or not at all."""
    with requests.get(where, timeout=METADATA_WAITS, allow_redirects=False, stream=True) as answer:
        answer.raise_for_status()
        if answer.status_code != requests.codes.ok:
            raise NotBelievedError(f"the provider's metadata has moved (status {answer.status_code})")
        document = b""
        for part in answer.iter_content(65_536):
            document += part
            if len(document) > LARGEST_METADATA:
                raise NotBelievedError("the provider's metadata is too large")
    return document


def _request_data() -> dict[str, Any]:
    """The address of this request as the world knows it, not as the visitor or a proxy says."""
    here = urlsplit(settings.MOOTHALL_URL)
    return {
        "https": "on" if here.scheme == "https" else "off",
        "http_host": here.netloc,
        "script_name": reverse("sso_saml_acs"),
        "get_data": {},
        "post_data": {},
    }
