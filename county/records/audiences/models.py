"""Audiences as they are kept, and the bitmaps that count them."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.foundation.staff.models import Officer
from county.kernel.numbers import uuid7


class Selectable(models.Model):
    """A tag by which groups may be chosen. What is not here has no bitmap and chooses nobody.

    Loaded from the reviewed library: sensitive tags never are (domain §6.9, invariant 5).
    """

    code = models.CharField(_("tag"), max_length=5, primary_key=True)

    class Meta:
        verbose_name = _("tag that may choose")

    def __str__(self) -> str:
        return self.code


class Bitmap(models.Model):
    """Everyone who has an attribute, as a roaring bitmap of file numbers. The rows are the truth.

    `version` grows with each folding, so that a process knows whether what it remembers is good.
    """

    attribute = models.CharField(max_length=40, primary_key=True)
    version = models.BigIntegerField(default=1)
    people = models.BinaryField()
    folded_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("bitmap of an attribute")

    def __str__(self) -> str:
        return f"{self.attribute} v{self.version}"


class Change(models.Model):
    """One person who got an attribute or lost it since its bitmap was folded; triggers write it."""

    id = models.BigAutoField(primary_key=True)
    attribute = models.CharField(max_length=40)
    number = models.BigIntegerField()
    present = models.BooleanField()

    class Meta:
        verbose_name = _("change of an attribute")
        indexes = [models.Index("attribute", "id", name="audience_changes")]

    def __str__(self) -> str:
        return f"{self.attribute} {'+' if self.present else '-'}{self.number}"


class Audience(models.Model):
    """An expression that officers use again, under a title."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    title = models.CharField(_("title"), max_length=60)
    expression = models.JSONField(_("conditions"))
    author = models.ForeignKey(Officer, models.PROTECT, verbose_name=_("author"))
    made_at = models.DateTimeField(_("made at"), db_default=Now())
    changed_at = models.DateTimeField(_("changed at"), db_default=Now())
    removed_at = models.DateTimeField(_("removed at"), null=True)

    class Meta:
        verbose_name = _("audience")
        indexes = [models.Index("changed_at", name="audience_by_time")]

    def __str__(self) -> str:
        return self.title


class AudienceTag(models.Model):
    """A tag that an audience chooses by; the key refuses every tag that may not choose."""

    id = models.BigAutoField(primary_key=True)
    audience = models.ForeignKey(Audience, models.CASCADE, verbose_name=_("audience"))
    tag = models.ForeignKey(Selectable, models.PROTECT, verbose_name=_("tag"))

    class Meta:
        verbose_name = _("tag of an audience")
        constraints = [models.UniqueConstraint("audience", "tag", name="audience_tag_once")]

    def __str__(self) -> str:
        return f"{self.audience_id} {self.tag_id}"
