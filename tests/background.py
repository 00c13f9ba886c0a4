"""The worker's hands in a test: they move only when told to, and never fail in silence."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from county.foundation.events.actions import drain, drain_outside
from county.foundation.events.clock import WORKS
from county.foundation.events.models import Delivery

TOO_MANY = 1000


class Background:
    """What worker processes do between two requests."""

    def catch_up(self, *, failing: bool = False) -> int:
        """Hand every waiting fact to its listeners, and what those announce, until all is quiet.

        Comes back with the number of turns. A listener that fails, fails the test; with `failing`
        it is left to its next try, as it would be in the office.
        """
        turns = 0
        with override(settings.LANGUAGE_CODE):
            while self._waiting_is_due() and (drain() or drain_outside()):
                turns += 1
                assert turns < TOO_MANY, "Facts announce one another without end."
        if not failing:
            errors = [f"{d.listener}: {d.error}" for d in Delivery.objects.exclude(error="")]
            assert errors == []
        return turns

    def clock_strikes(self, *names: str) -> None:
        """Do what the clock starts: all of it, or the works whose names end with one of these."""
        for name, (_cron, work) in WORKS.items():
            if not names or name.endswith(names):
                with override(settings.LANGUAGE_CODE), transaction.atomic():
                    work()
        self.catch_up()

    def _waiting_is_due(self) -> bool:
        """The database's clock does not travel with the test's; what is fresh is due now."""
        fresh = Delivery.objects.filter(dead_at__isnull=True, error="")
        fresh.filter(due_at__gt=timezone.now(), tries=0).update(due_at=timezone.now())
        return True


@pytest.fixture
def background(db: None) -> Background:
    """The worker, one turn after another, in the test's own transaction."""
    return Background()
