"""How settings differ under test, and what no test may do."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from django.conf import settings
from django.utils.translation import override

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
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

_connect = socket.socket.connect


@pytest.fixture(autouse=True)
def units_speak_the_source_language() -> Iterator[None]:
    """Sentences are asserted as they stand in the code; a page speaks as its visitor chose."""
    with override("en"):
        yield


@pytest.fixture(autouse=True)
def nothing_leaves_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test may speak to the database and to itself; everything else is refused."""

    def connect(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"A test tried to reach {address}.")
        _connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
