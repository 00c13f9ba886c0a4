"""One file; whether it is somebody's own."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404

from county.foundation.files.models import StoredFile
from county.foundation.files.spool import owner_mark


def file(file_id: UUID | None) -> StoredFile:
    """The file with this key; Http404 if there is none."""
    return get_object_or_404(StoredFile, pk=file_id)


def is_kept_by(file_id: UUID, owner: str) -> bool:
    """Whether this file was uploaded by this owner and is still there."""
    own = StoredFile.objects.filter(pk=file_id, owner=owner_mark(owner), removed_at__isnull=True)
    return own.exists()
