"""Which way mail leaves the hall: kept for reading, by SMTP, or through a provider's own interface."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from moothall.kit.env import BadSetting

OUTBOX, SMTP = "outbox", "smtp"


@dataclass(frozen=True)
class Provider:
    """How django-anymail calls a provider's secrets, and what else it needs."""

    backend: str
    key: str
    secret: str = ""
    domain: str = ""
    url: str = ""


@dataclass(frozen=True)
class Way:
    """The Django backend that takes mail out of the queue; empty where mail is kept."""

    backend: str = ""
    anymail: Mapping[str, str] = field(default_factory=dict)


PROVIDERS: Mapping[str, Provider] = {
    "brevo": Provider("brevo", "BREVO_API_KEY", url="BREVO_API_URL"),
    "mailgun": Provider("mailgun", "MAILGUN_API_KEY", domain="MAILGUN_SENDER_DOMAIN", url="MAILGUN_API_URL"),
    "mailjet": Provider("mailjet", "MAILJET_API_KEY", "MAILJET_SECRET_KEY", url="MAILJET_API_URL"),
    "postmark": Provider("postmark", "POSTMARK_SERVER_TOKEN", url="POSTMARK_API_URL"),
    "resend": Provider("resend", "RESEND_API_KEY", url="RESEND_API_URL"),
    "sendgrid": Provider("sendgrid", "SENDGRID_API_KEY", url="SENDGRID_API_URL"),
    "sparkpost": Provider("sparkpost", "SPARKPOST_API_KEY", url="SPARKPOST_API_URL"),
}
WAYS = (OUTBOX, SMTP, *PROVIDERS)


def way(name: str, *, host: str, key: str, secret: str, domain: str, url: str) -> Way:
    """The way that a council chose; raises `BadSetting` where something that it needs is missing."""
    if name == OUTBOX:
        return Way()
    if name == SMTP:
        if not host:
            raise BadSetting("MOOTHALL_MAIL_PROVIDER is smtp, so set MOOTHALL_SMTP_HOST to the mail server's name.")
        return Way("django.core.mail.backends.smtp.EmailBackend")
    provider = PROVIDERS[name]
    if not key or (provider.secret and not secret):
        missing = "MOOTHALL_MAIL_SECRET" if key else "MOOTHALL_MAIL_KEY"
        raise BadSetting(f"MOOTHALL_MAIL_PROVIDER is {name}, so set {missing} (or {missing}_FILE).")
    given = {provider.key: key, provider.secret: secret, provider.domain: domain, provider.url: url}
    anymail = {name: value for name, value in given.items() if name and value}
    return Way(f"anymail.backends.{provider.backend}.EmailBackend", anymail)
