"""What is left of a person's matters when their file is erased."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from county.dimensions.helpdesk.models import Matter


@transaction.atomic
def empty(resident_id: UUID | str) -> int:
    """Take the last words out of the matters of an erased person; the figures stay."""
    rows = Matter.objects.filter(resident_id=resident_id)
    return rows.update(last_text="", rating_words="", organisation=None)
