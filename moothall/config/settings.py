"""Moothall's settings: read from MOOTHALL_* variables, documented in docs/settings.md."""

import sys
from pathlib import Path
from typing import Any

import dj_database_url
from django.utils.translation import gettext_lazy as _

from moothall.kit import address, listening, posting, rate
from moothall.kit import secrets as kit_secrets
from moothall.kit.branding import Branding
from moothall.kit.env import BadSetting, Env
from moothall.people.sso.options import LOCAL as LOCAL_SIGN_IN
from moothall.people.sso.options import Admission, Oidc, Saml, SingleSignOn

env = Env()

# Where we are ---------------------------------------------------------------------------------------------------------

ENVIRONMENT = env.choice("ENV", "local", ("local", "production"))
PRODUCTION = ENVIRONMENT == "production"
DEBUG = env.flag("DEBUG", default=False)
if DEBUG and PRODUCTION:
    raise BadSetting("MOOTHALL_DEBUG shows secrets to visitors; it cannot be on when MOOTHALL_ENV is production.")
TESTING = "pytest" in sys.modules

MOOTHALL_DATA: Path = env.path("DATA", Path("var"))
MOOTHALL_URL = env.text("URL", "http://127.0.0.1:8000").rstrip("/")

# Secrets: made and kept beside the data on one machine, demanded in production ----------------------------------------

SECRET_KEY = env.text("SECRET_KEY")
_audit_keys = env.text("AUDIT_KEYS")
if PRODUCTION and not (SECRET_KEY and _audit_keys):
    raise BadSetting(
        "In production set MOOTHALL_SECRET_KEY and MOOTHALL_AUDIT_KEYS (or the _FILE form of each) to long random "
        "values of their own. Make one with: python -c 'import secrets; print(secrets.token_hex(32))'"
    )
MOOTHALL_KEYS_SET = bool(SECRET_KEY and _audit_keys)  # and neither merely kept beside the data
MOOTHALL_ANY_KEY_SET = bool(SECRET_KEY or _audit_keys)
if TESTING:
    SECRET_KEY, _audit_keys = "only-for-tests", "t1:" + "7e" * 32
SECRET_KEY = SECRET_KEY or kit_secrets.kept_secret(MOOTHALL_DATA / "secrets", "django")
MOOTHALL_AUDIT_KEYS = kit_secrets.audit_keys(_audit_keys or kit_secrets.kept_secret(MOOTHALL_DATA / "secrets", "audit"))
MOOTHALL_AUDIT_ANCHOR: Path = env.path("AUDIT_ANCHOR", MOOTHALL_DATA / "audit" / "heads.log")

# Hosts and transport --------------------------------------------------------------------------------------------------

_host = MOOTHALL_URL.split("://", 1)[-1].split("/", 1)[0].rsplit(":", 1)[0]
ALLOWED_HOSTS = list(env.names("HOSTS", (_host, "127.0.0.1", "localhost", "[::1]")))
HTTPS = MOOTHALL_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [MOOTHALL_URL] if HTTPS else []
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-moothall" if HTTPS else "moothall"
CSRF_COOKIE_NAME = "__Host-moothall-csrf" if HTTPS else "moothall-csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = env.number("SESSION_HOURS", 12, least=1, most=24 * 30) * 3600
SECURE_SSL_REDIRECT = HTTPS and env.flag("HTTPS_REDIRECT", default=True)
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
_behind_proxy = env.flag("BEHIND_PROXY", default=False)
MOOTHALL_TRUSTED_PROXIES = address.proxies(
    "TRUSTED_PROXIES", env.names("TRUSTED_PROXIES", ("127.0.0.1", "::1", "unix") if _behind_proxy else ())
)
if _behind_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Rooms ----------------------------------------------------------------------------------------------------------------

ROOMS = (
    "home",
    "charter",
    "disclosure",
    "change",
    "risks",
    "lessons",
    "mail",
    "spaces",
    "policies",
    "records",
    "search",
    "notices",
    "people",
    "files",
    "audit",
    "kit",
)
# The rooms that a council may switch off.
UPPER_ROOMS = ("charter", "disclosure", "change", "risks", "lessons", "mail", "spaces", "policies", "records")
MOOTHALL_ROOMS_OFF = env.names("ROOMS_OFF")
if unknown := set(MOOTHALL_ROOMS_OFF) - set(UPPER_ROOMS):
    raise BadSetting(
        f"MOOTHALL_ROOMS_OFF names {', '.join(sorted(unknown))}; only {', '.join(UPPER_ROOMS)} can be switched off."
    )

