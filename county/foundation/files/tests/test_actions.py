"""Files are kept once, opened, and removed for a reason."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from county.foundation.events.models import Event
from county.foundation.events.registry import System
from county.foundation.files import actions, jobs, spool, store
from county.foundation.files.models import StoredFile
from county.foundation.files.refusals import FileGone, FileRefused
from county.foundation.files.tests import samples
from county.kernel.errors import NotAllowed, Refused
from county.kernel.numbers import uuid7

pytestmark = pytest.mark.django_db(transaction=True)
ME, DESK = "resident:1", System("desk")


def keep(content=None, name="聊天.heic"):
    content = content or samples.heic_with_gps()
    return actions.keep(content, name=name, by=DESK, purpose="message")


def send(upload, content, owner=ME):
    half = len(content) // 2
    offset = actions.append(upload, offset=0, chunk=content[:half], owner=owner)
    actions.append(upload, offset=offset, chunk=content[half:], owner=owner)


def finish(upload, owner=ME, **more):
    return actions.finish(upload, name="a.jpg", by=DESK, owner=owner, purpose="message", **more)


def test_a_picture_is_kept_clean_and_announced():
    file = keep()
    file.refresh_from_db()
    assert (file.name, file.kind, file.media_type) == ("聊天.jpg", "image", "image/jpeg")
    assert (file.width, file.height, file.by) == (64, 48, "desk")
    content = actions.open_clean(file)
    assert len(content) == file.size
    assert b"Huawei" not in content
    assert actions.open_thumbnail(file)[:3] == b"\xff\xd8\xff"
    [event] = Event.objects.filter(kind="files.file_kept")
    assert event.facts == {"file_id": str(file.pk), "media": "image/jpeg", "purpose": "message"}


def test_a_document_is_kept():
    file = keep(samples.pdf(), name="合同.pdf")
    assert (file.kind, file.has_thumbnail, file.width) == ("pdf", False, None)


def test_what_is_refused_leaves_nothing_behind(settings):
    with pytest.raises(FileRefused, match="Archives"):
        keep(samples.zip_bomb())
    assert StoredFile.objects.count() == 0
    assert list(settings.SIWEI_FILES.glob("**/*.*")) == []


def test_parts_become_one_file_however_often_it_is_finished():
    upload = uuid7()
    send(upload, samples.jpeg_with_gps())
    first = finish(upload)
    assert finish(upload) == first
    assert StoredFile.objects.count() == 1
    assert spool.length(upload, ME) == 0


def test_a_file_finished_by_four_at_once_is_one_file():
    upload = uuid7()
    send(upload, samples.jpeg_with_gps())

    def finish_there(_number):
        try:
            return finish(upload).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(finish_there, range(4))) == {upload}
    assert Event.objects.filter(kind="files.file_kept").count() == 1
    assert actions.open_clean(StoredFile.objects.get())


def test_one_key_is_one_file_even_from_two_uploads():
    key, one, two = uuid7(), uuid7(), uuid7()
    send(one, samples.jpeg_with_gps())
    send(two, samples.jpeg_with_gps())
    assert finish(one, key=key).pk == finish(two, key=key).pk == key


def test_nobody_finishes_anothers_upload():
    upload = uuid7()
    send(upload, samples.jpeg_with_gps())
    with pytest.raises(Refused, match="Nothing"):
        finish(upload, owner="resident:2")
    finish(upload)
    with pytest.raises(NotAllowed):
        finish(upload, owner="resident:2")


def test_a_refused_upload_is_forgotten():
    upload = uuid7()
    send(upload, samples.zip_bomb())
    with pytest.raises(FileRefused):
        finish(upload)
    assert spool.length(upload, ME) == 0


def test_a_failed_transaction_keeps_the_parts_and_no_file():
    upload = uuid7()
    send(upload, samples.jpeg_with_gps())
    with pytest.raises(RuntimeError), transaction.atomic():
        finish(upload)
        raise RuntimeError
    assert StoredFile.objects.count() == 0
    assert spool.length(upload, ME) > 0
    assert finish(upload).pk == upload


def test_a_removed_file_is_gone_but_not_forgotten():
    file = keep()
    with pytest.raises(Refused):
        actions.remove(file, " ", DESK)
    removed = actions.remove(file, "sent by mistake", DESK)
    assert actions.remove(file, "again", DESK).removed_reason == "sent by mistake"
    with pytest.raises(FileGone):
        actions.open_clean(removed)
    with pytest.raises(store.FileLost):
        store.read(file.pk, store.CONTENT)
    assert Event.objects.filter(kind="files.file_removed").count() == 1


def test_orphans_are_swept_and_files_are_not(settings):
    file, orphan = keep(), uuid7()
    store.write(orphan, store.CONTENT, b"x")
    for path in settings.SIWEI_FILES.rglob("*.*"):
        os.utime(path, (0, 0))
    jobs.sweep_orphans()
    assert actions.open_clean(file)
    with pytest.raises(store.FileLost):
        store.read(orphan, store.CONTENT)
    assert timedelta(hours=24) == jobs.PATIENCE
