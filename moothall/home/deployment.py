"""What is unsafe in how a hall is run, in words that say how to mend it."""

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core import checks as django_checks
from django.db import connection
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from moothall.audit.models import Entry
from moothall.home import health
from moothall.home.actions import BACKED_UP
from moothall.kit import clock, sandbox
from moothall.kit.inside.limits import Wall
from moothall.people.models import Role, User
from moothall.people.tests.make import PASSWORD as DEMO_PASSWORD

OLD = timedelta(days=2)  # for the newest backup
DEMO_LOOKED_AT = 50  # people whose password is compared with the demo's; each takes a moment on purpose


@dataclass(frozen=True)
class Finding:
    """Something to mend: `unsafe` keeps the hall from going live, the rest is advice."""

    key: str
    unsafe: bool
    words: str


def findings() -> list[Finding]:
    """Everything that is wrong with settings, people, data and machine."""
    parts = (_settings(), _people(), _record(), _data(), _database(), _machine(), _running(), _django())
    return [finding for part in parts for finding in part]


def _settings() -> Iterator[Finding]:
    if not settings.PRODUCTION:
        words = _(
            "This is no production hall: set MOOTHALL_ENV=production, which demands keys and refuses what is unsafe."
        )
        yield Finding("environment", unsafe=True, words=words)
    if settings.DEBUG:
        words = _("Errors show secrets to whoever meets them: take MOOTHALL_DEBUG away.")
        yield Finding("debug", unsafe=True, words=words)
    if not settings.MOOTHALL_KEYS_SET:
        words = _(
            "The keys lie beside the data, so whoever copies the data can forge the record and sign in as anyone. Set "
            "MOOTHALL_SECRET_KEY and MOOTHALL_AUDIT_KEYS, or the _FILE form of each."
        )
        yield Finding("keys", unsafe=True, words=words)
    if not settings.HTTPS:
        words = _("Passwords and pages can be read on the way: serve over https, and say so in MOOTHALL_URL.")
        yield Finding("https", unsafe=True, words=words)
    if "*" in settings.ALLOWED_HOSTS:
        words = _("Mails can be made to link to any address: name the hall’s own in MOOTHALL_HOSTS.")
        yield Finding("hosts", unsafe=True, words=words)
    if settings.MOOTHALL_MAIL_PROVIDER == "outbox":
        words = _("Mail is kept and not sent: nobody is told anything by e-mail. Set MOOTHALL_MAIL_PROVIDER.")
        yield Finding("mail", unsafe=False, words=words)


def _people() -> Iterator[Finding]:
    known = [
        user for user in User.objects.active().order_by("pk")[:DEMO_LOOKED_AT] if user.check_password(DEMO_PASSWORD)
    ]
    if known:
        words = _("{n} people sign in with the password of the demo council, which everybody knows. First: {name}.")
        yield Finding("demo", unsafe=True, words=words.format(n=len(known), name=known[0].name))
    administrators = User.objects.active().filter(role_holdings__role=Role.ADMINISTRATOR)
    if not administrators.exists():
        words = _(
            "Nobody can look after the hall: make an administrator with moothall create_user --role administrator."
        )
        yield Finding("administrators", unsafe=True, words=words)
    bare = administrators.filter(authenticator__isnull=True)
    if bare.exists():
        words = _("{n} administrators sign in with a password alone. Ask them to add a passkey. First: {name}.")
        yield Finding("passkeys", unsafe=False, words=words.format(n=bare.count(), name=bare.order_by("pk")[0].name))


def _record() -> Iterator[Finding]:
    anchor, data = Path(settings.MOOTHALL_AUDIT_ANCHOR).resolve(), Path(settings.MOOTHALL_DATA).resolve()
    if anchor.is_relative_to(data):
        words = _(
            "The anchors of the record lie beside the data, so whoever can change one can change both. Put them on "
            "another machine’s disk with MOOTHALL_AUDIT_ANCHOR."
        )
        yield Finding("anchors", unsafe=False, words=words)
    newest = Entry.objects.filter(verb=BACKED_UP).order_by("-seq").first()
    if newest is None:
        words = _("No backup was ever taken. Take one with: moothall backup DIR")
        yield Finding("backup", unsafe=True, words=words)
    elif _age(newest.at) > OLD:
        words = _("The newest backup is {n} days old. Take one every night: see docs/operations.md.")
        yield Finding("backup", unsafe=True, words=words.format(n=_age(newest.at).days))


def _age(moment: datetime | str) -> timedelta:
    at = parse_datetime(moment) if isinstance(moment, str) else moment
    assert at is not None  # noqa: S101  the record holds moments
    return clock.now() - at


def _data() -> Iterator[Finding]:
    for path in (settings.MOOTHALL_DATA, settings.MOOTHALL_DATA / "secrets"):
        if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            words = _("Other users of this machine can look into {path}. Close it with: chmod 700 {path}")
            yield Finding("permissions", unsafe=True, words=words.format(path=path))


def _database() -> Iterator[Finding]:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tableowner = current_user"
        )
        owned = cursor.fetchone()[0]
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        mighty = cursor.fetchone()[0]
    if mighty:
        words = _(
            "The hall speaks to PostgreSQL as a superuser, who can change the record unseen. Give it a role of its own."
        )
        yield Finding("superuser", unsafe=True, words=words)
    elif owned:
        words = _(
            "The hall owns its tables, so a break-in could take the guards off the record. Run it as a second role: "
            "set MOOTHALL_DATABASE_OWNER_URL, as docs/operations.md tells."
        )
        yield Finding("owner", unsafe=False, words=words)


def _machine() -> Iterator[Finding]:
    missing = sorted(wall.value for wall in set(Wall) - sandbox.walls())
    if missing:
        words = _("The sandbox for foreign files lacks: {walls}. docs/operations.md says what the system must allow.")
        cut = Wall.NETWORK.value in missing
        yield Finding("sandbox", unsafe=cut, words=words.format(walls=", ".join(missing)))


def _running() -> Iterator[Finding]:
    for check in health.checks():
        if not check.ok:
            yield Finding(check.name, unsafe=True, words=check.words)


def _django() -> Iterator[Finding]:
    for message in django_checks.run_checks(include_deployment_checks=True, databases=["default"]):
        if message.level >= django_checks.WARNING and not message.is_silenced():
            hint = f" {message.hint}" if message.hint else ""
            yield Finding(message.id or "django", unsafe=True, words=f"{message.msg}{hint}")