INSTALLED_APPS = [
    *(f"moothall.{room}" for room in ROOMS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.forms",
    "template_partials",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "moothall.kit.logs.RequestId",
    "moothall.kit.counting.Counting",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "moothall.kit.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "moothall.kit.middleware.LoginRequired",
    *(["moothall.records.tally.Counting"] if "records" not in MOOTHALL_ROOMS_OFF else []),
    "django.contrib.messages.middleware.MessageMiddleware",
    "moothall.kit.throttle.Throttle",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    *(() if "policies" in MOOTHALL_ROOMS_OFF else ("moothall.policies.middleware.Gate",)),
]

ROOT_URLCONF = "moothall.config.urls"
WSGI_APPLICATION = "moothall.config.wsgi.application"
FORM_RENDERER = "moothall.kit.forms.GovRenderer"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "moothall.kit.context.hall",
            ],
            "builtins": ["django.templatetags.i18n", "moothall.kit.templatetags.kit"],
        },
    },
]

# Database: SQLite beside the data, or PostgreSQL by address -----------------------------------------------------------

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
_sqlite = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
        "PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;"
    ),
}
_database_url = env.text("DATABASE_URL")
_owner_url = env.text("DATABASE_OWNER_URL")  # who makes and changes the tables, where that is not who runs the hall
MOOTHALL_DATABASE_RUNTIME_ROLE = (
    str(dj_database_url.parse(_database_url or "sqlite://").get("USER") or "") if _owner_url else ""
)
if _owner_url and not MOOTHALL_DATABASE_RUNTIME_ROLE:
    raise BadSetting("MOOTHALL_DATABASE_OWNER_URL needs MOOTHALL_DATABASE_URL with the user that the hall runs as.")
if _owner_url and sys.argv[1:2] in (["migrate"], ["restore"]):
    _database_url = _owner_url
DATABASES: dict[str, dict[str, Any]] = {
    "default": dict(dj_database_url.parse(_database_url or f"sqlite:///{MOOTHALL_DATA / 'moothall.sqlite3'}"))
}
_database = DATABASES["default"]
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database["ENGINE"] = "moothall.kit.sqlite"  # the same, with a fairer wait for the turn to write
    _database["OPTIONS"] = _sqlite
    _database["TEST"] = {"NAME": str(MOOTHALL_DATA / "test.sqlite3")}
elif _database["ENGINE"] != "django.db.backends.postgresql":
    raise BadSetting("MOOTHALL_DATABASE_URL must begin with sqlite:// or postgresql://.")
_database["CONN_MAX_AGE"] = 600
_database["CONN_HEALTH_CHECKS"] = True

# People and signing in ------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["moothall.people.backend.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:desk"
ACCOUNT_ADAPTER = "moothall.people.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "moothall.people.signin.LoginForm",
    "reset_password": "moothall.people.signin.ResetPasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True  # sessions end by SESSION_COOKIE_AGE, not with the browser
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# By address every limit is ours (MOOTHALL_LIMIT_SIGN_IN), as a whole council may come from one; these are by account.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "60/m/ip,5/5m/key",
    "reset_password": "5/m/key",
    "reset_password_from_key": None,
    "request_login_code": "3/m/key",
}
MFA_ADAPTER = "moothall.people.adapter.MFAAdapter"
MFA_FORMS = {"add_webauthn": "moothall.people.signin.AddPasskeyForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = "Moothall"
USERSESSIONS_TRACK_ACTIVITY = False
MOOTHALL_STAFF_MINUTES = env.number("STAFF_MINUTES", 15, least=1, most=120)

# Single sign-on -------------------------------------------------------------------------------------------------------

_oidc = Oidc.checked(
    issuer=env.text("OIDC_ISSUER"),
    client_id=env.text("OIDC_CLIENT_ID"),
    secret=env.text("OIDC_CLIENT_SECRET"),
    name=env.text("OIDC_NAME"),
    scopes=env.names("OIDC_SCOPES"),
    subject=env.choice("OIDC_SUBJECT", "sub", ("sub", "oid")),
    email=env.text("OIDC_EMAIL"),
    verified=env.text("OIDC_VERIFIED"),
    groups=env.text("OIDC_GROUPS"),
    demanded=env.names("OIDC_REQUIRE"),
)
_saml = Saml.checked(
    metadata=env.text("SAML_METADATA"),
    idp=env.text("SAML_IDP"),
    name=env.text("SAML_NAME"),
    entity_id=env.text("SAML_ENTITY_ID"),
    subject=env.text("SAML_SUBJECT"),
    email=env.text("SAML_EMAIL"),
    person_name=env.text("SAML_PERSON_NAME"),
    groups=env.text("SAML_GROUPS"),
)
MOOTHALL_SSO = SingleSignOn(
    oidc=_oidc,
    saml=_saml,
    admission=Admission.checked(
        trusted_domains=env.names("SSO_TRUSTED_DOMAINS"),
        new_domains=env.names("SSO_NEW_DOMAINS"),
        new_groups=env.names("SSO_NEW_GROUPS"),
        roles=env.names("SSO_ROLES"),
        local=env.choice("LOCAL_SIGN_IN", "everyone", LOCAL_SIGN_IN),
        provided=bool(_oidc or _saml),
    ),
)
SOCIALACCOUNT_ADAPTER = "moothall.people.sso.adapter.SocialAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False

# Words, time ----------------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English")), ("cy", _("Welsh"))]
TIME_ZONE = env.text("TIME_ZONE", "Europe/London")
USE_I18N = USE_TZ = True

# Files and static assets ----------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = MOOTHALL_DATA / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns of a missing folder at every start
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG or TESTING  # tests open hundreds of clients, and each would list every file
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": MOOTHALL_DATA}},
    "blobs": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MOOTHALL_DATA / "blobs", "base_url": None},
    },
    "staticfiles": {"BACKEND": "moothall.kit.assets.StaticStorage"},
}
if _bucket := env.text("S3_BUCKET"):
    STORAGES["blobs"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": _bucket,
            "endpoint_url": env.text("S3_ENDPOINT") or None,
            "region_name": env.text("S3_REGION") or None,
            "access_key": env.text("S3_ACCESS_KEY") or None,
            "secret_key": env.text("S3_SECRET_KEY") or None,
            "default_acl": None,
            "file_overwrite": True,
        },
    }
