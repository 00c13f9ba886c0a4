"""Let the database know the reviewed library; count what the deny-list refuses."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from county.kernel import clock
from county.records.residents.wording import require_sayable
from county.records.tags.knowledge import definitions
from county.records.tags.models import Definition, RefusedWords


def load_library(*, using: str) -> int:
    """Make every kind of tag exist as `library.toml` has it; what has left it is active no more.

    Raises Unsayable for a wording on the deny-list, IntegrityError for a kind without approvers
    of two units, ground, end, review or assessment. Says how many kinds are active.
    """
    with transaction.atomic(using=using):
        kept = Definition.objects.using(using)
        for row in definitions():
            for field in ("name", "name_en", "use", "use_en"):
                require_sayable(row[field])
            kept.update_or_create(code=row["code"], defaults=row)
        codes = [row["code"] for row in definitions()]
        kept.exclude(code__in=codes).update(active=False)
        return kept.filter(active=True).count()


@transaction.atomic
def count_refusal(category: str) -> None:
    """Count that words of this kind were refused this month; neither words nor person are kept."""
    month = clock.today().replace(day=1)
    row, _made = RefusedWords.objects.get_or_create(month=month, category=category)
    RefusedWords.objects.filter(pk=row.pk).update(times=F("times") + 1)
