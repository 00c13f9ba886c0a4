"""Which of the enterprise's tags in WeCom are ours."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CorpTag(models.Model):
    """A tag, or a group, of our library as WeCom keeps it; what is not here is not ours."""

    code = models.CharField(_("code"), max_length=5, primary_key=True)
    wecom_id = models.CharField(_("name in WeCom"), max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=30)
    order = models.PositiveBigIntegerField(_("order"))

    class Meta:
        verbose_name = _("tag in WeCom")

    def __str__(self) -> str:
        return self.name
