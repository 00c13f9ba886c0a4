"""What enterprises lend to shared pages: the menu."""

from django.utils.translation import gettext_lazy as _

from county.design.panels import menu
from county.records.enterprises.access import Permit

menu(
    "",
    _("Enterprises of the county"),
    "/enterprises/",
    icon="building-factory-2",
    permit=Permit.READ,
    order=24,
)
