"""Show a visitor's name and phone to who has to call back."""

from __future__ import annotations

from django.db import transaction

from county.dimensions.procuracy.actions.questions import demand_desk
from county.dimensions.procuracy.models import Question
from county.foundation.audit.actions import look
from county.foundation.staff.models import Officer
from county.kernel.fields import reveal


@transaction.atomic
def uncover(question: Question, *, reason: str, by: Officer, address: str = "") -> str:
    """A visitor's name and phone in clear, for a reason that is kept with the look."""
    demand_desk(by)
    look(by, f"question:{question.pk}", fields="name phone", reason=reason, address=address)
    return f"{reveal(question, 'visitor')} {reveal(question, 'phone')}".strip()
