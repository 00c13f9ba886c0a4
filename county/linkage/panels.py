"""What linkage lends to shared pages: its menu, and below each record what led to it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from county.design.panels import menu, panel
from county.foundation.audit.naming import names, opens
from county.foundation.staff.policy import Holder
from county.linkage import queries
from county.linkage.access import Permit
from county.linkage.engine import RULES

menu(
    _("Linkage"),
    _("Linkage rules"),
    "/linkage/",
    icon="arrows-exchange",
    permit=Permit.SEE,
    order=60,
)


@panel("record", "linkage/below.html", permit="", order=90)
def below(request: HttpRequest, subject: Any) -> dict[str, Any]:
    """Where what led to the record, and what followed, is asked for when it is looked at."""
    return {"subject": subject}


@panel("approval:linkage.change", "linkage/wish.html", permit=Permit.APPROVE)
def wished(request: HttpRequest, subject: Any) -> dict[str, Any]:
    """Exactly what is asked: the rule, on or off, each parameter as it is and as it is wished."""
    return {"change": queries.change_in_words(str(subject))}


@names("rule")
def rules(keys: list[str]) -> dict[str, str]:
    """Rules by their sentences."""
    return {key: str(RULES[key].title) for key in keys if key in RULES}


@opens("rule")
def rule_pages(holder: Holder, keys: list[str]) -> dict[str, str]:
    """The pages of rules."""
    known = keys if holder.has(Permit.SEE) else []
    return {key: f"/linkage/rules/{key}/" for key in known if key in RULES}
