"""Voices and videos are made again; nothing else of them is kept, and hostile ones are refused."""

import io
import subprocess
import sys

import av
import pytest
from PIL import Image

from county.foundation.files import actions, recordings, sandbox
from county.foundation.files.actions import keep
from county.foundation.files.recognition import LARGEST_RECORDING, Rejected
from county.foundation.files.recorder import cleaned
from county.foundation.files.refusals import FileRefused, sentence
from county.foundation.files.tests import recorded, samples
from county.foundation.files.tests.test_actions import DESK, ME, finish, send
from county.kernel.numbers import uuid7

SILENCE = b"\x44" + b"quiet" + b"\x7c" * 49
"""A second in which nobody spoke: a frame says what the silence sounds like, the rest is empty."""


@pytest.mark.parametrize(
    ("make", "seconds"),
    [
        (lambda: recorded.amr(3), 3),
        (lambda: recorded.amr(1, mode=0), 1),
        (recorded.amr_wide, 1),
        (lambda: recorded.amr(1) + SILENCE + recorded.amr(1)[6:], 3),
        (lambda: b"#!AMR\n" + SILENCE, 1),
        (lambda: recorded.spoken(2), 2),
        (lambda: recorded.amr(recordings.LONGEST_VOICE), recordings.LONGEST_VOICE),
    ],
)
def test_a_voice_becomes_an_mp3_of_its_length(make, seconds):
    done = cleaned(make())
    assert (done.media_type, done.seconds, done.thumbnail) == ("audio/mpeg", seconds, b"")
    names, _moving, heard, about = recorded.opened(done.content)
    assert (names, about) == (["mp3float"], {})
    assert sum(one.samples for one in heard) / 24_000 == pytest.approx(seconds, abs=0.2)


def test_a_voice_sounds_as_it_did():
    def loudness(frames):
        samples_ = [abs(x - 128) for one in frames for x in bytes(one.planes[0])[1::2]]
        return sum(samples_)

    loud, quiet = cleaned(recorded.amr(1)), cleaned(b"#!AMR\n" + SILENCE)
    as_sent = recorded.opened(loud.content)[2], recorded.opened(quiet.content)[2]
    assert loudness(as_sent[0]) != loudness(as_sent[1])


