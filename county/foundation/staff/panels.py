"""What staff lends to shared pages: its line in the menu, and who may take lists out."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from county.design.panels import frame, menu
from county.foundation.staff.access import Permit
from county.foundation.staff.policy import may_export

menu(
    _("Administration"), _("Staff and keys"), "/staff/", icon="users", permit=Permit.READ, order=90
)


@frame
def exporting(request: HttpRequest) -> dict[str, Any]:
    """Whether the pages offer their lists as files."""
    return {"may_export": may_export(request.user)}  # type: ignore[arg-type]
