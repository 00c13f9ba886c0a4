"""What of a matter everybody may see."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from county.dimensions.helpdesk.models.matters import Matter


class PublicRequest(models.Model):
    """A matter that came as a service request of Open311: which service, and roughly where.

    The point is kept rounded to a hundredth of a degree, some kilometre: nobody's door.
    """

    matter = models.OneToOneField(
        Matter, models.CASCADE, primary_key=True, related_name="public_request"
    )
    service = models.CharField(_("public service"), max_length=20)
    latitude = models.DecimalField(
        _("latitude, rounded"), max_digits=4, decimal_places=2, null=True
    )
    longitude = models.DecimalField(
        _("longitude, rounded"), max_digits=5, decimal_places=2, null=True
    )

    class Meta:
        verbose_name = _("public service request")

    def __str__(self) -> str:
        return f"{self.service} {self.matter_id}"