@pytest.mark.parametrize(
    "more",
    [
        {"codec": "libx264"}, {"codec": "libx265"}, {"codec": "mpeg4"},
        {"codec": "h263", "size": (176, 144), "kind": "3gp"}, {"kind": "mov"},
    ],
)  # fmt: skip
def test_a_video_becomes_a_webm_with_a_first_picture(more):
    done = cleaned(recorded.video(2, **more))
    assert (done.media_type, done.seconds) == ("video/webm", 2)
    assert (done.width, done.height) == more.get("size", (64, 48))
    names, moving, heard, _about = recorded.opened(done.content)
    assert (names, len(moving)) == (["vp8", "opus"], 60)
    assert sum(one.samples for one in heard) / 48_000 == pytest.approx(2, abs=0.2)
    with Image.open(io.BytesIO(done.thumbnail)) as poster:
        assert (poster.format, poster.size) == ("JPEG", (done.width, done.height))
        assert poster.getpixel((done.width // 2, 5))[0] > 200, "the red half is above"


def test_a_silent_video_stays_one():
    assert recorded.opened(cleaned(recorded.video(sound=None)).content)[0] == ["vp8"]


@pytest.mark.parametrize(
    ("turned", "red", "blue"),
    [(90, (3, 32), (44, 32)), (-90, (44, 32), (3, 32)), (180, (32, 44), (32, 3))],
)
def test_a_video_stands_upright(turned, red, blue):
    done = cleaned(recorded.video(0.5, turned=turned))
    assert (done.width, done.height) == ((64, 48) if turned == 180 else (48, 64))
    first = recorded.opened(done.content)[1][0].to_image()
    assert first.size == (done.width, done.height)
    assert first.getpixel(red)[0] > 150 > first.getpixel(red)[2]
    assert first.getpixel(blue)[2] > 150 > first.getpixel(blue)[0]


def test_a_large_video_is_made_smaller_and_a_fast_one_slower():
    large = cleaned(recorded.video(size=(1920, 1080), frames=5, sound=None))
    assert (large.width, large.height) == (1280, 720)
    assert len(recorded.opened(cleaned(recorded.video(1, rate=60)).content)[1]) == 30


def test_a_recording_forgets_who_made_it_where_on_what():
    about = {"location": recorded.PLACE, "title": "秘密标题", "comment": "Huawei"}
    for sent in (recorded.video(1, **about), recorded.spoken(1, **about)):
        assert b"loci" in sent and b"Huawei" in sent
        done = cleaned(sent)
        for mark in ("loci", "earth", "秘密标题", "Huawei", "x264", "Lavc"):
            assert mark.encode() not in done.content + done.thumbnail
        assert set(recorded.opened(done.content)[3].values()) <= {"Lavf"}


REFUSED = {
    "AMR of nothing": (lambda: b"#!AMR\n", "unreadable"),
    "AMR cut in a frame": (lambda: recorded.amr()[:-7], "unreadable"),
    "AMR for several channels": (lambda: b"#!AMR_MC1.0\n" + bytes(60), "recording"),
    "AMR that is words": (lambda: b"#!AMR\n\x04rm -rf / ", "unreadable"),
    "AMR of fifty hours in 9 MB": (recorded.amr_bomb, "too_long"),
    "AMR of 122 seconds": (lambda: recorded.amr(122), "too_long"),
    "video of 62 seconds": (lambda: recorded.video(62, (32, 32), rate=5, sound=None), "too_long"),
    "sound of 62 seconds to a picture": (
        lambda: recorded.video(62, (32, 32), rate=1, frames=1),
        "too_long",
    ),
    "video of 33 million pixels": (
        lambda: recorded.video(size=(7680, 4320), frames=1, sound=None),
        "too_fine",
    ),
    "video cut short": (lambda: recorded.video()[:-400], "unreadable"),
    "video cut in the middle": (lambda: recorded.video()[:9000], "unreadable"),
    "video of pictures only": (lambda: recorded.video(codec="mjpeg", kind="mov"), "recording"),
    "VP9 in an MP4": (lambda: recorded.video(0.2, codec="libvpx-vp9"), "recording"),
    "MP4 without tracks": (samples.mp4_with_gps, "unreadable"),
    "MP4 that is an AMR": (lambda: recorded.head() + recorded.amr(), "unreadable"),
    "MP4 of boxes in boxes": (
        lambda: recorded.head() + b"\xff\xff\xff\xffmoov" * 20_000,
        "unreadable",
    ),
    "MP4 that says it is endless": (
        lambda: recorded.head() + b"\0\0\0\1mdat" + b"\x7f" * 9000,
        "unreadable",
    ),
    "MP4 that is a ZIP too": (
        lambda: recorded.video() + samples.archive(("evil.js", "alert(1)")),
        "two_in_one",
    ),
    "MP4 of more than 10 MB": (lambda: recorded.head() + bytes(LARGEST_RECORDING), "too_large"),
    "Matroska": (lambda: recorded.video(codec="libvpx", sound=None, kind="webm"), "recording"),
    "AVI": (lambda: recorded.video(codec="mpeg4", sound=None, kind="avi"), "recording"),
    "playlist": (lambda: b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "recording"),
}


@pytest.mark.parametrize("sample", REFUSED)
def test_a_hostile_recording_is_refused_in_words(sample):
    make, code = REFUSED[sample]
    with pytest.raises(Rejected) as refused:
        cleaned(make())
    assert refused.value.code == code
    assert code == "unknown" or sentence(code) != sentence("unknown")


def test_what_is_written_between_the_sounds_is_not_kept():
    done = cleaned(b"#!AMR\n" + (b"\x3c" + b"<script>alert(1)</script>......."[:31]) * 50)
    assert (done.media_type, done.seconds) == ("audio/mpeg", 1)
    assert b"script" not in done.content


@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_recording_is_refused_or_made_whole_but_never_more(seed):
    for sent in (recorded.video(), recorded.amr()):
        try:
            done = sandbox.cleaned(recorded.damaged(sent, seed), recordings=True)
        except Rejected as refused:
            assert refused.code in ("unreadable", "too_long", "too_fine", "too_heavy", "recording")
        else:
            names, *_rest, about = recorded.opened(done.content)
            assert set(names) <= {"vp8", "opus", "mp3float"}
            assert set(about.values()) <= {"Lavf"}


def test_the_other_process_answers_as_this_one_would():
    voice = sandbox.cleaned(recorded.amr(2), recordings=True)
    assert (voice.media_type, voice.seconds, voice.width) == ("audio/mpeg", 2, None)
    film = sandbox.cleaned(recorded.video(2), recordings=True)
    assert (film.media_type, film.seconds, film.width) == ("video/webm", 2, 64)
    assert film.thumbnail.startswith(b"\xff\xd8\xff")


@pytest.mark.slow
def test_the_largest_pictures_of_a_video_fit_into_its_memory():
    large = recorded.video(size=(3840, 2160), frames=12, codec="libx265", sound=None)
    done = sandbox.cleaned(large, recordings=True)
    assert (done.width, done.height) == (1280, 720)


@pytest.mark.parametrize("signal", [9, 24])
def test_a_recording_that_uses_up_its_time_is_said_to_take_too_long(monkeypatch, signal):
    ended = subprocess.CompletedProcess([], -signal, b"", b"")
    monkeypatch.setattr(subprocess, "run", lambda *_a, **_k: ended)
    with pytest.raises(Rejected) as refused:
        sandbox.cleaned(recorded.amr(), recordings=True)
    assert refused.value.code == "too_heavy"


def test_what_decodes_videos_is_loaded_for_them_only():
    here = "import sys, county.foundation.files.{}; print('av' in sys.modules)"
    loaded = {
        name: subprocess.check_output([sys.executable, "-c", here.format(name)], text=True).strip()
        for name in ("cleaner", "sandbox", "recorder")
    }
    assert loaded == {"cleaner": "False", "sandbox": "False", "recorder": "True"}


pytestmark = pytest.mark.django_db(transaction=True)


def test_a_voice_is_kept_with_its_length():
    file = keep(recorded.amr(2), name="../语音.amr", by=DESK, purpose="message", recordings=True)
    file.refresh_from_db()
    assert (file.name, file.kind, file.media_type) == ("语音.mp3", "audio", "audio/mpeg")
    assert (file.seconds, file.has_thumbnail) == (2, False)
    assert len(actions.open_clean(file)) == file.size


def test_a_video_is_kept_with_its_first_picture():
    file = keep(recorded.video(1), name="a.mp4", by=DESK, purpose="message", recordings=True)
    assert (file.name, file.kind, file.seconds) == ("a.webm", "video", 1)
    assert actions.open_thumbnail(file).startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize("make", [recorded.amr, recorded.video, recorded.spoken])
def test_a_recording_is_taken_only_where_that_is_said(make):
    with pytest.raises(FileRefused, match="not taken here"):
        keep(make(), name="a", by=DESK, purpose="message")
    upload = uuid7()
    send(upload, make(), owner=ME)
    with pytest.raises(FileRefused, match="not taken here"):
        finish(upload)


def test_an_audio_file_with_a_cover_is_a_voice():
    """A picture that hangs on a sound is nobody's video."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as target:
        cover = target.add_stream("mjpeg", rate=1)
        cover.width, cover.height, cover.pix_fmt = 32, 32, "yuvj420p"
        cover.disposition = av.stream.Disposition.attached_pic
        heard = target.add_stream("aac", rate=44_100, layout="mono")
        frame = av.VideoFrame.from_image(recorded.two_halves((32, 32), 0))
        frame.pts = 0
        target.mux(cover.encode(frame))
        target.mux(cover.encode(None))
        recorded.hum(target, heard, 1)
    assert cleaned(out.getvalue()).media_type == "audio/mpeg"
