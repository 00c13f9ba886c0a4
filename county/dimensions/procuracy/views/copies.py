"""What other departments see of suggestions: the copies that came to them, and nothing else."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from county.design.http import show
from county.design.tables import Column, table
from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.knowledge.letters import without_secrets
from county.dimensions.procuracy.queries import suggestions as asked
from county.foundation.staff.policy import OfficerRequest, allow

COLUMNS = [
    Column(_("number"), lambda one: str(one.suggestion), "suggestion__number"),
    Column(_("addressee"), lambda one: one.suggestion.addressee, "suggestion__addressee"),
    Column(_("why"), lambda one: one.why),
    Column(_("copied at"), lambda one: one.copied_at, "copied_at"),
]


@allow(Permit.COPIES)
@require_GET
def listing(request: OfficerRequest) -> HttpResponseBase:
    """The copies that came to one's department."""
    context = {
        "table": table(request, asked.copies_for(request.user), COLUMNS, default="-copied_at")
    }
    return show(request, "procuracy/copies.html", context)


@allow(Permit.COPIES)
@require_GET
def one(request: OfficerRequest, copy_id: int) -> HttpResponseBase:
    """One copy: the letter without trade secrets."""
    copy = get_object_or_404(asked.copies_for(request.user), pk=copy_id)
    letter = asked.letter_of(copy.suggestion)
    items = asked.items_of(letter)
    hide = letter.secrets
    for name in ("origin", "facts", "faults", "other"):
        setattr(letter, name, without_secrets(getattr(letter, name), hide))
    for item in items:
        item.content = without_secrets(item.content, hide)
        item.basis = without_secrets(item.basis, hide)
        item.expected = item.check_by = ""
    context = {"copy": copy, "letter": letter, "items": items}
    return show(request, "procuracy/copy.html", context)
