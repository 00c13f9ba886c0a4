"""How this county's installation is set: everything comes from the environment (.env.example)."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.utils.translation import gettext_lazy as _

from county.foundation.channels.wecom.standin import setting as standin
from county.foundation.database.embedded import OWNER, RUNTIME, TIPS, WORKER, Server
from county.foundation.database.watched import Watched
from county.kernel import env

ROOT = Path(__file__).resolve().parents[2]
COUNTY = ROOT / "county"

SIWEI_MODE = env.choice(
    "SIWEI_MODE",
    "production",
    "demo: one-click sign-in, codes shown on the page, invented people; never beside real data",
    ("production", "demo"),
)
SIWEI_DEMO = SIWEI_MODE == "demo"
SIWEI_HOME = env.path("SIWEI_HOME", ROOT / "var", "the one folder that holds everything kept")
SIWEI_FILES = SIWEI_HOME / "files"
SIWEI_KEYS = SIWEI_HOME / "keys"
SIWEI_SPOOL = SIWEI_HOME / "spool"
SIWEI_PORT = env.integer("SIWEI_PORT", 8000, "the port of the pages and the streams")
SIWEI_BACKUP_MARK = SIWEI_HOME / "backup.done"
SIWEI_FONTS = env.text(
    "SIWEI_FONTS", "", "a folder with the office's own fonts for papers; empty: free ones are used"
)
SIWEI_PAPER = env.text(
    "SIWEI_PAPER", "", "a .docx restyled in Word, from which papers are made; empty: our own"
)
DATABASE_URL = env.text(
    "DATABASE_URL", "", "postgresql:// address of the runtime role; empty: the embedded server"
)
DATABASE_OWNER_URL = env.text(
    "DATABASE_OWNER_URL", "", "postgresql:// address of the owner role, for migrations only"
)
DATABASE_WORKER_URL = env.text(
    "DATABASE_WORKER_URL",
    "",
    "postgresql:// address of the worker's role siwei_worker, which sets no tags; empty: as above",
)
DATABASE_TIPS_URL = env.text(
    "DATABASE_TIPS_URL",
    "",
    "postgresql:// address of the role siwei_tips, for the anonymous address",
)
SIWEI_EMBEDDED = not DATABASE_URL
SIWEI_TIPS_PORT = env.integer(
    "SIWEI_TIPS_PORT", 0, "the port of the anonymous address; 0: none, but 8002 in the demo"
) or (8002 if SIWEI_DEMO and (SIWEI_EMBEDDED or DATABASE_TIPS_URL) else 0)
SIWEI_TIPS_ADDRESS = env.text(
    "SIWEI_TIPS_ADDRESS", "", "where sources reach the anonymous address, https://…"
).rstrip("/") or (f"http://127.0.0.1:{SIWEI_TIPS_PORT}" if SIWEI_TIPS_PORT else "")


def _secret_key() -> str:
    """The signing key: from the environment, or made once and kept beside the other keys."""
    given = env.text("SIWEI_SECRET_KEY", "", "the key that signs sessions; empty: made and kept")
    if given:
        return given
    return Server(SIWEI_HOME).password("signing")


SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = env.text(
    "SIWEI_HOSTS", "127.0.0.1,localhost,[::1],testserver", "host names the pages answer to"
).split(",")
CSRF_TRUSTED_ORIGINS = [
    origin for origin in env.text("SIWEI_ORIGINS", "", "https:// origins behind a proxy").split(",")
    if origin
]  # fmt: skip
SIWEI_HTTPS = env.flag("SIWEI_HTTPS", default=False, meaning="whether a proxy in front speaks TLS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SIWEI_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SIWEI_HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if SIWEI_HTTPS else 0


def _database(address: str, role: str) -> dict[str, object]:
    """Django's words for a libpq address."""
    parts = urlsplit(address)
    options = parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or role),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or options.get("port", ["5432"])[0]),
        "CONN_HEALTH_CHECKS": True,
    }


