"""Record a look. If it cannot be recorded, the look does not happen."""

from __future__ import annotations

from django.db import connection
from django.utils.translation import gettext as _

from county.foundation.audit.models import Look
from county.foundation.staff.models import Officer
from county.kernel.errors import Refused

SHORTEST_REASON = 2


class ReasonNeeded(Refused):
    """Private fields are not shown without a reason."""

    status = 400


def look(
    officer: Officer,
    subject: str,
    *,
    fields: str,
    reason: str,
    because: str = "",
    address: str = "",
) -> Look:
    """Write down that the officer is about to see these fields of the subject, and why.

    Raises ReasonNeeded without a reason, RuntimeError outside the transaction that reads.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A look is recorded in the transaction that reads.")
    if len(reason.strip()) < SHORTEST_REASON:
        raise ReasonNeeded(
            _("Say in a few words why you need to see this. The resident can read it.")
        )
    return Look.objects.create(
        by=officer.actor,
        name=officer.name,
        department=officer.department.name,
        subject=subject,
        fields=fields,
        reason=reason.strip()[:200],
        because=because,
        address=address,
    )
