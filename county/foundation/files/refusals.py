"""Why a file is not taken, in words that say what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _

from county.kernel.errors import Refused


class FileRefused(Refused):
    """This file is not taken."""

    status = 422

    def __init__(self, code: str) -> None:
        super().__init__(sentence(code))
        self.code = code


class WrongOffset(Refused):
    """The upload goes on elsewhere than the sender thinks: at `right`."""

    def __init__(self, right: int) -> None:
        super().__init__(_("Part of the file is missing. Sending goes on where it stopped."))
        self.right = right


class FileGone(Refused):
    """The file was removed."""

    status = 410


def sentence(code: str) -> str:
    """What to tell the person about a rejected file."""
    sentences = {
        "empty": _("The file is empty. Choose it again."),
        "too_large": _(
            "The file is too large: pictures and recordings may have 10 MB, PDF documents 20 MB."
        ),
        "too_many_pixels": _(
            "The picture is too large: it may have 25 million pixels. Send a smaller one."
        ),
        "too_complex": _("The file takes too long to check. Send photographs of its pages."),
        "unreadable": _("The file is damaged or incomplete. Send it again, or photograph it."),
        "locked": _("The document is locked with a password. Send it without one."),
        "two_in_one": _("Another file is hidden in this one. Send a screenshot of it instead."),
        "archive": _("Archives are not taken. Unpack it and send the pictures or PDFs in it."),
        "office": _("Office files are not taken. Save it as PDF, or send a screenshot."),
        "program": _("Programs are never taken. Do not open it; send a screenshot of its name."),
        "page": _("Web pages and drawings are not taken. Send a screenshot instead."),
        "video": _("Videos and recordings are not taken here. Send pictures of what matters."),
        "recording": _("Recordings of this kind cannot be played here. Send one made in WeChat."),
        "too_long": _("The recording is too long: a voice may last 2 minutes, a video 1."),
        "too_fine": _("The video is too large: its pictures may have 3840 × 2160 pixels."),
        "too_heavy": _("The recording takes too long to check. Send a shorter one."),
        "full": _("No space is left for files just now. Try again later, or call."),
        "too_many_uploads": _("Too many files are being sent at once. Wait until some are done."),
    }
    return sentences.get(
        code, _("Only pictures (JPEG, PNG, WebP, HEIC, GIF) and PDF documents are taken.")
    )
