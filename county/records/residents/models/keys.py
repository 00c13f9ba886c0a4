"""The keys under which each person's fields are sealed, and the files whose keys are destroyed.

Both tables are left out of the ordinary dump and written to one file beside the keys, the latest
only: whoever restores an old dump finds the key of an erased person nowhere.
"""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from county.kernel import sealing


class ResidentKey(models.Model):
    """One person's key, wrapped by the keyring. Its row removed, nothing of theirs opens again."""

    resident_id = models.UUIDField(primary_key=True)
    wrapped = models.BinaryField(_("wrapped key"), max_length=80)
    made_at = models.DateTimeField(_("made at"), db_default=Now())

    def __str__(self) -> str:
        return str(self.resident_id)


class Erasure(models.Model):
    """A person whose key was destroyed, so that a restored dump is emptied of them again."""

    resident_id = models.UUIDField(primary_key=True)
    by = models.CharField(_("by"), max_length=100)
    reason = models.CharField(_("reason"), max_length=200)
    at = models.DateTimeField(_("at"), db_default=Now())

    class Meta:
        verbose_name = _("erasure")

    def __str__(self) -> str:
        return f"{self.resident_id} {self.at:%F}"


def key_of(resident_id: UUID, *, make: bool) -> sealing.SubjectKey | None:
    """The person's key; made where there is none, but never again for who was erased."""
    place = f"residents_residentkey|{resident_id}"
    kept = ResidentKey.objects.filter(pk=resident_id).first()
    if kept is None and make:
        if Erasure.objects.filter(pk=resident_id).exists():
            raise sealing.KeyMissing("This person's file was erased: nothing is sealed into it.")
        kept, _made = ResidentKey.objects.get_or_create(
            pk=resident_id, defaults={"wrapped": sealing.wrapped_key(place)}
        )
    return sealing.unwrapped(bytes(kept.wrapped), place) if kept else None
