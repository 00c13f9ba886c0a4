"""A drawn screenshot comes back as text with its speakers; the child survives what it is sent."""

import io
import struct
import time
from collections.abc import Iterator

import pytest
from PIL import Image

from county.dimensions.fraud.knowledge import ocr_child
from county.dimensions.fraud.knowledge.ocr_worker import OcrFailed, OcrWorker
from county.dimensions.fraud.tests.screenshots import DARK, LIGHT, Theme, chat

TURNS = [
    ("other", "小王在吗，我是李总，这个号先加一下"),
    ("self", "李总好，在的"),
    ("other", "我现在在开会不方便接电话，客户的合同保证金三十八万你先打到这个个人账户"),
    ("self", "好的，账号发我"),
]


@pytest.fixture(scope="module")
def worker() -> Iterator[OcrWorker]:
    one = OcrWorker()
    yield one
    one.close()


@pytest.mark.parametrize(("theme", "name"), [(LIGHT, ""), (DARK, "李总")])
def test_a_chat_comes_back_with_who_said_what(worker: OcrWorker, theme: Theme, name: str) -> None:
    shot = worker.read(chat(TURNS, theme=theme, name=name))
    told = [(line.speaker, line.text) for line in shot.lines if line.speaker != "none"]
    assert told == TURNS
    assert all(line.speaker == "none" for line in shot.lines if "15" in line.text)
    assert "三十八万" in shot.text


def test_garbage_is_refused_and_the_next_picture_is_read(worker: OcrWorker) -> None:
    for garbage in (b"", b"no picture", b"\x89PNG\r\n\x1a\n" + bytes(200)):
        with pytest.raises(OcrFailed):
            worker.read(garbage)
    assert worker.read(chat(TURNS[:1])).lines


def test_too_many_pixels_are_refused(worker: OcrWorker) -> None:
    out = io.BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    with pytest.raises(OcrFailed, match="pixels"):
        worker.read(out.getvalue())


def test_a_slow_child_is_killed_and_the_idle_one_ends() -> None:
    slow = OcrWorker(limit=0.05)
    with pytest.raises(OcrFailed, match="too long"):
        slow.read(chat(TURNS[:1]))
    assert slow._child is None
    idle = OcrWorker(idle=0.2)
    try:
        idle.read(chat(TURNS[:1]))
        for _wait in range(50):
            if idle._child is None:
                break
            time.sleep(0.1)
        assert idle._child is None
    finally:
        idle.close()


def test_the_child_ends_on_what_is_no_frame() -> None:
    for sent in (b"", b"\x00", struct.pack(">I", 2**31) + b"x", struct.pack(">I", 50) + b"short"):
        out = io.BytesIO()
        ocr_child.serve(None, io.BytesIO(sent), out)
        assert out.getvalue() == b""


def test_a_reader_that_fails_answers_so() -> None:
    def broken(_pixels: object) -> None:
        raise RuntimeError

    picture = chat(TURNS[:1])
    out = io.BytesIO()
    ocr_child.serve(broken, io.BytesIO(struct.pack(">I", len(picture)) + picture), out)
    assert b"reading failed" in out.getvalue()
