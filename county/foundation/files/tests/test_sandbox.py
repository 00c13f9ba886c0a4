"""Decoding happens elsewhere, within limits."""

import os
import signal
import subprocess

import pytest

from county.foundation.files import confined, sandbox
from county.foundation.files.recognition import Rejected
from county.foundation.files.tests import samples


def test_the_other_process_answers_as_this_one_would():
    done = sandbox.cleaned(samples.jpeg_with_gps())
    assert (done.media_type, done.width, done.height) == ("image/jpeg", 48, 64)
    assert done.content[:3] == done.thumbnail[:3] == b"\xff\xd8\xff"
    assert sandbox.cleaned(samples.pdf()).content.startswith(b"%PDF-")


def test_what_it_refuses_is_refused_here():
    with pytest.raises(Rejected) as refused:
        sandbox.cleaned(samples.png_bomb(10_000))
    assert refused.value.code == "too_many_pixels"


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF"])
def test_the_largest_picture_fits_into_its_memory(kind):
    largest = samples.picture((5000, 5000), "teal")
    done = sandbox.cleaned(samples.saved(largest, kind))
    assert (done.width, done.height) == (2560, 2560)
    assert confined.MEMORY == 1 << 30, "of address space; more it could not have used"


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        (subprocess.CompletedProcess([], -signal.SIGSEGV, b"", b""), "unreadable"),
        (subprocess.CompletedProcess([], 0, b'{"media_type": "image/png", "width": 1, "height": 1,'
         b' "content": 9, "thumbnail": 0}\nshort', b""), "unreadable"),
        (subprocess.TimeoutExpired([], 1), "too_complex"),
    ],
)  # fmt: skip
def test_a_decoder_that_dies_takes_only_the_file_with_it(monkeypatch, outcome, code):
    def run(*_args, **_options):
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(Rejected) as refused:
        sandbox.cleaned(samples.jpeg_with_gps())
    assert refused.value.code == code


def test_the_other_process_knows_none_of_our_secrets(monkeypatch):
    handed = {}

    def run(*_args, **options):
        handed.update(options["env"])
        return subprocess.CompletedProcess([], 1, b"", b"")

    monkeypatch.setenv("DATABASE_URL", "postgresql://u:secret@h/d")
    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(Rejected):
        sandbox.cleaned(samples.jpeg_with_gps())
    assert sorted(handed) == ["LC_ALL", "MALLOC_ARENA_MAX", "PYTHONPATH"]
    assert os.environ["DATABASE_URL"] not in handed.values()
