"""Bytes lie sealed, each in its place."""

import os
import stat
from datetime import UTC, datetime, timedelta

import pytest

from county.foundation.files import store
from county.kernel.numbers import uuid7
from county.kernel.sealing import SealBroken

KEY, OTHER = uuid7(), uuid7()


def only_file(folder):
    [file] = [path for path in folder.rglob("*") if path.is_file()]
    return file


def test_what_is_written_is_read_and_lies_unreadable(settings):
    store.write(KEY, store.CONTENT, b"content of a picture")
    assert store.read(KEY, store.CONTENT) == b"content of a picture"
    file = only_file(settings.SIWEI_FILES)
    assert b"content" not in file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.parent.name == KEY.hex[-2:]


def test_bytes_moved_to_another_file_or_part_do_not_open(settings):
    store.write(KEY, store.CONTENT, b"x")
    file = only_file(settings.SIWEI_FILES)
    file.rename(file.with_name(f"{KEY}.{store.THUMBNAIL}"))
    with pytest.raises(SealBroken):
        store.read(KEY, store.THUMBNAIL)


def test_lost_bytes_are_said_to_be_lost():
    with pytest.raises(store.FileLost):
        store.read(OTHER, store.CONTENT)


def test_a_file_is_replaced_whole_and_leaves_no_draft(settings):
    store.write(KEY, store.CONTENT, b"first")
    store.write(KEY, store.CONTENT, b"second")
    assert store.read(KEY, store.CONTENT) == b"second"
    only_file(settings.SIWEI_FILES)


def test_erasing_twice_is_erasing(settings):
    store.write(KEY, store.CONTENT, b"x")
    store.write(KEY, store.THUMBNAIL, b"x")
    store.erase(KEY)
    store.erase(KEY)
    assert [path for path in settings.SIWEI_FILES.rglob("*") if path.is_file()] == []


def test_old_files_are_listed(settings):
    store.write(KEY, store.CONTENT, b"x")
    os.utime(only_file(settings.SIWEI_FILES), (0, 0))
    store.write(OTHER, store.CONTENT, b"x")
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    assert [key for keys in store.older_than(hour_ago) for key in keys] == [KEY]
