"""All settings of the portal, read from the environment or a `.env` file (see `.env.example`).

Three flags decide the mode: nothing set means production, `DEMO` a demonstration on one machine,
`DEBUG` a developer's server.
"""

import datetime
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
if (BASE_DIR / ".env").exists():
    environ.Env.read_env(BASE_DIR / ".env")

DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)

# A demonstration publishes its passwords anyway; everywhere else a missing key stops the start.
SECRET_KEY = env("SECRET_KEY", default="demonstration-only-" * 3) if DEMO else env("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"] if DEMO else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# Where the portal is, for links in papers that are kept: a request could name any port. Without it
# they have none.
PORTAL_URL = env("PORTAL_URL", default="").rstrip("/")

# The day the portal takes for today, or None for the calendar's (see kkr_portal/clock.py). The
# demonstration stands still one week before the constituent meeting that its data is about.
_portal_date = env("PORTAL_DATE", default="2022-01-12" if DEMO else "")
PORTAL_DATE = datetime.date.fromisoformat(_portal_date) if _portal_date else None

ROOT_URLCONF = "kkr_portal.urls"
WSGI_APPLICATION = "kkr_portal.wsgi.application"
ASGI_APPLICATION = "kkr_portal.asgi.application"

INSTALLED_APPS = [
    "kkr_portal",
    "appointments",
    "elections",
    "meetings",
    "councils",
    "django.forms",  # so that templates/django/forms/field.html is found
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "js_asset",
    "django_prose_editor",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kkr_portal.errors.ErrorPagesMiddleware",
    "kkr_portal.errors.LogInMiddleware",  # public pages say so themselves
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "kkr_portal.context.portal",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database ------------------------------------------------------------------------------------

DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{BASE_DIR}/var/portal.sqlite3")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

match DATABASES["default"]["ENGINE"]:
    case "django.db.backends.sqlite3":
        # Writers wait for each other instead of failing with "database is locked".
        DATABASES["default"]["CONN_MAX_AGE"] = None
        DATABASES["default"]["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    case "django.db.backends.postgresql":
        # One pool per worker process; a new connection per request costs far more than a query.
        DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 4, "timeout": 10}}

# Rate limits of the log-in live here and must be shared by all worker processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
    },
    # The Blå Bog's last pages, of some 200 kB at most (see councils/views/freshness.py).
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 100},
    },
}

# --- People and log-in ---------------------------------------------------------------------------

AUTH_USER_MODEL = "councils.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "front-page"

# How many proxies in front tell the reader's address: rate limits count by it.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0 if DEMO or DEBUG else 1)
ACCOUNT_ADAPTER = "councils.accounts.ClosedSignupAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by the portal's operator, never by sign-up
ACCOUNT_SESSION_REMEMBER = False  # the session ends with the browser
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to addresses that have no account
ACCOUNT_LOGOUT_REDIRECT_URL = "front-page"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "KKR-portalen: "

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="kkr-portalen@localhost")

# How long contact details, portraits and the like are kept after somebody's last place in a council
# ended; `manage.py forget_people` then removes them.
RETENTION_YEARS = env.int("RETENTION_YEARS", default=5)

# --- Danish --------------------------------------------------------------------------------------

LANGUAGE_CODE = "da"
TIME_ZONE = "Europe/Copenhagen"
USE_I18N = True
USE_TZ = True

# --- Static files --------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# The editor's source map alone would take half the time of compressing.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("gz", "br", "png", "woff2", "ttf", "map")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Security ------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the design system's form icons are data addresses in its CSS
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
CSRF_FAILURE_VIEW = "kkr_portal.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

# A demonstration and a developer's server speak plain http; everything else is https only.
_is_https = not (DEMO or DEBUG)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _is_https
SECURE_SSL_REDIRECT = _is_https
SECURE_REDIRECT_EXEMPT = [r"^sundhed/$"]  # a probe asks from the same machine, without TLS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _is_https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _is_https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _is_https else None

# An agenda section is text; the limit leaves room for three long ones and large tables.
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024

# The largest file of an agenda item; the web server in front must let a little more through.
ATTACHMENT_MAX_BYTES = env.int("ATTACHMENT_MAX_MB", default=20) * 1_000_000

# What a paper or a book may take at most before it is given up (see kkr_portal/workshop.py). The
# memory counts everything a process could address, some 200 MB more than it uses.
WORKSHOP_MAX_SECONDS = env.int("PAPER_MAX_SECONDS", default=120)
WORKSHOP_MAX_MB = env.int("PAPER_MAX_MB", default=3000)

# What a book's attachments may be together: all of them are in memory at once, several times over.
BOOK_MAX_BYTES = env.int("BOOK_MAX_MB", default=500) * 1_000_000

# Books, and papers that are prepared, are made by `manage.py work`.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
