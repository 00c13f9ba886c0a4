"""Files (wecom.md §8)."""

import pytest

from county.foundation.channels.wecom.standin.world import DAY

MEGABYTE = 1024 * 1024
PNG, MP4, AMR = b"\x89PNG\r\n\x1a\n123", b"\0\0\0\x18ftypmp42", b"#!AMR\n123"


@pytest.mark.parametrize(
    ("kind", "name", "content", "code"),
    [
        ("image", "a.png", PNG, 0), ("image", "a.jpg", b"\xff\xd8\xff\r\n--\r\n\r\n", 0),
        ("voice", "a.amr", AMR, 0), ("video", "a.mp4", MP4, 0), ("file", "笔录.txt", b"123456", 0),
        ("file", "a.txt", b"12345", 44001), ("image", "a.png", b"GIF89a", 40005),
        ("voice", "a.mp3", b"ID3123", 40005), ("video", "a.avi", b"RIFF1234AVI", 40005),
        ("hologram", "a.h", PNG, 40004),
        ("image", "a.png", PNG + bytes(10 * MEGABYTE), 45001),
        ("voice", "a.amr", AMR + bytes(2 * MEGABYTE), 45001),
        ("file", "a.txt", bytes(20 * MEGABYTE + 1), 40006),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)  # fmt: skip
def test_kinds_and_sizes(api, kind, name, content, code):
    answer = api.upload(kind, name, content)
    assert answer["errcode"] == code
    if code == 0:
        assert (answer["type"], isinstance(answer["created_at"], str)) == (kind, True)
        found = api.raw("GET", "media/get", {"media_id": answer["media_id"]})
        assert found.content == content
        assert found.headers["Content-Disposition"].startswith('attachment; filename="')


def test_without_a_name_there_is_no_file(api):
    """F-42."""
    body = b'--x\r\nContent-Disposition: form-data; name="media"\r\n\r\n123456\r\n--x--\r\n'
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = api.raw("POST", "media/upload", {"type": "file"}, content=body, headers=headers)
    assert answer.json()["errcode"] == 44001


def test_an_error_is_json_with_status_200(api, standin):
    """F-40; three days."""
    media = api.upload("image", "a.png", PNG)["media_id"]
    standin.later(3 * DAY - 10)
    api.sign_in()
    assert api.raw("GET", "media/get", {"media_id": media}).content == PNG
    standin.later(11)
    for name, code in ((media, 40145), ("m", 40007)):
        answer = api.raw("GET", "media/get", {"media_id": name})
        assert (answer.status_code, answer.json()["errcode"]) == (200, code)


def test_a_part_of_a_file(api):
    media = {"media_id": api.upload("file", "a.txt", b"0123456789")["media_id"]}
    ask = lambda span: api.raw("GET", "media/get", media, headers={"Range": span})  # noqa: E731
    part = ask("bytes=2-4")
    assert (part.status_code, part.content) == (206, b"234")
    assert part.headers["Content-Range"] == "bytes 2-4/10"
    assert ask("bytes=7-").content == b"789"
    assert ask("bytes=10-").status_code == 416


def test_a_lasting_picture(api, standin):
    url = api.upload("image", "a.png", PNG, "media/uploadimg")["url"]
    big = api.upload("image", "a.png", PNG + bytes(2 * MEGABYTE), "media/uploadimg")
    assert big["errcode"] == 45001
    standin.later(30 * DAY)
    assert api.http.get(url).content == PNG
