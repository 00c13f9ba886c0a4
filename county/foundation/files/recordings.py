"""Voices and short videos made again from their sounds and pictures; nothing is copied.

Voices become MP3, videos WebM (VP8 and Opus): browsers play both, and anybody may write them.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Literal, cast

import av
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.codec.context import CodecContext
from av.container import InputContainer, OutputContainer
from av.filter import Graph
from av.packet import Packet
from av.stream import Disposition
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType, VideoFrame
from av.video.stream import VideoStream
from PIL import Image

from county.foundation.files.pictures import small_picture
from county.foundation.files.recognition import Cleaned, Format, Rejected

LONGEST_VOICE, LONGEST_VIDEO = 120, 60
"""Seconds; local design values: twice a voice message of WeChat, and its longest short video."""
GRACE = 1
"""Seconds that a recording of the full length may run over: recorders are not exact."""
LARGEST_FRAME = 3840 * 2160
"""Pixels of one picture of a video: the largest that telephones record."""
LONGEST_SIDE = 1280
"""Pixels; local design value: a filmed screen can be read, and an office computer plays it."""
MOST_CHANNELS = 8
POSTER_AT = 500
"""Milliseconds into the video: its very first picture is often black."""
MOST_AHEAD = 3
"""Seconds by which sound and pictures may begin apart; more is no recorder's doing."""
SOUND_RATE, PICTURE_RATE = 48_000, 1_000_000
"""Bits of a second: sixty seconds of video stay below the 10 MB that were sent."""
_GAP = 30
"""Milliseconds at least between two pictures: some thirty a second."""
_MILLISECOND = Fraction(1, 1000)
_TURNED = {1: ("cclock",), 2: ("clock", "clock"), 3: ("clock",)}
"""How to set pictures upright that stand so many quarters counterclockwise."""

# FFmpeg knows five hundred formats; only these parts of it get to see what was sent.
_DECODERS = ("amrnb", "amrwb", "aac", "mp3float", "h264", "hevc", "mpeg4", "h263")
_BETTER = {"amrnb": "libopencore_amrnb", "amrwb": "libopencore_amrwb"}
"""FFmpeg's own two stop where a telephone wrote that nobody spoke."""
_READING = {"codec_whitelist": ",".join(_DECODERS), "protocol_whitelist": ""}
_QUICKLY = {"deadline": "realtime", "cpu-used": "8"}
_WRITING = {"fflags": "+bitexact"}


def clean_recording(content: bytes, found: Format) -> Cleaned:
    """The voice as MP3, the video upright and at a sensible size as WebM with its first picture.

    Raises Rejected for what is too long or too large, and what cannot be decoded to the end.
    """
    try:
        with av.open(
            io.BytesIO(content),
            "r",
            format=found.value,  # only the reader that the first bytes named gets to see the rest
            container_options=_READING,
            metadata_errors="ignore",
        ) as source:
            return _made_again(source)
    except (Rejected, MemoryError):
        raise
    except Exception as error:
        # Readers and decoders fail in a dozen ways on damaged files.
        raise Rejected("unreadable") from error


def _made_again(source: InputContainer) -> Cleaned:
    pictures = [one for one in source.streams.video if not _is_cover(one)][:1]
    sounds = list(source.streams.audio)[:1]
    return _video(source, pictures[0], sounds) if pictures else _voice(source, sounds)


def _is_cover(stream: VideoStream) -> bool:
    return bool(stream.disposition & (Disposition.attached_pic | Disposition.still_image))


def _voice(source: InputContainer, sounds: list[AudioStream]) -> Cleaned:
    out = io.BytesIO()
    with av.open(out, "w", format="mp3", options={**_WRITING, "id3v2_version": "0"}) as target:
        sound = _Sound(target, "libmp3lame", 24_000, LONGEST_VOICE)
        _read(source, sounds, None, sound)
        target.mux(sound.packets)
    return Cleaned("audio/mpeg", out.getvalue(), seconds=_whole(sound.length))


def _video(source: InputContainer, picture: VideoStream, sounds: list[AudioStream]) -> Cleaned:
    out = io.BytesIO()
    with av.open(out, "w", format="webm", options=_WRITING) as target:
        film = _Film(target)
        sound = _Sound(target, "libopus", 48_000, LONGEST_VIDEO)
        _read(source, [picture, *sounds], film, sound)
        _together(film, sound)
        packets: list[Packet[Any]] = [*film.packets, *sound.packets]
        target.mux(sorted(packets, key=lambda one: (one.pts or 0) * (one.time_base or 0)))
    return Cleaned(
        media_type="video/webm",
        content=out.getvalue(),
        width=film.poster.width,
        height=film.poster.height,
        thumbnail=small_picture(film.poster),
        seconds=_whole(max(film.length, sound.length)),
    )


def _read(
    source: InputContainer,
    streams: Sequence[AudioStream | VideoStream],
    film: _Film | None,
    sound: _Sound,
) -> None:
    """Decode everything in these streams to the end, each picture and sound made again."""
    decoders = {stream.index: _decoder(stream) for stream in streams}
    for packet in source.demux(streams):
        if packet.is_corrupt:
            raise Rejected("unreadable")
        for frame in decoders[packet.stream.index].decode(packet):
            if isinstance(frame, AudioFrame):
                sound.take(frame)
            elif isinstance(frame, VideoFrame) and film is not None:
                film.take(frame)
    sound.end()
    if film is not None:
        film.end()
    if not (film or sound).packets:
        raise Rejected("unreadable")


