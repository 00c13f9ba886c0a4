"""What lists lend to shared pages: their lines in the menu."""

from django.utils.translation import gettext_lazy as _

from county.design.panels import menu
from county.records.lists.access import Permit

ADMINISTRATION = _("Administration")
menu(
    ADMINISTRATION,
    _("Bring lists in"),
    "/lists/imports/",
    icon="file-text",
    permit=Permit.IMPORT,
    order=98,
)
menu(
    ADMINISTRATION,
    _("Take lists out"),
    "/lists/exports/",
    icon="download",
    permit=Permit.EXPORT,
    order=99,
)
