"""Each night what was kept long enough ends; who reached an age is reviewed."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from county.foundation.events.clock import every
from county.foundation.events.registry import on
from county.records.residents.events import AgeReached
from county.records.residents.models import Resident
from county.records.rights import actions
from county.records.rights.periods import kept_at_least, kept_for


@every("40 1 * * *")
def end_periods() -> None:
    """Take away what was kept long enough (E31, E32)."""
    actions.end_periods()


@on(AgeReached)
def review_by_age(fact: AgeReached) -> None:
    """The data protection office reviews the file of who is grown (E19)."""
    actions.review_by_age(Resident.objects.get(pk=fact.resident_id), age=fact.age)


@kept_for(actions.ARCHIVE, _("files without contact, until they are archived"), days=730)
def archive_silent(before: datetime) -> int:
    """Two years without contact (E31)."""
    return actions.archive_silent(before)


@kept_for(actions.REDUCE, _("archived files, until only the audit is left"), days=180)
def reduce_archived(before: datetime) -> int:
    """Six months more (E31)."""
    return actions.reduce_archived(before)


kept_at_least("audit", _("looks and facts, sealed in their chain"), days=1095)
kept_at_least("consent", _("consents, after the data they are for"), days=1095)
