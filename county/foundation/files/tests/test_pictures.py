"""Pictures come out upright, readable and of a sensible size."""

import io

import pytest
from PIL import Image

from county.foundation.files.cleaner import cleaned
from county.foundation.files.tests import samples


def opened(content):
    return Image.open(io.BytesIO(content))


def test_a_turned_photograph_stands_upright():
    image = samples.picture((60, 40), "white")
    image.paste("black", (0, 0, 60, 20))  # dark above
    exif = Image.Exif()
    exif[274] = 6  # the camera was held on its side
    done = cleaned(samples.saved(image, "JPEG", exif=exif, quality=95))
    assert (done.width, done.height) == (40, 60)
    upright = opened(done.content).convert("L")
    assert upright.getpixel((35, 30)) < 60  # dark to the right
    assert upright.getpixel((5, 30)) > 200


@pytest.mark.parametrize(
    ("size", "kept"),
    [
        ((2560, 1440), (2560, 1440)),
        ((4000, 3000), (2560, 1920)),
        ((1080, 9000), (1080, 9000)),  # a long screenshot of a chat
        ((1440, 9600), (1080, 7200)),
        ((1, 1), (1, 1)),
    ],
)
def test_a_large_picture_is_made_smaller_but_stays_readable(size, kept):
    done = cleaned(samples.saved(samples.picture(size), "PNG"))
    assert (done.width, done.height) == kept


@pytest.mark.parametrize(
    ("mode", "kind", "media_type"),
    [
        ("RGB", "JPEG", "image/jpeg"),
        ("L", "JPEG", "image/jpeg"),
        ("CMYK", "JPEG", "image/jpeg"),
        ("RGB", "WEBP", "image/jpeg"),
        ("RGBA", "WEBP", "image/png"),
        ("RGB", "HEIF", "image/jpeg"),
        ("P", "PNG", "image/png"),
        ("RGBA", "PNG", "image/png"),
        ("1", "PNG", "image/png"),
        ("P", "GIF", "image/png"),
    ],
)
def test_each_kind_of_picture_becomes_one_of_two(mode, kind, media_type):
    image = (
        Image.new(mode, (30, 20), (0, 0, 0, 90)) if mode == "RGBA" else Image.new(mode, (30, 20))
    )
    done = cleaned(samples.saved(image, kind))
    assert done.media_type == media_type
    assert opened(done.content).size == (30, 20)
    assert opened(done.thumbnail).format == "JPEG"


def test_of_a_moving_picture_the_first_frame_is_kept():
    frames = [samples.picture(colour="red"), samples.picture(colour="blue")]
    moving = samples.saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    done = cleaned(moving)
    assert opened(done.content).convert("RGB").getpixel((5, 5)) == (255, 0, 0)
    assert getattr(opened(done.content), "n_frames", 1) == 1


def test_the_thumbnail_of_a_long_screenshot_shows_its_top():
    image = samples.picture((400, 4000), "white")
    image.paste("red", (0, 0, 400, 700))
    small = opened(cleaned(samples.saved(image, "PNG")).thumbnail)
    assert small.size == (320, 480)
    red, green, _blue = small.getpixel((160, 470))
    assert (red > 200, green < 60) == (True, True)


def test_a_see_through_picture_is_shown_on_white():
    small = opened(cleaned(samples.saved(Image.new("RGBA", (9, 9)), "PNG")).thumbnail)
    assert small.getpixel((4, 4)) == (255, 255, 255)
