"""One file; whether it is somebody's own."""

from __future__ import annotations

from collections.abc import Iterable
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


def lengths(files: Iterable[UUID | None]) -> dict[UUID, int]:
    """How many seconds each of these recordings lasts; asks nothing where there are none."""
    keys = {key for key in files if key is not None}
    if not keys:
        return {}
    rows = StoredFile.objects.filter(pk__in=keys).values_list("pk", "seconds")
    return {key: seconds for key, seconds in rows if seconds is not None}
