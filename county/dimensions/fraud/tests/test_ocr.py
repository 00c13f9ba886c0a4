"""A drawn screenshot comes back as text with its speakers; the child survives what it is sent."""

import io
import json
import struct
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
import segno
from PIL import Image

from county.dimensions.fraud.knowledge import ocr_child
from county.dimensions.fraud.knowledge.ocr_worker import LARGEST_PICTURE, OcrFailed, OcrWorker
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


def test_a_child_grown_too_large_is_ended_and_the_next_picture_is_read(
    worker: OcrWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = chat(TURNS[:1])
    out = io.BytesIO()
    monkeypatch.setattr(ocr_child, "MOST_MEMORY", 1)
    frame = struct.pack(">I", len(picture)) + picture
    ocr_child.serve(lambda _pixels: ([], 0), io.BytesIO(frame + frame), out)
    size = struct.unpack(">I", out.getvalue()[:4])[0]
    assert len(out.getvalue()) == 4 + size
    assert json.loads(out.getvalue()[4:])["last"] is True
    monkeypatch.setattr(worker, "_receive", answered(worker))
    assert worker.read(picture).lines == ()
    assert worker._child is None
    monkeypatch.undo()
    assert worker.read(picture).lines


def answered(_worker: OcrWorker) -> Callable[..., bytes]:
    """What a child says that is going to end."""
    said = {"width": 9, "height": 9, "page": [0, 0, 0], "pieces": [], "codes": [], "last": True}
    body = json.dumps(said).encode()
    parts = [struct.pack(">I", len(body)), body]
    return lambda *_args: parts.pop(0)


def test_a_reader_that_fails_answers_so() -> None:
    def broken(_pixels: object) -> None:
        raise RuntimeError

    picture = chat(TURNS[:1])
    out = io.BytesIO()
    ocr_child.serve(broken, io.BytesIO(struct.pack(">I", len(picture)) + picture), out)
    assert b"reading failed" in out.getvalue()


def qr(content: str, encoding: str | None = None) -> Image.Image:
    out = io.BytesIO()
    mode = "byte" if encoding else None
    segno.make(content, error="m", encoding=encoding, mode=mode).save(
        out, kind="png", scale=8, border=4
    )
    return Image.open(out).convert("RGB")


@pytest.mark.parametrize("encoding", [None, "utf-8", "gb18030"])
def test_a_qr_code_is_read_with_the_talk(worker: OcrWorker, encoding: str | None) -> None:
    page = Image.open(io.BytesIO(chat(TURNS[:2]))).convert("RGB")
    whole = Image.new("RGB", (page.width, page.height + 420), "#EDEDED")
    whole.paste(page, (0, 0))
    whole.paste(qr("https://pay.example.top/演示?id=7", encoding), (200, page.height))
    out = io.BytesIO()
    whole.save(out, "JPEG", quality=70)
    shot = worker.read(out.getvalue())
    assert [line.text for line in shot.lines if line.speaker == "code"] == [
        "https://pay.example.top/演示?id=7"
    ]
    assert [(one.speaker, one.text) for one in shot.lines if one.speaker in ("other", "self")] == (
        TURNS[:2]
    )
    assert "pay.example.top" in shot.text


def test_an_animated_picture_is_read_by_its_first_frame(worker: OcrWorker) -> None:
    first = Image.open(io.BytesIO(chat(TURNS[:1]))).convert("RGB")
    out = io.BytesIO()
    first.save(out, "GIF", save_all=True, append_images=[Image.new("RGB", first.size)] * 40)
    shot = worker.read(out.getvalue())
    assert "李总" in shot.text


@pytest.mark.parametrize("size", [(60_000, 600), (1, 1), (3, 4_000), (39_000, 1_000)])
def test_odd_sizes_are_read_or_refused_and_the_next_picture_is_read(
    worker: OcrWorker, size: tuple[int, int]
) -> None:
    out = io.BytesIO()
    Image.new("L", size, 200).save(out, "PNG")
    with suppress(OcrFailed):
        assert worker.read(out.getvalue()).text == ""
    assert worker.read(chat(TURNS[:1])).lines


def test_a_bomb_is_refused_before_its_pixels_are_made(worker: OcrWorker) -> None:
    """A PNG of a few hundred bytes that says it has four thousand million pixels."""
    head = struct.pack(">IIBBBBB", 65_000, 65_000, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    chunks = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", head), (b"IDAT", body), (b"IEND", b""))
    )
    with pytest.raises(OcrFailed, match="picture"):
        worker.read(b"\x89PNG\r\n\x1a\n" + chunks)


def test_a_picture_without_end_is_refused(worker: OcrWorker) -> None:
    whole = chat(TURNS)
    with pytest.raises(OcrFailed):
        worker.read(whole[: len(whole) // 2] + b"\x00" * 1_000_000)
    with pytest.raises(OcrFailed, match="too large"):
        worker.read(whole + bytes(LARGEST_PICTURE))
