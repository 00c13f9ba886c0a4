"""What a resident may ask of those who keep data: to see, to correct, to delete."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.foundation.staff.models import Department
from county.kernel import clock
from county.kernel.errors import Refused
from county.kernel.numbers import uuid7
from county.kernel.saying import saying
from county.kernel.text import clean
from county.records.residents.models import Resident
from county.records.worklist import actions as worklist
from county.records.worklist.models import Kind, Task

OFFICE = "DPO"
ANSWERED_WITHIN = 30
"""Days within which a request is answered (GB/T 35273-2020, 8.7)."""
RIGHTS = {
    "see": gettext_noop("asks to see all that is kept"),
    "correct": gettext_noop("asks to correct what is kept"),
    "delete": gettext_noop("asks to delete what is kept"),
}


@transaction.atomic
def ask(resident: Resident, *, right: str, words: str) -> Task:
    """Give the data protection office the resident's request, with the day it must be answered."""
    if right not in RIGHTS:
        raise Refused(_("Choose what you ask for."))
    day = clock.today()
    return worklist.assign(
        key=f"right:{uuid7()}",
        kind=Kind.OTHER,
        title=saying(gettext_noop("Resident %s"), saying(RIGHTS[right])),
        why=clean(words, 300) or saying(gettext_noop("No further words.")),
        basis="GB/T 35273-2020 8.7",
        about=resident.actor,
        due_at=clock.end_of_day(day + timedelta(days=ANSWERED_WITHIN)),
        department=Department.objects.get(pk=OFFICE),
        by=resident,
        url=f"/residents/{resident.pk}/",
        area_code=resident.area_code,
    )
