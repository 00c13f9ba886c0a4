"""How settings differ under test, and what no test may do."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import hypothesis
import pytest
from django.conf import settings
from django.utils.translation import override
from xdist.scheduler import LoadScopeScheduling

from county.kernel import boxes, limits

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
boxes.MEMORY, boxes.PASSES = 64, 1
settings.STORAGES = {
    **settings.STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
# A pool's threads would outlive the database that a test run drops.
settings.DATABASES["default"]["OPTIONS"] = {}
for folder in (settings.SIWEI_FILES, settings.SIWEI_SPOOL, settings.STATIC_ROOT):
    Path(folder).mkdir(parents=True, exist_ok=True)
django.setup()
# Timings are benchmarks, never tests: these machines are shared.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

_connect = socket.socket.connect

TOGETHER = ("tests/acceptance/", "tests/browser/", "county/demo/tests/test_a_played_county.py")
"""Folders and files whose tests share what is dear to start: one process drives each of them."""


class ByFolder(LoadScopeScheduling):
    """Gives each test to whoever is free, but those of some folders to one process.

    xdist's own groups do nothing under pytest 9.2: it no longer reads the name they write to.
    """

    def _split_scope(self, nodeid: str) -> str:
        return next((folder for folder in TOGETHER if folder in nodeid), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFolder | None:
    """How tests are shared out under `--dist loadgroup`."""
    return ByFolder(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.fixture(autouse=True)
def units_speak_the_source_language() -> Iterator[None]:
    """Sentences are asserted as they stand in the code; a page speaks as its visitor chose."""
    with override("en"):
        yield


@pytest.fixture(autouse=True)
def every_limit_begins_anew() -> None:
    """What one test counted is nothing to the next."""
    limits.forget_all()


@pytest.fixture(autouse=True)
def nothing_leaves_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test may speak to the database and to itself; everything else is refused."""

    def connect(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"A test tried to reach {address}.")
        _connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
