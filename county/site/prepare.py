"""Make the database ready: server, roles, tables, grants, reference data."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.models import Model

from county.dimensions.procuracy.actions.initiatives import load_initiatives
from county.dimensions.procuracy.actions.menu import load_examples
from county.foundation.audit.models import Block, HoneyFile, Look
from county.foundation.channels.actions import WECOM, look_up_accounts
from county.foundation.channels.wecom.client import is_set_up
from county.foundation.database import roles
from county.foundation.events.models import Event
from county.foundation.staff.posts import load_posts
from county.kernel.sealing import Keyring
from county.records.audiences.actions import load_selectable
from county.records.contacts.actions.contacts import ask_for_reading
from county.records.contacts.queries import anyone
from county.records.places.actions import load_areas
from county.records.residents.models import Consent
from county.records.tags.actions import load_library
from county.records.tags.doors import DOORS
from county.records.tags.models import Definition, Tagging


def table_of(model: type[Model]) -> str:
    """The name of a model's table."""
    return str(model._meta.db_table)  # noqa: SLF001 - Django's documented API


APPEND_ONLY = [table_of(model) for model in (Event, Look, Block, Consent)]
READ_ONLY = [table_of(Definition)]
HIDDEN = [table_of(HoneyFile)]
BY_PEOPLE_ONLY = [table_of(Tagging)]
"""A machine may suggest a tag, but not set one (security.md E7)."""


TIPS = {
    "helpdesk_tipbox": "INSERT, SELECT (locator, state, unit_key_id)",
    "helpdesk_leadword": "INSERT",
    "helpdesk_tipreply": "SELECT",
    "helpdesk_unitkey": "SELECT (id, public, department_id, retired_at)",
    "staff_department": "SELECT (code, areas)",
    "places_area": "SELECT",
}
"""All that the anonymous address may do: put words in, look up what waits for a source."""


def start_server() -> None:
    """Start the embedded PostgreSQL and make its database, unless an external one is named."""
    if settings.SIWEI_EMBEDDED:
        settings.SIWEI_SERVER.start()
        settings.SIWEI_SERVER.make_database()


def ready() -> bool:
    """Bring tables, grants and reference data up to the code; False if they were already."""
    for folder in (settings.SIWEI_FILES, settings.SIWEI_SPOOL, settings.STATIC_ROOT):
        Path(folder).mkdir(parents=True, exist_ok=True)
    Keyring.create(settings.SIWEI_KEYS)
    database = settings.DATABASES["default"]
    place = f"{database['HOST']}:{database['PORT']}/{database['NAME']}"
    # Another database named in the settings is an empty one, whatever this folder has seen.
    mark, now = settings.SIWEI_HOME / "schema", f"{schema()} {place}"
    if mark.exists() and mark.read_text() == now:
        return False
    tables()
    load_areas()
    load_posts()
    load_selectable()
    load_initiatives()
    load_examples()
    mark.write_text(now)
    return True


def meet_wecom() -> None:
    """Let the worker learn our accounts and, at the first start, our contacts."""
    if not is_set_up():
        return
    look_up_accounts()
    if not anyone():
        ask_for_reading(reason="first start", by=WECOM)


def tables() -> None:
    """Run the migrations as the owner, then let the runtime role at the rows."""
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    load_library(using="owner")
    roles.grant(
        connections["owner"],
        append_only=APPEND_ONLY,
        hidden=HIDDEN,
        read_only=READ_ONLY,
        by_people_only=BY_PEOPLE_ONLY,
        doors=DOORS,
    )
    roles.grant_tips(connections["owner"], TIPS)
    connections["owner"].close()


def schema() -> str:
    """A digest of everything the database is made from."""
    sources = sorted(settings.COUNTY.rglob("migrations/*.py"))
    sources += [settings.COUNTY / "records/places/areas.json"]
    sources += [settings.COUNTY / "foundation/staff/posts.toml", Path(__file__)]
    sources += [settings.COUNTY / "records/tags/library.toml", Path(roles.__file__)]
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()