def _decoder(stream: AudioStream | VideoStream) -> AudioCodecContext | VideoCodecContext:
    own = stream.codec_context
    if own.name not in _DECODERS:
        raise Rejected("recording")
    own.thread_count = 1
    if own.name not in _BETTER or not isinstance(own, AudioCodecContext):
        return own
    better = cast(AudioCodecContext, CodecContext.create(_BETTER[own.name], "r"))
    better.sample_rate, better.layout = own.sample_rate, own.layout
    return better


def _together(film: _Film, sound: _Sound) -> None:
    """Let sound and pictures, each counted from its own start, begin as far apart as they did."""
    ahead = sound.start - film.start
    if sound.stream is None or abs(ahead) > MOST_AHEAD:
        return
    for packet in sound.packets if ahead > 0 else film.packets:
        shift = round(Fraction(abs(ahead)) / (packet.time_base or 1))
        packet.pts, packet.dts = (packet.pts or 0) + shift, (packet.dts or 0) + shift


class _Sound:
    """A sound track: one channel, counted from its first sound, whatever its clock said."""

    def __init__(
        self, target: OutputContainer, codec: Literal["libmp3lame", "libopus"], rate: int, most: int
    ) -> None:
        self.stream: AudioStream | None = None
        self.packets: list[Packet[AudioStream]] = []
        self.length = self.start = 0.0
        self._target, self._codec, self._rate, self._most = target, codec, rate, most
        self._samples = 0

    def take(self, frame: AudioFrame) -> None:
        if self.stream is None:
            self.start = frame.time or 0.0
            self.stream = self._begun()
        if frame.sample_rate <= 0 or len(frame.layout.channels) > MOST_CHANNELS:
            raise Rejected("unreadable")
        self.length += frame.samples / frame.sample_rate
        if self.length > self._most + GRACE:
            raise Rejected("too_long")
        frame.pts, frame.time_base = self._samples, Fraction(1, frame.sample_rate)
        self._samples += frame.samples
        self.packets += self.stream.encode(frame)

    def end(self) -> None:
        if self.stream is not None:
            self.packets += self.stream.encode(None)

    def _begun(self) -> AudioStream:
        stream = self._target.add_stream(self._codec, rate=self._rate, layout="mono")
        stream.bit_rate, stream.codec_context.thread_count = SOUND_RATE, 1
        return stream


class _Film:
    """Moving pictures: upright, of one size, at most thirty a second, one after the other."""

    def __init__(self, target: OutputContainer) -> None:
        self.stream: VideoStream | None = None
        self.packets: list[Packet[VideoStream]] = []
        self.length = self.start = 0.0
        self.poster = Image.new("RGB", (1, 1))
        self._target, self._last = target, -_GAP
        self._size, self._turn = (0, 0), 0

    def take(self, frame: VideoFrame) -> None:
        if frame.width * frame.height > LARGEST_FRAME:
            raise Rejected("too_fine")
        if self.stream is None:
            self.stream = self._begun(frame)
        at = self._moment(frame)
        if at > (LONGEST_VIDEO + GRACE) * 1000:
            raise Rejected("too_long")
        if at < self._last + _GAP:
            return
        upright = self._upright(frame)
        if self._last < 0 or self._last < POSTER_AT <= at:
            self.poster = _still(upright)
        upright.pts, upright.time_base, upright.pict_type = at, _MILLISECOND, PictureType.NONE
        self.packets += self.stream.encode(upright)
        self._last, self.length = at, (at + _GAP) / 1000

    def end(self) -> None:
        if self.stream is not None:
            self.packets += self.stream.encode(None)

    def _begun(self, frame: VideoFrame) -> VideoStream:
        self.start, self._turn = frame.time or 0.0, round(frame.rotation / 90) % 4
        scale = min(1.0, LONGEST_SIDE / max(frame.width, frame.height))
        # Sides of even length: colours are kept for two by two pixels.
        width, height = (
            max(2, round(side * scale / 2) * 2) for side in (frame.width, frame.height)
        )
        self._size = width, height
        stream = self._target.add_stream("libvpx", rate=30, options=_QUICKLY)
        stream.width, stream.height = (height, width) if self._turn % 2 else (width, height)
        stream.pix_fmt, stream.bit_rate = "yuv420p", PICTURE_RATE
        stream.codec_context.time_base, stream.codec_context.thread_count = _MILLISECOND, 1
        return stream

    def _moment(self, frame: VideoFrame) -> int:
        """Milliseconds from the first picture on; where the clock is silent, the next in turn."""
        if frame.pts is None or frame.time_base is None:
            return self._last + _GAP
        return round((frame.time - self.start) * 1000)

    def _upright(self, frame: VideoFrame) -> VideoFrame:
        width, height = self._size
        plain = frame.reformat(width, height, "yuv420p")
        if not self._turn:
            return plain
        graph = Graph()
        turns = [graph.add("transpose", way) for way in _TURNED[self._turn]]
        ends = (
            graph.add_buffer(
                width=width, height=height, format=plain.format, time_base=_MILLISECOND
            ),
            graph.add("buffersink"),
        )
        graph.link_nodes(ends[0], *turns, ends[1]).configure()
        graph.vpush(plain)
        return graph.vpull()


def _still(frame: VideoFrame) -> Image.Image:
    plane = frame.reformat(format="rgb24").planes[0]
    size = (frame.width, frame.height)
    return Image.frombytes("RGB", size, bytes(plane), "raw", "RGB", plane.line_size, 1)


def _whole(seconds: float) -> int:
    return max(1, math.ceil(seconds - 0.25))