MOOTHALL_UPLOAD_MB = env.number("UPLOAD_MB", 500, least=1, most=100_000)
MOOTHALL_UPLOAD_FORM_MB = env.number("UPLOAD_FORM_MB", 50, least=1, most=10_000)
MOOTHALL_MAIL_UPLOAD_MB = env.number("MAIL_UPLOAD_MB", 2048, least=1, most=1_000_000)
MOOTHALL_OWN_DOMAINS = env.names("OWN_DOMAINS")
MOOTHALL_UPLOAD_PERSON_MB = env.number("UPLOAD_PERSON_MB", 10_000, least=1, most=10_000_000)
MOOTHALL_UPLOAD_HALL_MB = env.number("UPLOAD_HALL_MB", 0, least=0, most=1_000_000_000)
MOOTHALL_DISK_RESERVE_MB = env.number("DISK_RESERVE_MB", 500, least=0, most=1_000_000)
FILE_UPLOAD_HANDLERS = ["moothall.files.handlers.CarefulHandler"]
FILE_UPLOAD_TEMP_DIR = None
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

# Work in the background, cache ----------------------------------------------------------------------------------------

TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend" if TESTING else "django_tasks_db.DatabaseBackend",
        "ENQUEUE_ON_COMMIT": False,
    }
}
CACHES: dict[str, dict[str, Any]]
if _cache_url := env.text("CACHE_URL"):
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": _cache_url}}
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": MOOTHALL_DATA / "cache",
            "OPTIONS": {"MAX_ENTRIES": 10_000},  # failed sign-ins are counted here and must not be crowded out
        }
    }
if TESTING:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MOOTHALL_SHARED_CACHE = bool(_cache_url)

# How often: by person, or by address for those who are not signed in -------------------------------------------------

MOOTHALL_LIMITS = {
    "sign_in": rate.parse("LIMIT_SIGN_IN", env.text("LIMIT_SIGN_IN", "300/m")),
    "find": rate.parse("LIMIT_FIND", env.text("LIMIT_FIND", "120/m")),
    "post": rate.parse("LIMIT_POST", env.text("LIMIT_POST", "30/m")),
    "upload": rate.parse("LIMIT_UPLOAD", env.text("LIMIT_UPLOAD", "600/m")),
    "export": rate.parse("LIMIT_EXPORT", env.text("LIMIT_EXPORT", "20/h")),
    "public": rate.parse("LIMIT_PUBLIC", env.text("LIMIT_PUBLIC", "120/m")),
    "public_comment": rate.parse("LIMIT_PUBLIC_COMMENT", env.text("LIMIT_PUBLIC_COMMENT", "10/h")),
    "request": rate.parse("LIMIT_REQUEST", env.text("LIMIT_REQUEST", "10/h")),
    "request_mail": rate.parse("LIMIT_REQUEST_MAIL", env.text("LIMIT_REQUEST_MAIL", "20/h")),
    "request_mail_all": rate.parse("LIMIT_REQUEST_MAIL_ALL", env.text("LIMIT_REQUEST_MAIL_ALL", "200/h")),
}

