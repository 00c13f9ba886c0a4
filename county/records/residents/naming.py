"""What residents are called where only their key is known."""

from __future__ import annotations

from django.utils.translation import gettext as _

from county.design.jinja import word
from county.foundation.audit.naming import keys_of, names
from county.records.residents.models import Resident, called


@names("resident")
def residents(keys: list[str]) -> dict[str, str]:
    """Residents by how lists call them, with the number of their file."""
    rows = Resident.objects.filter(pk__in=keys_of(keys))
    return {
        str(key): f"{called(alias, masked, number)} #{number}"
        for key, alias, masked, number in rows.values_list("pk", "alias", "name_masked", "number")
    }


@word
def scope_name(scope: str) -> str:
    """What a consent is about, in words."""
    known = {
        "tags": _("tags that help to serve me"),
        "outreach": _("notices chosen for me"),
        "contact": _("being contacted"),
        "fraud_examples": _("my masked words as examples against fraud"),
    }
    if scope.startswith("tag:"):
        return _("one sensitive tag alone (%s)") % scope[4:]
    return known.get(scope, scope)
