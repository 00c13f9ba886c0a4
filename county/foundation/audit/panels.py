"""What audit lends to shared pages: its lines in the menu."""

from django.utils.translation import gettext_lazy as _

from county.design.panels import menu
from county.foundation.audit.access import Permit

ADMINISTRATION = _("Administration")
menu(
    _("Data protection"),
    _("Who looked at what"),
    "/audit/",
    icon="eye",
    permit=Permit.READ,
    order=74,
)
menu(ADMINISTRATION, _("Log of facts"), "/audit/log/", icon="history", permit=Permit.READ, order=93)
menu(
    ADMINISTRATION,
    _("Given up"),
    "/audit/failed/",
    icon="alert-triangle",
    permit=Permit.READ,
    order=94,
)
menu(ADMINISTRATION, _("Alarms"), "/audit/alarms/", icon="bell", permit=Permit.READ, order=93)
