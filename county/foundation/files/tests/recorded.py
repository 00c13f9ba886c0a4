"""Voices and videos, ordinary and malicious, made when a test asks for them and kept nowhere."""

import io
import random
import struct

import av
from PIL import Image

SIZES = (12, 13, 15, 17, 19, 20, 26, 31)
"""Bytes of an AMR frame of twenty milliseconds behind its first, by mode (RFC 4867 §5.3)."""
PLACE = "+30.5200+120.9342/"


def amr(seconds=2, mode=7, seed=1):
    """A voice message: noise, in frames as a telephone writes them."""
    chance = random.Random(seed)
    frames = (bytes([mode << 3 | 4]) + chance.randbytes(SIZES[mode]) for _ in range(seconds * 50))
    return b"#!AMR\n" + b"".join(frames)


def amr_bomb():
    """Fifty hours of nothing: a byte says that twenty milliseconds were silent."""
    return b"#!AMR\n" + b"\x7c" * (9 << 20)


def amr_wide(seconds=1):
    chance = random.Random(1)
    frames = (b"\x44" + chance.randbytes(60) for _ in range(seconds * 50))
    return b"#!AMR-WB\n" + b"".join(frames)


def two_halves(size, number):
    """A picture of which the upper half is red and the lower blue, with a bar that moves."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0], size[1] // 2))
    picture.paste("white", (number * 2 % size[0], 0, number * 2 % size[0] + 2, size[1]))
    return picture


def video(
    seconds=1, size=(64, 48), *, rate=30, codec="libx264", sound="aac", turned=0, kind="mp4",
    frames=None, **about,
):  # fmt: skip
    """A video as telephones make them, with what they write about it."""
    out = io.BytesIO()
    with av.open(out, "w", format=kind) as target:
        target.metadata.update(about)
        quick = {"preset": "ultrafast"} if codec.startswith("libx") else {}
        moving = target.add_stream(codec, rate=rate, options=quick)
        moving.width, moving.height = size
        moving.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        if turned:
            moving.set_display_rotation(turned)
        heard = target.add_stream(sound, rate=44_100, layout="mono") if sound else None
        for number in range(frames or round(seconds * rate)):
            frame = av.VideoFrame.from_image(two_halves(size, number))
            frame.pts = number
            target.mux(moving.encode(frame))
        target.mux(moving.encode(None))
        if heard is not None:
            hum(target, heard, seconds)
    return out.getvalue()


def hum(target, heard, seconds):
    chance = random.Random(2)
    for number in range(round(seconds * 44_100) // 1024):
        frame = av.AudioFrame(format="s16", layout="mono", samples=1024)
        frame.planes[0].update(chance.randbytes(2048))
        frame.sample_rate, frame.pts = 44_100, number * 1024
        target.mux(heard.encode(frame))
    target.mux(heard.encode(None))


def spoken(seconds=1, **about):
    """A voice in an MP4, as some telephones record it."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as target:
        target.metadata.update(about)
        hum(target, target.add_stream("aac", rate=44_100, layout="mono"), seconds)
    return out.getvalue()


def atom(name, body=b""):
    return struct.pack(">I", len(body) + 8) + name + body


def head(brand=b"isom"):
    return atom(b"ftyp", brand + b"\x00\x00\x02\x00isomiso2mp41")


def damaged(content, seed, wounds=40):
    """The same with bytes changed here and there, its first ones whole."""
    chance, torn = random.Random(seed), bytearray(content)
    for _ in range(wounds):
        torn[chance.randrange(32, len(torn))] = chance.randrange(256)
    return bytes(torn)


def opened(content):
    """What a reader finds in it: its pictures and sounds, decoded to the end."""
    with av.open(io.BytesIO(content)) as source:
        about = dict(source.metadata)
        frames = [frame for packet in source.demux() for frame in packet.decode()]
        names = [stream.codec_context.name for stream in source.streams]
    moving = [one for one in frames if isinstance(one, av.VideoFrame)]
    heard = [one for one in frames if isinstance(one, av.AudioFrame)]
    return names, moving, heard, about
