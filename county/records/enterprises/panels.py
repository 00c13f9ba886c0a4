"""What enterprises lend to shared pages: the menu."""

from django.utils.translation import gettext_lazy as _

from county.design.panels import menu
from county.foundation.audit.naming import keys_of, names, opens, pages
from county.foundation.staff.policy import Holder
from county.records.enterprises.access import Permit
from county.records.organisations.models import Organisation

menu(
    "",
    _("Enterprises of the county"),
    "/enterprises/",
    icon="building-factory-2",
    permit=Permit.READ,
    order=24,
)


@names("organisation")
def organisations(keys: list[str]) -> dict[str, str]:
    """Organisations by their names."""
    rows = Organisation.objects.filter(pk__in=keys_of(keys))
    return {str(key): name for key, name in rows.values_list("pk", "name")}


@opens("organisation")
def organisation_pages(holder: Holder, keys: list[str]) -> dict[str, str]:
    """The pages of enterprises."""
    rows = Organisation.objects.all()
    return pages(rows, keys, "/enterprises/%s/") if holder.has(Permit.READ) else {}
