"""Malicious and ordinary files, made when a test asks for them and kept nowhere."""

import io
import random
import stat
import struct
import zipfile
import zlib

import pikepdf
import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener()
GPS = 0x8825


def picture(size=(64, 48), colour="red", mode="RGB"):
    return Image.new(mode, size, colour)


def noise(size, seed=1):
    raw = random.Random(seed).randbytes(size[0] * size[1] * 3)
    return Image.frombytes("RGB", size, raw)


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def located_exif():
    exif = Image.Exif()
    place = exif.get_ifd(GPS)
    place[1], place[2], place[3], place[4] = "N", (30.0, 31.0, 12.0), "E", (120.0, 56.0, 3.0)
    exif[271], exif[274] = "Huawei", 6
    return exif


def jpeg_with_gps():
    return saved(picture(), "JPEG", exif=located_exif())


def heic_with_gps():
    return saved(picture(), "HEIF", exif=located_exif())


def png_bomb(side):
    """A picture of side × side pixels in a few kilobytes."""

    def chunk(name, body):
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    squeeze = zlib.compressobj(9)
    row = b"\0" * (1 + (side + 7) // 8)
    body = b"".join(squeeze.compress(row * 100) for _ in range(side // 100)) + squeeze.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def archive(*entries, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, content in entries:
            file.writestr(name, content)
    return out.getvalue()


def zip_bomb():
    return archive(("a.xml", bytes(30 << 20)))


def lying_zip():
    content = bytearray(zip_bomb())
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 1000)
    return bytes(content)


def zip_with_symlink():
    link = zipfile.ZipInfo("link")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return archive((link, "/etc/passwd"))


def office(*entries):
    return archive(("[Content_Types].xml", "<Types/>"), *entries)


def jpeg_html_zip():
    return jpeg_with_gps() + b"<script>alert(1)</script>" + archive(("evil.js", "alert(1)"))


def gifar():
    return saved(picture(), "GIF") + archive(("Evil.class", b"\xca\xfe\xba\xbe"))


def mp4_with_gps():
    def atom(name, body):
        return struct.pack(">I", len(body) + 8) + name + body

    place = atom(b"udta", atom(b"\xa9xyz", b"\x00\x12\x15\xc7+30.5200+120.9342/"))
    return atom(b"ftyp", b"isom\x00\x00\x02\x00isomiso2mp41") + atom(b"moov", place)


def pdf(change=lambda document: None, pages=1, **save):
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page()
        change(document)
        out = io.BytesIO()
        document.save(out, **save)
        return out.getvalue()


def script(code="app.alert(1)"):
    return pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=code)


def launch():
    return pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")


def eicar():
    # In two halves: whole, it would set off the scanner of whoever clones the project.
    return rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + rb"ANTIVIRUS-TEST-FILE!$H+H*"
