"""A file arrives in parts, from one sender, in order, and survives interruption."""

import os
import stat
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from county.foundation.files import spool
from county.foundation.files.recognition import LARGEST_DOCUMENT
from county.foundation.files.refusals import FileRefused, WrongOffset
from county.kernel.numbers import uuid7

ME, YOU = "resident:1", "resident:2"


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.binary(min_size=1, max_size=200), min_size=1, max_size=8))
def test_parts_joined_are_the_file(chunks):
    upload, offset = uuid7(), 0
    for chunk in chunks:
        assert spool.length(upload, ME) == offset
        offset = spool.append(upload, offset=offset, chunk=chunk, owner=ME)
    assert spool.content(upload, ME) == b"".join(chunks)
    spool.discard(upload, ME)


@pytest.mark.parametrize("offset", [0, 2, 4, 99])
def test_a_part_in_the_wrong_place_is_told_the_right_one(offset):
    upload = uuid7()
    spool.append(upload, offset=0, chunk=b"abc", owner=ME)
    with pytest.raises(WrongOffset) as wrong:
        spool.append(upload, offset=offset, chunk=b"x", owner=ME)
    assert wrong.value.right == 3
    assert spool.content(upload, ME) == b"abc"


def test_nobody_adds_to_or_reads_anothers_upload():
    upload = uuid7()
    spool.append(upload, offset=0, chunk=b"abc", owner=ME)
    with pytest.raises(WrongOffset) as wrong:
        spool.append(upload, offset=3, chunk=b"x", owner=YOU)
    assert wrong.value.right == 0
    assert spool.content(upload, YOU) == b""
    spool.discard(upload, YOU)
    assert spool.content(upload, ME) == b"abc"


def test_of_two_senders_of_one_part_one_is_told_where_to_go_on():
    upload, told = uuid7(), []

    def send(sign):
        try:
            told.append(spool.append(upload, offset=0, chunk=sign * 3, owner=ME))
        except WrongOffset as wrong:
            told.append(-wrong.right)

    senders = [Thread(target=send, args=(sign,)) for sign in (b"a", b"b", b"c", b"d")]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert sorted(told) == [-3, -3, -3, 3]
    assert spool.content(upload, ME) in (b"aaa", b"bbb", b"ccc", b"ddd")


def test_parts_lie_unreadable(settings):
    spool.append(uuid7(), offset=0, chunk=b"content of a picture", owner="13800138000")
    [file] = [path for path in settings.SIWEI_SPOOL.rglob("*") if path.is_file()]
    assert b"content" not in file.read_bytes()
    assert "13800138000" not in str(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_an_upload_has_limits(monkeypatch):
    with pytest.raises(FileRefused) as refused:
        spool.append(uuid7(), offset=0, chunk=bytes(spool.LARGEST_CHUNK + 1), owner=ME)
    assert refused.value.code == "too_large"
    upload = uuid7()
    monkeypatch.setattr(spool, "LARGEST_DOCUMENT", 5)
    spool.append(upload, offset=0, chunk=b"abcde", owner=ME)
    with pytest.raises(FileRefused):
        spool.append(upload, offset=5, chunk=b"f", owner=ME)
    assert LARGEST_DOCUMENT == 20 << 20


def test_an_owner_has_so_many_uploads_at_once(monkeypatch):
    monkeypatch.setattr(spool, "MOST_UPLOADS", 2)
    for _ in range(2):
        spool.append(uuid7(), offset=0, chunk=b"x", owner=ME)
    with pytest.raises(FileRefused) as refused:
        spool.append(uuid7(), offset=0, chunk=b"x", owner=ME)
    assert refused.value.code == "too_many_uploads"
    spool.append(uuid7(), offset=0, chunk=b"x", owner=YOU)


def test_a_full_disk_stops_uploads_before_it_stops_the_database(monkeypatch):
    monkeypatch.setattr(spool, "LEAST_FREE", 1 << 62)
    with pytest.raises(FileRefused) as refused:
        spool.append(uuid7(), offset=0, chunk=b"x", owner=ME)
    assert refused.value.code == "full"


def test_what_nobody_finishes_is_swept(settings):
    old, new = uuid7(), uuid7()
    spool.append(old, offset=0, chunk=b"x", owner=ME)
    [folder] = settings.SIWEI_SPOOL.iterdir()
    os.utime(folder, (0, 0))
    spool.append(new, offset=0, chunk=b"y", owner=ME)
    assert spool.sweep(datetime.now(UTC) - timedelta(hours=24)) == 1
    assert (spool.length(old, ME), spool.length(new, ME)) == (0, 1)
