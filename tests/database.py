"""The database of the tests: migrated once, copied for each process, used as the runtime role.

One embedded PostgreSQL in var/test serves all processes of a run, and later runs too: a template
database is kept under the digest of all migrations. The owner role migrates, the superuser wipes;
tests themselves may do what the program may do, which is neither.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO, Any

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase
from psycopg import sql

from county.dimensions.procuracy.actions.initiatives import load_initiatives
from county.foundation.database.embedded import RUNTIME, SUPERUSER, WORKER, Server
from county.foundation.staff.posts import load_posts
from county.kernel.sealing import Keyring
from county.records.audiences.actions import load_selectable
from county.records.places.actions import load_areas
from county.site import prepare

SERVER = Server(Path(settings.SIWEI_HOME), fast=True)
ATTEMPTS = 5
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"

_in_use: IO[str] | None = None
_reference: dict[str, bytes] = {}
_as_remembered: dict[str, str] = {}


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Hold a lock that all processes of all runs in this checkout share."""
    SERVER.home.mkdir(parents=True, exist_ok=True)
    with (SERVER.home / name).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """Give this process a database of its own, copied from the migrated template."""
    global _in_use
    name = f"test_{os.getpid()}"
    with django_db_blocker.unblock():
        with locked("database.lock"):
            _in_use = (SERVER.home / "in-use.lock").open("a")
            fcntl.flock(_in_use, fcntl.LOCK_SH)
            SERVER.start()
            template = make_template()
            SERVER.drop_database(name)
            SERVER.make_database(name, template=template)
        use(name)
        remember_reference(name)
        yield
        for connection in connections.all(initialized_only=True):
            connection.close()
        _wiper(name).close()
        SERVER.drop_database(name)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server when the last process that used it is done."""
    if _in_use is not None:
        _in_use.close()
    if hasattr(config, "workerinput"):
        return
    with locked("database.lock"), (SERVER.home / "in-use.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return
        SERVER.stop()


def make_template() -> str:
    """Migrate a database and load the reference data, unless one for this schema is there."""
    template = f"template_{prepare.schema()[:16]}"
    with superuser() as connection:
        rows = connection.execute("SELECT datname FROM pg_database").fetchall()
    names = {row[0] for row in rows}
    Keyring.create(settings.SIWEI_KEYS)
    if template in names:
        return template
    for old in names:
        if old.startswith(("template_", "making_", "test_")):
            SERVER.drop_database(old)
    making = template.replace("template", "making")
    SERVER.make_database(making)
    use(making)
    prepare.tables()
    load_areas()
    load_posts()
    load_selectable()
    load_initiatives()
    for connection in connections.all(initialized_only=True):
        connection.close()
    with superuser() as connection:
        connection.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(making), sql.Identifier(template)
            )
        )
    return template


@contextmanager
def database_of_its_own(word: str) -> Iterator[None]:
    """Another copy of the template within, for what is dear to bring about and then only read."""
    usual = str(settings.DATABASES["default"]["NAME"])
    own = f"{usual}_{word}"
    with locked("database.lock"):
        SERVER.drop_database(own)
        SERVER.make_database(own, template=f"template_{prepare.schema()[:16]}")
    use(own)
    try:
        yield
    finally:
        for connection in connections.all(initialized_only=True):
            connection.close()
        SERVER.drop_database(own)
        use(usual)


def superuser() -> psycopg.Connection[tuple[Any, ...]]:
    return psycopg.connect(SERVER.url(SUPERUSER, "postgres"), autocommit=True)


def use(name: str) -> None:
    """Point both roles' connections, and whoever listens, at this database."""
    for alias in ("default", "owner"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = settings.DATABASES[alias]["NAME"] = name
    settings.SIWEI_DATABASE_ADDRESS = SERVER.url(RUNTIME, name)
    settings.SIWEI_WORKER_ADDRESS = SERVER.url(WORKER, name)


def remember_reference(name: str) -> None:
    """Keep the rows that the template holds, such as areas and posts, for `wipe`."""
    with psycopg.connect(SERVER.url(SUPERUSER, name)) as connection:
        for (table,) in connection.execute(TABLES).fetchall():
            target = sql.Identifier(table)
            with connection.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(target)) as rows:
                _reference[table] = b"".join(bytes(row) for row in rows)
        _as_remembered.update(_standing(connection))


def _standing(connection: psycopg.Connection[tuple[Any, ...]]) -> dict[str, str]:
    """For each table how many rows it holds and who wrote last: what was not written stays so."""
    each = sql.SQL(" UNION ALL ").join(
        sql.SQL(
            "SELECT {}, count(*) || '.' || coalesce(max(xmin::text::bigint), 0) FROM {}"
        ).format(sql.Literal(table), sql.Identifier(table))
        for table in _reference
    )
    return dict(connection.execute(each, prepare=True).fetchall())  # planned once: half the time


@cache
def _wiper(name: str) -> psycopg.Connection[tuple[Any, ...]]:
    """The connection that wipes this database, kept open: proving a password takes its time."""
    return psycopg.connect(SERVER.url(SUPERUSER, name), autocommit=True)


def wipe() -> None:
    """Make every table what it was in the template; the superuser does it, the program may not.

    Only what was written to is emptied: to truncate all tables took longer than most tests. As with
    a truncation, whoever still writes is waited for; with a page that is still being answered
    PostgreSQL may find that each waits for the other, and then it is tried again.
    """
    for left in reversed(range(ATTEMPTS)):
        try:
            _wiped(_wiper(settings.DATABASES["default"]["NAME"]))
            break
        except psycopg.errors.DeadlockDetected:
            if not left:
                raise


def _wiped(connection: psycopg.Connection[tuple[Any, ...]]) -> None:
    with connection.transaction():
        connection.execute("SET LOCAL lock_timeout = '10s'")
        every = sql.SQL(", ").join(map(sql.Identifier, _reference))
        connection.execute(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(every))
        connection.execute("SET LOCAL session_replication_role = replica")  # no trigger, no key
        now = _standing(connection)
        written = [table for table, stands in now.items() if stands != _as_remembered[table]]
        for table in written:
            target = sql.Identifier(table)
            connection.execute(sql.SQL("DELETE FROM {}").format(target))
            with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(target)) as copy:
                copy.write(_reference[table])
        if any(_reference[table] for table in written):
            _as_remembered.update(_standing(connection))


def _fixture_teardown(self: TransactionTestCase) -> None:
    wipe()


TransactionTestCase._fixture_teardown = _fixture_teardown
