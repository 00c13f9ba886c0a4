"""PDFs written anew without anything that acts: scripts, launches, enclosures, forms' tricks."""

from __future__ import annotations

import io
import warnings
from typing import Any

import pikepdf

from county.foundation.files.recognition import Cleaned, Rejected

MOST_OBJECTS = 100_000
"""Local design value: a scanned volume has a few thousand; more is made to exhaust its reader."""
DEEPEST = 60

# Keys under which a document keeps what acts, what is enclosed, and who wrote it on what.
_ACTING = (
    "/OpenAction", "/AA", "/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/AF", "/XFA", "/RF",
    "/RichMediaContent", "/RichMediaSettings", "/Collection", "/Rendition", "/Renditions",
    "/Metadata", "/PieceInfo", "/LastModified",
)  # fmt: skip
# What a click may do: go to a place in the same document.
_STILL = ("/GoTo", "/Named")
_ACTIONS = (
    "/JavaScript", "/Launch", "/GoToR", "/GoToE", "/URI", "/SubmitForm", "/ImportData",
    "/Rendition", "/Movie", "/Sound", "/RichMediaExecute", "/Thread", "/ResetForm", "/Hide",
    "/SetOCGState", "/Trans", "/GoTo3DView",
)  # fmt: skip
_LIVELY = ("/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D")


def clean_document(content: bytes) -> Cleaned:
    """The document's pages and nothing else that does anything.

    Raises Rejected for one that is locked, damaged or enormous.
    """
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as document:
            _disarm(document)
            return Cleaned(media_type="application/pdf", content=_written_anew(document))
    except pikepdf.PasswordError:
        raise Rejected("locked") from None
    except (Rejected, MemoryError):
        raise
    except Exception as error:
        # A damaged document fails wherever something else stands than belongs there.
        raise Rejected("unreadable") from error


def _written_anew(document: pikepdf.Pdf) -> bytes:
    """Only what the pages lead to is written: hidden streams and bytes after the end are not."""
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of untidy forms, which are the sender's business
        document.save(out, encryption=False, fix_metadata_version=False)
    return out.getvalue()


def _disarm(document: pikepdf.Pdf) -> None:
    if document.is_encrypted:
        raise Rejected("locked")
    if len(document.objects) > MOST_OBJECTS:
        raise Rejected("too_complex")
    if not len(document.pages):
        raise Rejected("unreadable")
    # Every object, not only those that pages lead to: an incremental update can revive any.
    for thing in document.objects:
        _still(thing, 0)
    for page in document.pages:
        if "/Annots" in page.obj:
            page.obj.Annots = pikepdf.Array(
                [one for one in page.obj.Annots if str(one.get("/Subtype", "")) not in _LIVELY]
            )
    if "/Info" in document.trailer:
        del document.trailer["/Info"]


def _still(thing: Any, depth: int) -> None:
    """Take what acts out of an object and the direct objects in it."""
    if depth > DEEPEST:
        raise Rejected("too_complex")
    if isinstance(thing, pikepdf.Array):
        inner = list(thing)
    elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        _strip(thing)
        inner = [one for _key, one in thing.items()]
    else:
        return
    for one in inner:
        # Objects with a number of their own come round by themselves.
        if isinstance(one, pikepdf.Object) and not one.is_indirect:
            _still(one, depth + 1)


def _strip(thing: Any) -> None:
    """Take the acting keys off a dictionary; one that is an action itself is left empty."""
    doomed = [key for key in thing.keys() if key in _ACTING]  # noqa: SIM118 - not a dict
    if _acts(thing):
        doomed = [key for key in thing.keys() if key != "/Length"]  # noqa: SIM118
    elif "/A" in thing and _leads_away(thing["/A"]):
        doomed.append("/A")
    for key in doomed:
        del thing[key]


def _acts(thing: Any) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and str(thing.get("/S", "")) in _ACTIONS


def _leads_away(thing: Any) -> bool:
    """Whether a click on it does more than turn the page; attributes of text have no /S."""
    return isinstance(thing, pikepdf.Dictionary) and str(thing.get("/S", "/GoTo")) not in _STILL
