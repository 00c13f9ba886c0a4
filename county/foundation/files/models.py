"""What is known of a file; its bytes lie sealed in the files folder."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.kernel.numbers import uuid7


class Kind(models.TextChoices):
    """What a file is to its reader."""

    IMAGE = "image", _("picture")
    PDF = "pdf", _("document")
    AUDIO = "audio", _("voice recording")
    VIDEO = "video", _("video recording")


KINDS = {"image": Kind.IMAGE, "audio": Kind.AUDIO, "video": Kind.VIDEO}
"""What a file is by the first half of its media type; anything else is a document."""


class StoredFile(models.Model):
    """A picture, document or recording in its harmless form, never as it was sent."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    media_type = models.CharField(_("media type"), max_length=80)
    size = models.PositiveIntegerField(_("size, bytes"))
    sha = models.CharField(_("SM3 digest"), max_length=64)
    width = models.PositiveIntegerField(_("width, pixels"), null=True)
    height = models.PositiveIntegerField(_("height, pixels"), null=True)
    seconds = models.PositiveSmallIntegerField(_("length, seconds"), null=True)
    purpose = models.CharField(_("purpose"), max_length=40)
    by = models.CharField(_("by"), max_length=100)
    owner = models.CharField(max_length=32, default="")
    stored_at = models.DateTimeField(_("kept at"), db_default=Now())
    removed_at = models.DateTimeField(_("removed at"), null=True)
    removed_reason = models.CharField(_("removed because"), max_length=200, default="")

    class Meta:
        verbose_name = _("file")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=Kind.values), name="file_kind_known"
            ),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="file_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_thumbnail(self) -> bool:
        """Whether there is a small picture of it."""
        return self.kind in (Kind.IMAGE, Kind.VIDEO)
