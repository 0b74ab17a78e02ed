"""The portal's own settings with what a test run needs: a key, a database file, quick hashes."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "only-for-the-test-run-" * 3)
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost")
os.environ.pop("DEMO", None)

from kkr_portal.settings import *  # noqa: F403 -- the environment must be set first

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405 -- from the star above
    # A file, because threads cannot wait for each other in memory as they do in earnest; with the
    # process in its name, because two runs at once must not share it.
    _file = f"{tempfile.gettempdir()}/kkr-test-{os.getpid()}.sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": _file}  # noqa: F405

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    # Hashed names would need a collectstatic before each run.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECURE_SSL_REDIRECT = False  # the test client speaks plain http
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}  # noqa: F405
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True
