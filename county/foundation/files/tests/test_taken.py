"""The hostile files of security F12: each is refused in words, or made harmless."""

import io

import pytest
from PIL import Image

from county.foundation.files.cleaner import cleaned
from county.foundation.files.names import proper
from county.foundation.files.recognition import LARGEST_PICTURE, Rejected
from county.foundation.files.refusals import FileRefused, sentence
from county.foundation.files.tests import samples
from county.kernel.numbers import uuid7

REFUSED = {
    "zip bomb": (samples.zip_bomb, "archive"),
    "nested zip": (lambda: samples.archive(("in.zip", samples.zip_bomb())), "archive"),
    "zip with a lying size": (samples.lying_zip, "archive"),
    "zip-slip names": (lambda: samples.archive(("../../etc/cron.d/x", "x")), "archive"),
    "symlink in a zip": (samples.zip_with_symlink, "archive"),
    "100 million pixels": (lambda: samples.png_bomb(10_000), "too_many_pixels"),
    "400 million pixels": (lambda: samples.png_bomb(20_000), "too_many_pixels"),
    "truncated JPEG": (
        lambda: samples.saved(samples.noise((200, 200)), "JPEG")[:9000],
        "unreadable",
    ),
    "JPEG that is HTML and ZIP too": (samples.jpeg_html_zip, "two_in_one"),
    "GIF that is a JAR too": (samples.gifar, "two_in_one"),
    "SVG with a script": (
        lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "page",
    ),
    "HTML named jpg": (lambda: b"\xef\xbb\xbf\n<!DOCTYPE html><script>alert(1)</script>", "page"),
    "program named pdf": (lambda: b"MZ\x90\x00" + bytes(500) + b"%PDF-1.7", "program"),
    "xlsx with a formula": (
        lambda: samples.office(("xl/sheet1.xml", "<f>cmd|'/c calc'!A1</f>")),
        "office",
    ),
    "xlsx with an outside link": (
        lambda: samples.office(("xl/externalLinks/externalLink1.xml", "<x/>")),
        "office",
    ),
    "docm with a macro": (lambda: samples.office(("word/vbaProject.bin", "x")), "office"),
    "docx with an outside template": (
        lambda: samples.office(("word/_rels/settings.xml.rels", "<x/>")),
        "office",
    ),
    "old Office file": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "office"),
    "MP4 with a place": (samples.mp4_with_gps, "video"),
    "voice message of WeChat": (lambda: b"#!AMR\n" + bytes(200), "video"),
    "voice message, wide band": (lambda: b"#!AMR-WB\n" + bytes(200), "video"),
    "shell script": (lambda: b"#!/bin/sh\nrm -rf /", "program"),
    "empty file": (lambda: b"", "empty"),
    "101 MB": (lambda: b"\xff\xd8\xff" + bytes(101 << 20), "too_large"),
    "a picture of more than 10 MB": (lambda: b"\xff\xd8\xff" + bytes(LARGEST_PICTURE), "too_large"),
    "EICAR": (samples.eicar, "unknown"),
    "plain text": (lambda: "你好".encode(), "unknown"),
    "PDF after something else": (lambda: b"GIF" + samples.pdf(), "unknown"),
    "PDF that is a ZIP too": (lambda: samples.pdf() + samples.archive(("x", "x")), "two_in_one"),
    "locked PDF": (
        lambda: samples.pdf(encryption=samples.pikepdf.Encryption(owner="o", user="u")),
        "locked",
    ),
    "PDF locked for its owner only": (
        lambda: samples.pdf(encryption=samples.pikepdf.Encryption(owner="o", user="")),
        "locked",
    ),
    "torn PDF": (lambda: b"%PDF-1.7\n" + b"\xff" * 3000, "unreadable"),
    "PNG cut in its header": (lambda: b"\x89PNG\r\n\x1a\n\0\0", "unreadable"),
    "WebP of nothing": (lambda: b"RIFF\x04\0\0\0WEBP", "unreadable"),
    "HEIC of nothing": (lambda: b"\0\0\0\x18ftypheic" + bytes(100), "unreadable"),
}


@pytest.mark.parametrize("sample", REFUSED)
def test_a_hostile_file_is_refused_in_words(sample):
    make, code = REFUSED[sample]
    with pytest.raises(Rejected) as refused:
        cleaned(make())
    assert refused.value.code == code
    assert len(str(FileRefused(code))) > 20
    assert code == "unknown" or sentence(code) != sentence("unknown")


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (samples.jpeg_with_gps, "JPEG"),
        (samples.heic_with_gps, "JPEG"),
        (lambda: samples.saved(samples.picture(), "WEBP", exif=samples.located_exif()), "JPEG"),
        (lambda: samples.saved(samples.picture(), "PNG", exif=samples.located_exif()), "PNG"),
    ],
)
def test_a_picture_forgets_where_it_was_taken_and_stands_upright(make, kind):
    done = cleaned(make())
    with Image.open(io.BytesIO(done.content)) as image:
        assert image.format == kind
        assert dict(image.getexif()) == {}
        assert dict(image.getexif().get_ifd(samples.GPS)) == {}
        assert image.info.get("exif") is None
        assert image.size == (done.width, done.height)
    assert b"Huawei" not in done.content + done.thumbnail


def test_what_hangs_on_the_end_of_a_picture_is_cut_off():
    hung = samples.jpeg_with_gps() + b"<script>alert(1)</script>" + samples.mp4_with_gps()
    done = cleaned(hung)
    assert b"<script>" not in done.content
    assert b"\xa9xyz" not in done.content


def test_words_written_into_a_picture_file_are_left_out():
    words = samples.Image.new("RGB", (9, 9))
    comment = samples.saved(words, "JPEG", comment=b"<?php system($_GET[0]) ?>")
    assert b"<?php" not in cleaned(comment).content


@pytest.mark.parametrize(
    ("given", "media_type", "proper_name"),
    [
        ("../../etc/passwd", "image/jpeg", "passwd.jpg"),
        (r"C:\Users\张三\聊天记录.png", "image/png", "聊天记录.png"),
        ("invoice\u202egnp.exe", "image/png", "invoicegnp.png"),
        ("a\x00b.jpg.exe", "image/jpeg", "ab.jpg.jpg"),
        ("CON.pdf", "application/pdf", None),
        ("lpt1.tar.pdf", "application/pdf", None),
        ("...", "image/jpeg", None),
        ("", "image/jpeg", None),
        ('<img src="x">.jpg', "image/jpeg", "img src=x.jpg"),
        ("合同.PDF", "application/pdf", "合同.pdf"),
        ("no ending", "application/pdf", "no ending.pdf"),
    ],
)
def test_a_file_is_called_harmlessly(given, media_type, proper_name):
    key = uuid7()
    ending = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}[media_type]
    assert proper(given, media_type, key) == (proper_name or f"file-{key.hex[-6:]}{ending}")


def test_a_long_name_is_shortened():
    name = proper("长" * 300 + ".jpg", "image/jpeg", uuid7())
    assert len(name) <= 120
    assert name.endswith("….jpg")
