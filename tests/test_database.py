"""A page that is still being answered does not keep the next test from a clean database."""

from __future__ import annotations

import threading
import time
from contextlib import suppress

import psycopg
import pytest
from django.conf import settings

from county.foundation.database.embedded import RUNTIME
from tests import database


@pytest.mark.django_db(transaction=True)
def test_wiping_goes_on_after_a_deadlock_with_a_page(transactional_db):
    """The page has read the last table that is locked, and then wants the first."""
    first, *_others, last = database._reference
    name = settings.DATABASES["default"]["NAME"]
    with psycopg.connect(database.SERVER.url(RUNTIME, name)) as page:
        page.execute(f"SELECT count(*) FROM {last}")

        def reads_on() -> None:
            time.sleep(0.5)  # until wiping waits for the last table
            with suppress(psycopg.errors.DeadlockDetected):
                page.execute(f"SELECT count(*) FROM {first}")
            page.rollback()

        reading = threading.Thread(target=reads_on)
        reading.start()
        database.wipe()
        reading.join(20)
    assert not reading.is_alive()
