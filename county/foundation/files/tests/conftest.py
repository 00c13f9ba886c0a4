"""Folders of its own for each test: keys, files, spool."""

import pytest

from county.foundation.files import store
from county.kernel import sealing


@pytest.fixture(autouse=True)
def folders(tmp_path, settings):
    settings.SIWEI_KEYS = tmp_path / "keys"
    settings.SIWEI_FILES = tmp_path / "files"
    settings.SIWEI_SPOOL = tmp_path / "spool"
    sealing.declare(store.PURPOSE)
    sealing.Keyring.create(settings.SIWEI_KEYS)
    return tmp_path
