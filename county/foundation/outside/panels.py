"""What work with other systems lends to shared pages: its line in the menu, what is agreed to."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from county.design.panels import menu, panel
from county.foundation.outside import queries
from county.foundation.outside.access import Permit

menu(
    _("Administration"), _("Other systems"), "/outside/", icon="arrows-exchange",
    permit=Permit.MANAGE, order=92,
)  # fmt: skip


@panel("approval:outside.partner", "outside/proposed.html", permit="")
def proposed(request: HttpRequest, subject: str) -> dict[str, Any]:
    """What the second person agrees to: who is connected, for what, with which permits."""
    return {"partner": queries.partners().get(pk=subject.partition(":")[2]), "hook": None}


@panel("approval:outside.subscription", "outside/proposed.html", permit="")
def told(request: HttpRequest, subject: str) -> dict[str, Any]:
    """What the second person agrees to: who is told of what, and where."""
    hook = queries.subscription(subject.partition(":")[2])
    return {
        "partner": hook.partner,
        "hook": hook,
        "titles": dict(queries.kinds_to_choose()),
    }
