"""What single sign-on is set to do; read by the settings, so nothing here knows Django's models."""

from dataclasses import dataclass, field
from importlib.util import find_spec
from ipaddress import ip_address
from urllib.parse import urlsplit

from moothall.kit.env import BadSetting

# As in people.models.Role, which cannot be imported while settings are read; a test compares the two.
ROLES = ("administrator", "moderator", "auditor", "disclosure_officer", "risk_manager", "records_manager")
SHARED_ISSUERS = ("common", "organizations", "consumers")  # Microsoft's, where anybody's tenant may vouch for anybody
LOCAL = ("everyone", "guests", "administrators")


@dataclass(frozen=True)
class Oidc:
    """An OpenID Connect provider, and which of its claims mean what."""

    issuer: str
    client_id: str
    secret: str = field(repr=False)
    name: str = "your council account"
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    subject: str = "sub"
    email: str = "email"
    verified: str = "email_verified"
    groups: str = ""
    demanded: tuple[tuple[str, str], ...] = ()

    @classmethod
    def checked(cls, *, issuer: str, client_id: str, secret: str, **rest: object) -> "Oidc | None":
        """The provider, or None where none is set; refuses what would be unsafe or cannot work."""
        if not issuer:
            return None
        if not (client_id and secret):
            raise BadSetting(
                "MOOTHALL_OIDC_ISSUER is set; set MOOTHALL_OIDC_CLIENT_ID and MOOTHALL_OIDC_CLIENT_SECRET too."
            )
        demand_safe(issuer, "MOOTHALL_OIDC_ISSUER")
        if set(urlsplit(issuer).path.split("/")) & set(SHARED_ISSUERS):
            raise BadSetting(
                f"MOOTHALL_OIDC_ISSUER is {issuer!r}, which vouches for every organisation in the world. "
                "Write the address with your own tenant's number in it."
            )
        demanded = pairs("OIDC_REQUIRE", rest.pop("demanded", ()))
        if issuer.rstrip("/") == "https://accounts.google.com" and "hd" not in dict(demanded):
            raise BadSetting("Google vouches for everybody's accounts. Set MOOTHALL_OIDC_REQUIRE to hd=your.domain.")
        given = {key: value for key, value in rest.items() if value}
        return cls(issuer=issuer, client_id=client_id, secret=secret, demanded=demanded, **given)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Saml:
    """A SAML 2.0 identity provider, and which of its attributes mean what."""

    metadata: str
    idp: str
    name: str = "your council account"
    entity_id: str = ""
    subject: str = ""
    email: str = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"
    person_name: str = "http://schemas.microsoft.com/identity/claims/displayname"
    groups: str = ""

    @classmethod
    def checked(cls, *, metadata: str, idp: str, **rest: str) -> "Saml | None":
        """The provider, or None where none is set."""
        if not metadata:
            return None
        if find_spec("onelogin") is None:
            raise BadSetting(
                "MOOTHALL_SAML_METADATA is set, but what reads SAML is not installed. "
                "Install it with: pip install 'moothall[saml]'"
            )
        if not idp:
            raise BadSetting("MOOTHALL_SAML_METADATA is set; set MOOTHALL_SAML_IDP to the provider's entity ID too.")
        if "://" in metadata:
            demand_safe(metadata, "MOOTHALL_SAML_METADATA")
        return cls(metadata=metadata, idp=idp, **{key: value for key, value in rest.items() if value})


@dataclass(frozen=True)
class Admission:
    """Whom the hall lets in of those whom the provider knows."""

    trusted_domains: tuple[str, ...] = ()
    new_domains: tuple[str, ...] = ()
    new_groups: tuple[str, ...] = ()
    roles: tuple[tuple[str, str], ...] = ()
    local: str = "everyone"

    @classmethod
    def checked(
        cls,
        *,
        trusted_domains: tuple[str, ...],
        new_domains: tuple[str, ...],
        new_groups: tuple[str, ...],
        roles: tuple[str, ...],
        local: str,
        provided: bool,
    ) -> "Admission":
        """The rules; refuses a role that does not exist, and a hall that nobody could enter."""
        mapped = pairs("SSO_ROLES", roles)
        if unknown := {role for _group, role in mapped} - set(ROLES):
            raise BadSetting(f"MOOTHALL_SSO_ROLES names {', '.join(sorted(unknown))}; roles are {', '.join(ROLES)}.")
        if local != "everyone" and not provided:
            raise BadSetting("MOOTHALL_LOCAL_SIGN_IN would keep people out: set up a provider first.")
        return cls(
            trusted_domains=tuple(map(plain_domain, trusted_domains)),
            new_domains=tuple(map(plain_domain, new_domains)),
            new_groups=new_groups,
            roles=mapped,
            local=local,
        )


@dataclass(frozen=True)
class SingleSignOn:
    """All of it."""

    oidc: Oidc | None = None
    saml: Saml | None = None
    admission: Admission = Admission()

    @property
    def is_on(self) -> bool:
        """Whether any provider is set."""
        return bool(self.oidc or self.saml)


def plain_domain(typed: str) -> str:
    """`@Harrowby.gov.uk` is `harrowby.gov.uk`."""
    return typed.strip().lstrip("@").lower()


def pairs(name: str, written: object) -> tuple[tuple[str, str], ...]:
    """`a=b, c=d` as pairs; the last equals sign parts them, as a group may be called by a distinguished name."""
    found = []
    for part in written if isinstance(written, tuple) else ():
        left, equals, right = part.rpartition("=")
        if not (equals and left.strip() and right.strip()):
            raise BadSetting(f"MOOTHALL_{name} has {part!r}; write pairs such as this=that, separated by commas.")
        found.append((left.strip(), right.strip()))
    return tuple(found)


def demand_safe(address: str, name: str) -> None:
    """Refuse an address over which somebody could change what the provider says."""
    if not is_safe(address):
        raise BadSetting(f"{name} is {address!r}; it must begin with https://.")


def is_safe(address: str) -> bool:
    """Whether an address is HTTPS, or plain HTTP on this very machine."""
    parts = urlsplit(address)
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and _here(parts.hostname)))


def _here(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False
