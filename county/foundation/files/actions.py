"""Keep a file, in one piece or in parts; open it; remove it."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor
from county.foundation.files import names, sandbox, spool, store
from county.foundation.files.events import FileKept, FileRemoved
from county.foundation.files.models import KINDS, Kind, StoredFile
from county.foundation.files.recognition import Cleaned, Rejected
from county.foundation.files.refusals import FileGone, FileRefused
from county.kernel import clock
from county.kernel.ciphers import digest
from county.kernel.errors import NotAllowed, Refused
from county.kernel.numbers import uuid7


def keep(
    content: bytes, *, name: str, by: Actor, purpose: str, recordings: bool = False
) -> StoredFile:
    """Keep a picture or document in its harmless form; what was sent is forgotten.

    With `recordings` voices and short videos too: their cleaning may take the processor a minute,
    which no page waits for. Raises FileRefused in words for anything else.
    """
    cleaned = _cleaned(content, recordings=recordings)
    return _keep(uuid7(), cleaned, name=name, by=by, purpose=purpose, owner="")


def keep_own(content: bytes, *, media: str, name: str, by: Actor, purpose: str) -> StoredFile:
    """Keep a document of our own making, byte for byte; nothing from outside comes this way."""
    made = Cleaned(media_type=media, content=content)
    return _keep(uuid7(), made, name=name, by=by, purpose=purpose, owner="")


def append(upload: UUID, *, offset: int, chunk: bytes, owner: str) -> int:
    """Add a part to an upload and say where the next begins; the first part begins it.

    Raises WrongOffset, which carries the right one, and FileRefused for what is too large.
    """
    return spool.append(upload, offset=offset, chunk=chunk, owner=owner)


def length(upload: UUID, *, owner: str) -> int:
    """How many bytes of the owner's upload have arrived, for a sender who lost count."""
    return spool.length(upload, owner)


def finish(
    upload: UUID, *, name: str, by: Actor, owner: str, purpose: str, key: UUID | None = None
) -> StoredFile:
    """Keep the file whose parts have arrived. The same upload, or the same `key`, is one file.

    Raises FileRefused in words, after which the parts are gone: sent again they are no better.
    """
    key = key or upload
    # In this order: whoever finds the parts gone finds the file that took them.
    content = spool.content(upload, owner)
    if known := StoredFile.objects.filter(pk=key).first():
        return _own(known, owner)
    if not content:
        raise Refused(_("Nothing of this file has arrived. Send it again."))
    try:
        cleaned = _cleaned(content)
    except FileRefused:
        spool.discard(upload, owner)
        raise
    try:
        with transaction.atomic():
            mark = spool.owner_mark(owner)
            kept = _keep(key, cleaned, name=name, by=by, purpose=purpose, owner=mark)
            transaction.on_commit(lambda: spool.discard(upload, owner))
    except IntegrityError:
        # The same sender, twice at once: the first one's commit let this insert fail.
        return _own(StoredFile.objects.get(pk=key), owner)
    return kept


def open_clean(file: StoredFile) -> bytes:
    """The file's bytes in their harmless form; raises FileGone once it was removed.

    Whether this person may see it is the caller's to decide.
    """
    _demand_kept(file)
    return store.read(file.pk, store.CONTENT)


def open_thumbnail(file: StoredFile) -> bytes:
    """The picture's or video's small JPEG.

    Raises FileGone for a removed file and for one without pictures.
    """
    _demand_kept(file)
    if not file.has_thumbnail:
        raise FileGone(_("There is no small picture of this file."))
    return store.read(file.pk, store.THUMBNAIL)


@transaction.atomic
def remove(file: StoredFile, reason: str, by: Actor) -> StoredFile:
    """Destroy the file's bytes; that it was here, and why it went, stays known."""
    if not reason.strip():
        raise Refused(_("Say in a few words why the file is removed."))
    file = StoredFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    if file.removed_at is not None:
        return file
    file.removed_at, file.removed_reason = clock.now(), reason.strip()[:200]
    file.save(update_fields=["removed_at", "removed_reason"])
    announce(FileRemoved(file_id=str(file.pk), purpose=file.purpose), by=by)
    transaction.on_commit(lambda: store.erase(file.pk))
    return file


def _cleaned(content: bytes, *, recordings: bool = False) -> Cleaned:
    try:
        return sandbox.cleaned(content, recordings=recordings)
    except Rejected as rejected:
        raise FileRefused(rejected.code) from None


@transaction.atomic
def _keep(
    key: UUID, cleaned: Cleaned, *, name: str, by: Actor, purpose: str, owner: str
) -> StoredFile:
    """Row first: a second writer of the same key stops there and never touches the bytes."""
    file = StoredFile.objects.create(
        pk=key,
        name=names.proper(name, cleaned.media_type, key),
        kind=KINDS.get(cleaned.media_type.partition("/")[0], Kind.PDF),
        media_type=cleaned.media_type,
        size=len(cleaned.content),
        sha=digest(cleaned.content).hex(),
        width=cleaned.width,
        height=cleaned.height,
        seconds=cleaned.seconds,
        purpose=purpose,
        by=by.actor,
        owner=owner,
    )
    store.write(key, store.CONTENT, cleaned.content)
    if cleaned.thumbnail:
        store.write(key, store.THUMBNAIL, cleaned.thumbnail)
    announce(FileKept(file_id=str(key), media=cleaned.media_type, purpose=purpose), by=by)
    return file


def _own(file: StoredFile, owner: str) -> StoredFile:
    if file.owner != spool.owner_mark(owner):
        raise NotAllowed(_("This file was sent by somebody else."))
    return file


def _demand_kept(file: StoredFile) -> None:
    if file.removed_at is not None:
        raise FileGone(_("This file was removed."))