SIWEI_SERVER = Server(SIWEI_HOME)
SIWEI_DATABASE_ADDRESS = DATABASE_URL or SIWEI_SERVER.url(RUNTIME)
SIWEI_WORKER_ADDRESS = DATABASE_WORKER_URL or DATABASE_URL or SIWEI_SERVER.url(WORKER)
DATABASES = {
    "default": {
        **_database(SIWEI_DATABASE_ADDRESS, RUNTIME),
        "ATOMIC_REQUESTS": True,  # here only: else every request would open the owner's too
        "OPTIONS": {
            # A restart of the database is over in seconds: ask often, answer the visitor soon.
            "pool": {
                "min_size": 1,
                "max_size": 12,
                "timeout": 4,
                "reconnect_timeout": 2,
                "connection_class": Watched,
            },
            # Every question is planned once for each connection, not once for each request.
            "server_side_binding": True,
            "prepare_threshold": 5,
        },
    },
    "owner": _database(DATABASE_OWNER_URL or SIWEI_SERVER.url(OWNER), OWNER),
}
SIWEI_TIPS_DATABASE = {
    **DATABASES["default"],
    **_database(DATABASE_TIPS_URL or SIWEI_SERVER.url(TIPS), TIPS),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

FOUNDATION = [
    "county.foundation.events",
    "county.foundation.live",
    "county.foundation.staff",
    "county.foundation.audit",
    "county.foundation.switches",
    "county.foundation.files",
    "county.foundation.documents",
    "county.foundation.channels",
    "county.foundation.notices",
    "county.foundation.approvals",
    "county.foundation.outside",
    "county.foundation.figures",
    "county.foundation.transparency",
]
RECORDS = [
    "county.records.places",
    "county.records.organisations",
    "county.records.enterprises",
    "county.records.residents",
    "county.records.lists",
    "county.records.worklist",
    "county.records.rights",
    "county.records.tags",
    "county.records.audiences",
    "county.records.visits",
    "county.records.contacts",
    "county.records.conversations",
]
DIMENSIONS = [
    "county.dimensions.helpdesk",
    "county.dimensions.fraud",
    "county.dimensions.outreach",
    "county.dimensions.procuracy",
    "county.dimensions.incidents",
]
ABOVE = ["county.linkage", "county.dashboard", "county.reports", "county.demo", "county.site"]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "county.design",
    *FOUNDATION,
    *RECORDS,
    *DIMENSIONS,
    *ABOVE,
]
MIDDLEWARE = [
    "county.site.middleware.headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "county.site.middleware.speak",
    "county.site.middleware.refuse_nul",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "county.site.middleware.LoginRequired",
    "county.site.middleware.explain_refusals",
]
CSRF_FAILURE_VIEW = "county.site.away.stale_form"
ROOT_URLCONF = "county.site.urls"
WSGI_APPLICATION = "county.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [
            COUNTY / app.removeprefix("county.").replace(".", "/") / "templates"
            for app in INSTALLED_APPS
            if app.startswith("county.")
        ],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "county.design.jinja.environment"},
    }
]
FORM_RENDERER = "county.design.widgets.Drawn"

AUTH_USER_MODEL = "staff.Officer"
AUTHENTICATION_BACKENDS = ["county.foundation.staff.sessions.OfficerBackend"]
LOGIN_URL = "/sign-in/"
SESSION_ENGINE = "county.foundation.staff.sessions"
SESSION_COOKIE_NAME = "siwei"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [COUNTY / "kernel" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = SIWEI_HOME / "static"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder"]
STORAGES = {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600

SIWEI_ADDRESS = env.text(
    "SIWEI_ADDRESS", "", "where officers' and residents' phones reach the pages, https://…"
).rstrip("/") or f"http://127.0.0.1:{SIWEI_PORT}"  # fmt: skip
SIWEI_OUTSIDE_NETWORKS = env.networks(
    "SIWEI_OUTSIDE_NETWORKS",
    "private networks to which webhooks may go, such as 10.23.0.0/16,10.24.8.7/32; empty: none",
)
WECOM = env.choice(
    "WECOM",
    "real",
    "standin: play WeCom on this machine, with the settings below filled in; in the demo only",
    ("real", "standin"),
)
WECOM_STANDIN_PORT = env.integer("WECOM_STANDIN_PORT", 8001, "the port of the stand-in for WeCom")
WECOM_CORP_ID = env.text("WECOM_CORP_ID", "", "the enterprise's ID in WeCom; empty: no WeCom")
WECOM_AGENT_ID = env.integer("WECOM_AGENT_ID", 0, "the number of our application in WeCom")
WECOM_SECRET = env.text(
    "WECOM_SECRET",
    "",
    "our application's Secret in WeCom; while it is renewed the new and the old one, with a comma",
)
WECOM_CALLBACK_TOKEN = env.text(
    "WECOM_CALLBACK_TOKEN", "", "Token of the callback; while it is renewed new,old"
)
WECOM_ENCODING_AES_KEY = env.text(
    "WECOM_ENCODING_AES_KEY", "", "EncodingAESKey of the callback; while it is renewed new,old"
)
WECOM_BASE_URL = env.text(
    "WECOM_BASE_URL", "https://qyapi.weixin.qq.com", "the address of WeCom's API, or of a stand-in"
)
WECOM_DOMAIN_PROOF = env.text(
    "WECOM_DOMAIN_PROOF", "", "the word in the name of WW_verify_….txt, for the trusted domain"
)
if WECOM == "standin" and not SIWEI_DEMO:
    raise env.BadEnvironment(
        "WECOM=standin is for the demonstration only: its keys are known to everybody."
    )
if WECOM == "standin":
    WECOM_CORP_ID, WECOM_AGENT_ID, WECOM_SECRET = standin.CORP, standin.AGENT, standin.SECRET
    WECOM_CALLBACK_TOKEN = standin.CALLBACK_TOKEN
    WECOM_ENCODING_AES_KEY = standin.ENCODING_AES_KEY
    WECOM_BASE_URL = f"http://127.0.0.1:{WECOM_STANDIN_PORT}"

SIWEI_LOG_LEVEL = env.choice(
    "SIWEI_LOG_LEVEL",
    "INFO",
    "how much the processes say",
    ("DEBUG", "INFO", "WARNING", "ERROR"),
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"scrub": {"()": "county.site.logs.Scrub"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["scrub"]}
    },
    "root": {"handlers": ["console"], "level": SIWEI_LOG_LEVEL},
    "loggers": {
        "django.request": {"level": "ERROR"},
        # Both would name whole addresses, and WeCom's carry the access token.
        "httpx": {"level": "WARNING"},
        "httpcore": {"level": "WARNING"},
    },
}
