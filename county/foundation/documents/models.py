"""What was issued, and what anyone may know of it who holds its code."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.foundation.files.models import StoredFile
from county.kernel.numbers import uuid7

SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Digits and letters without 0, 1, I and O: 32 of them, five bits each."""
LENGTH = 16


def new_code() -> str:
    """A code of 80 random bits: nobody comes upon one by trying."""
    return "".join(secrets.choice(SIGNS) for _at in range(LENGTH))


class Issued(models.Model):
    """A paper as it left the house. Its words lie sealed in the two files and nowhere else."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(_("code"), max_length=LENGTH, unique=True, default=new_code)
    subject = models.CharField(_("subject"), max_length=80)
    organ = models.CharField(_("organ"), max_length=100)
    kind = models.CharField(_("kind of paper"), max_length=60)
    number = models.CharField(_("number"), max_length=60, default="")
    pages = models.PositiveSmallIntegerField(_("pages"))
    pdf = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("PDF"))
    docx = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("DOCX"))
    pdf_digest = models.CharField(_("SM3 digest of the PDF"), max_length=64)
    text_digest = models.CharField(_("SM3 digest of the words"), max_length=64)
    issued_by = models.CharField(_("issued by"), max_length=100)
    issued_at = models.DateTimeField(_("issued at"), db_default=Now())
    withdrawn_by = models.CharField(_("withdrawn by"), max_length=100, default="")
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    withdrawn_reason = models.CharField(_("withdrawn because"), max_length=200, default="")

    class Meta:
        verbose_name = _("issued paper")
        indexes = [models.Index("subject", "issued_at", name="issued_about")]
        constraints = [
            models.CheckConstraint(condition=Q(pages__gt=0), name="issued_has_pages"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason=""),
                name="issued_withdrawn_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}".strip()

    @property
    def code_said(self) -> str:
        """The code as it stands on the paper: four groups of four."""
        return in_groups(self.code)


def in_groups(code: str) -> str:
    """A code in groups of four, as people read it aloud."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))
