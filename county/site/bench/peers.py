"""django-helpdesk beside ours: in its own venv, on the same PostgreSQL, behind the same server.

Nothing of it is a dependency: it is installed when a benchmark asks for it, into the bench folder.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import psycopg
from django.conf import settings

from county.foundation.database.embedded import OWNER
from county.site.bench.clients import Ask
from county.site.bench.ground import environment, free_port, running, wait_for

HELPDESK = "django-helpdesk==2.6.1"
SAME = ("django", "psycopg", "psycopg-binary", "psycopg-pool", "uvicorn", "httptools", "uvloop")
"""What the peer runs on in exactly our versions, so that only the application differs."""
DATABASE = "helpdesk"
HOST = {"Host": "localhost", "Content-Type": "application/json", "Accept": "application/json"}

SETTINGS = '''"""django-helpdesk as it documents itself, with a pool and cached templates."""
SECRET_KEY = "bench"
DEBUG = False
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
    "django.contrib.sites", "django.contrib.humanize", "django.contrib.messages",
    "django.contrib.staticfiles", "django.contrib.admin", "rest_framework", "helpdesk"]
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware"]
ROOT_URLCONF = "peer_urls"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
    "OPTIONS": {"context_processors": ["django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages"]}}]
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", **DATABASE,
    "OPTIONS": {"pool": {"min_size": 1, "max_size": 12, "timeout": 10}}}}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
SITE_ID = 1
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
STATIC_URL = "/static/"
LOGIN_URL = "/login/"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
HELPDESK_ACTIVATE_API_ENDPOINT = True
HELPDESK_TEAMS_MODE_ENABLED = False
LOGGING = {"version": 1, "disable_existing_loggers": True}
'''
URLS = """from django.urls import include, path
urlpatterns = [path("", include("helpdesk.urls", namespace="helpdesk"))]
"""
ENTRY = """import os
os.environ["DJANGO_SETTINGS_MODULE"] = "peer_settings"
from bridge import Bridge
from django.core.wsgi import get_wsgi_application
application = Bridge(get_wsgi_application(), threads=8)
"""
PREPARE = """import json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "peer_settings"
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from helpdesk.models import Queue, Ticket
from helpdesk.query import query_to_base64
agent = get_user_model().objects.filter(username="agent").first()
if agent is None:
    agent = get_user_model().objects.create_superuser("agent", "agent@localhost", "agent")
queue, made = Queue.objects.get_or_create(title="General", slug="general")
missing = int(sys.argv[1]) - Ticket.objects.count()
Ticket.objects.bulk_create([Ticket(queue=queue, title=f"Ticket {n}", priority=3,
    description="Words of a resident", submitter_email=f"r{n % 500}@localhost")
    for n in range(max(0, missing))], batch_size=1000)
session = SessionStore()
session[SESSION_KEY] = str(agent.pk)
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session[HASH_SESSION_KEY] = agent.get_session_auth_hash()
session.create()
query = query_to_base64({"filtering": {"status__in": [1, 2]}, "filtering_null": {},
    "sorting": "created", "sortreverse": False, "search_string": ""})
print(json.dumps({"session": session.session_key, "queue": queue.pk, "query": query}))
"""


class Helpdesk:
    """A django-helpdesk that serves: its process, its port, and how it is asked."""

    def __init__(self, pid: int, port: int, known: dict[str, str]) -> None:
        self.pid, self.port, self._known = pid, port, known
        token = "a" * 32
        self.headers = {
            **HOST,
            "Cookie": f"sessionid={known['session']}; csrftoken={token}",
            "X-CSRFToken": token,
        }

    def ticket(self, text: str) -> Ask:
        """Create a ticket through its API."""
        body = {
            "queue": self._known["queue"],
            "title": text[:60],
            "description": text,
            "priority": 3,
            "submitter_email": "resident@example.org",
        }
        return Ask("/api/tickets/", self.headers, json.dumps(body).encode())

    def page(self) -> Ask:
        """Its ticket list as the browser first receives it, without a row."""
        return Ask("/tickets/", self.headers)

    def rows(self) -> Ask:
        """The 50 rows that its page then asks for."""
        return Ask(
            f"/datatables_ticket_list/{self._known['query']}?draw=1&start=0&length=50"
            "&order[0][column]=0&order[0][dir]=desc&search[value]=",
            self.headers,
        )


@contextmanager
def helpdesk(*, tickets: int) -> Iterator[Helpdesk]:
    """django-helpdesk with so many tickets, serving."""
    place = settings.SIWEI_HOME / "django-helpdesk"
    python = install(place)
    _write(place)
    settings.SIWEI_SERVER.make_database(DATABASE)
    done = subprocess.run(  # noqa: S603
        [str(python), "prepare.py", str(tickets)],
        cwd=place, env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    with psycopg.connect(settings.SIWEI_SERVER.url(OWNER, DATABASE), autocommit=True) as wire:
        wire.execute("VACUUM ANALYZE")
    port = free_port()
    command = [str(python), "-m", "uvicorn", "peer_entry:application", "--host", "127.0.0.1",
               "--port", str(port), "--no-access-log", "--log-level", "warning",
               "--lifespan", "off"]  # fmt: skip
    with running("helpdesk", command, cwd=place, env=environment()) as pid:
        wait_for(port, "/login/")
        yield Helpdesk(pid, port, json.loads(done.stdout.splitlines()[-1]))


def install(place: Path) -> Path:
    """The peer's own interpreter, with the peer in it; installed once."""
    python, mark = place / "venv" / "bin" / "python", place / "installed"
    wanted = [HELPDESK, *(f"{name}=={version(name)}" for name in SAME)]
    if mark.exists() and mark.read_text() == "\n".join(wanted):
        return python
    place.mkdir(parents=True, exist_ok=True)
    for command in (
        [sys.executable, "-m", "venv", "--clear", str(place / "venv")],
        [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted],
    ):
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    mark.write_text("\n".join(wanted))
    return python


def _write(place: Path) -> None:
    """The peer's site: five small files, our own bridge to WSGI among them."""
    parts = urlsplit(settings.SIWEI_SERVER.url(OWNER, DATABASE))
    options = parse_qs(parts.query)
    database = {
        "NAME": DATABASE,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options["host"][0],
        "PORT": options["port"][0],
    }
    for name, text in (
        ("peer_settings.py", f"DATABASE = {database!r}\n{SETTINGS}"),
        ("peer_urls.py", URLS),
        ("peer_entry.py", ENTRY),
        ("prepare.py", PREPARE),
        ("bridge.py", (settings.COUNTY / "site" / "bridge.py").read_text()),
    ):
        (place / name).write_text(text)
