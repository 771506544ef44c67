"""Django's settings, all of them from the environment with safe defaults."""

from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONCE, NONE, SELF, STRICT_DYNAMIC

from twinhelm.config import environment
from twinhelm.config.embedded import use_bundled_sqlite

use_bundled_sqlite()

PACKAGE = Path(__file__).resolve().parent.parent
HOME = environment.home()
DEVELOPMENT = environment.flag("DEVELOPMENT")
DEBUG = environment.flag("DEBUG")
SECRET_KEY = environment.secret()
SECRET_KEY_FALLBACKS = environment.names("SECRET_KEY_FALLBACKS")

SITE_URL = environment.text("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
IS_HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = environment.names("ALLOWED_HOSTS") or [urlsplit(SITE_URL).hostname or "127.0.0.1"]
if ALLOWED_HOSTS == ["127.0.0.1"]:
    ALLOWED_HOSTS.append("localhost")  # passkeys work only under a name
CSRF_TRUSTED_ORIGINS = [SITE_URL]
TRUSTED_PROXIES = environment.whole("TRUSTED_PROXIES", 0)
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

INSTALLED_APPS = [
    "twinhelm.config",
    "twinhelm.portal",
    "twinhelm.insights",
    "twinhelm.transition",
    "twinhelm.inventory",
    "twinhelm.worklog",
    "twinhelm.tasks",
    "twinhelm.conversations",
    "twinhelm.projects",
    "twinhelm.clients",
    "twinhelm.responsibilities",
    "twinhelm.upkeep",
    "twinhelm.people",
    "twinhelm.ui",
    "twinhelm.foundation",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "django_vite",
    "csp",
    "ninja",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "twinhelm.foundation.middleware.SafeHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "twinhelm.people.middleware.FormsOnly",
    "twinhelm.people.middleware.MembersOnly",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "twinhelm.ui.middleware.FragmentToasts",
    "twinhelm.people.middleware.Settled",
    "twinhelm.people.middleware.Refusals",
]
ROOT_URLCONF = "twinhelm.config.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django_cotton.templatetags.cotton",
                "twinhelm.ui.templatetags.ui",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "twinhelm.ui.shell.shell",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
COTTON_DIR = "cotton"

DATABASES = {
    "default": dj_database_url.parse(
        environment.text("DATABASE_URL", f"sqlite:///{HOME / 'twinhelm.sqlite3'}"), conn_max_age=600
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON",
    }
CACHES = {
    # In the database, so that a restart forgives nobody's wrong passwords.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "foundation_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # email is unique without case, which Django doesn't recognise
    "django_vite.W001",  # `twinhelm check` says it in our words
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FILES = HOME / "files"
INSIDE_HOSTS = frozenset(environment.names("INSIDE_HOSTS"))
"""Mail and calendar servers inside our own network that members may connect to; all others must be outside."""
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

AUTH_USER_MODEL = "people.Member"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["twinhelm.people.adapters.PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "twinhelm.people.adapters.LongEnough"},
    {"NAME": "twinhelm.people.adapters.NotCommon"},
    {"NAME": "twinhelm.people.adapters.NotOneself"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
ACCOUNT_ADAPTER = "twinhelm.people.adapters.Accounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation has proved the address
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_HTTPS else "http"
ACCOUNT_RATE_LIMITS = {
    "login": "60/15m/ip",
    "login_failed": "10/15m/ip,10/15m/key",
    "reauthenticate": "10/15m/user",
    "reset_password": "10/15m/ip,5/15m/key",
    "reset_password_from_key": "20/15m/ip",
    "setup": "10/15m/ip",
    "join": "20/15m/ip",
    "letters": "20/15m/user",
    "calendars": "20/15m/user",
    "meetings": "60/15m/user",
    "mailboxes": "30/15m/user",
    "for_you": "5/1h/ip,5/1h/key",
    "for_you_open": "30/15m/ip",
}
ACCOUNT_FORMS = {"login": "twinhelm.people.forms.SignInForm", "reauthenticate": "twinhelm.people.forms.AgainForm"}
MFA_ADAPTER = "twinhelm.people.adapters.SecondSteps"
MFA_FORMS = {
    "activate_totp": "twinhelm.people.forms.FirstCodeForm",
    "authenticate": "twinhelm.people.forms.CodeForm",
    "reauthenticate": "twinhelm.people.forms.CodeAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
SOCIALACCOUNT_ADAPTER = "twinhelm.people.adapters.OtherSignIns"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_PROVIDERS = environment.sign_in_providers()
USERSESSIONS_TRACK_ACTIVITY = False  # our own middleware writes at most every five minutes
SESSION_COOKIE_NAME = "__Host-twinhelm" if IS_HTTPS else "twinhelm"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_NAME = "__Host-csrf" if IS_HTTPS else "csrftoken"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [NONCE, STRICT_DYNAMIC],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

LIVE_CHECK_SECONDS = 15
"""How often open pages hear that we are still there, and their sessions are asked again."""

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600  # drawings, whose names carry no digest
WHITENOISE_IMMUTABLE_FILE_TEST = r"/ui/assets/.+-[\w-]{8}\.\w+$"
DJANGO_VITE = {"default": {"manifest_path": PACKAGE / "ui/static/ui/manifest.json", "static_url_prefix": "ui"}}

EMAIL_URL = environment.text("EMAIL_URL")
EMAIL_BACKEND = "twinhelm.foundation.mail.OutboxBackend"
DEFAULT_FROM_EMAIL = environment.text("FROM_EMAIL", "Twinhelm <twinhelm@localhost>")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "twinhelm.foundation.log_lines.OneLine",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        }
    },
    "handlers": {"line": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["line"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["line"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},
        "uvicorn": {"handlers": ["line"], "level": "WARNING", "propagate": False},
        "twinhelm": {"handlers": ["line"], "level": "INFO", "propagate": False},
    },
}