# Risks ----------------------------------------------------------------------------------------------------------------

MOOTHALL_ANONYMOUS_REPORTS = env.flag("ANONYMOUS_REPORTS", default=True)

# Change ---------------------------------------------------------------------------------------------------------------

MOOTHALL_CONSULTATION_DAYS = env.number("CONSULTATION_DAYS", 28, least=1, most=366)

# Exchange with other bodies -------------------------------------------------------------------------------------------

MOOTHALL_EXCHANGE_PRIVATE = env.flag("EXCHANGE_PRIVATE", default=False)

# Records --------------------------------------------------------------------------------------------------------------

MOOTHALL_ACCESS_REVIEW_MONTHS = env.number("ACCESS_REVIEW_MONTHS", 12, least=1, most=60)
MOOTHALL_DORMANT_DAYS = env.number("DORMANT_DAYS", 90, least=7, most=1000)
MOOTHALL_TALLY_SECONDS = 0 if TESTING else 60  # tests say when what was counted is written down
MOOTHALL_REPORT_DAYS = env.number("REPORT_DAYS", 10, least=1, most=60)

# Opening what strangers sent ------------------------------------------------------------------------------------------

MOOTHALL_SANDBOX_STRICT = env.flag("SANDBOX_STRICT", default=PRODUCTION)

# The council ----------------------------------------------------------------------------------------------------------

MOOTHALL_COUNCIL = Branding.checked(
    name=env.text("COUNCIL_NAME", "Wexmoor Council"),
    colour=env.text("COUNCIL_COLOUR", "#5b2a55"),
    logo=env.path("COUNCIL_LOGO", Path()) if env.raw("COUNCIL_LOGO") else None,
)

# Mail out: every mail goes into a queue in the database, from which the worker sends it -----------------------

EMAIL_BACKEND = "moothall.notices.backend.Queue"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("FROM_EMAIL", f"moothall@{_host}")
MOOTHALL_MAIL_PROVIDER = env.choice("MAIL_PROVIDER", "outbox", posting.WAYS)
EMAIL_HOST = env.text("SMTP_HOST")
_smtp_security = env.choice("SMTP_SECURITY", "starttls", ("starttls", "tls", "none"))
EMAIL_PORT = env.number("SMTP_PORT", {"starttls": 587, "tls": 465, "none": 25}[_smtp_security], least=1, most=65535)
EMAIL_HOST_USER = env.text("SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("SMTP_PASSWORD")
EMAIL_USE_TLS, EMAIL_USE_SSL = _smtp_security == "starttls", _smtp_security == "tls"
EMAIL_TIMEOUT = 30
_way = posting.way(
    MOOTHALL_MAIL_PROVIDER,
    host=EMAIL_HOST,
    key=env.text("MAIL_KEY"),
    secret=env.text("MAIL_SECRET"),
    domain=env.text("MAIL_DOMAIN"),
    url=env.text("MAIL_API_URL"),
)
MOOTHALL_MAIL_BACKEND, ANYMAIL = _way.backend, dict(_way.anymail)
MOOTHALL_MAIL_CONTENT = env.choice("MAIL_CONTENT", "all", ("all", "open", "none"))

# Requests for information, that come by mail
MOOTHALL_REQUESTS_LISTEN = listening.parse("REQUESTS_LISTEN", env.text("REQUESTS_LISTEN"))
MOOTHALL_REQUESTS_ADDRESSES = env.names("REQUESTS_ADDRESSES")
MOOTHALL_REQUESTS_MAIL_MB = env.number("REQUESTS_MAIL_MB", 30, least=1, most=200)

_log_level = env.choice("LOG_LEVEL", "WARNING", ("DEBUG", "INFO", "WARNING", "ERROR"))
MOOTHALL_METRICS_TOKEN = env.text("METRICS_TOKEN")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"discreet": {"()": "moothall.kit.logs.Discreet"}},
    "formatters": {
        "text": {"format": "{asctime} {levelname} {request_id} {name}: {message}", "style": "{"},
        "json": {"()": "moothall.kit.logs.JsonLines"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["discreet"],
            "formatter": env.choice("LOG_FORMAT", "text", ("text", "json")),
        }
    },
    "root": {
        "handlers": ["console"],
        "level": env.choice("LOG_LEVEL", "WARNING", ("DEBUG", "INFO", "WARNING", "ERROR")),
    },
}
