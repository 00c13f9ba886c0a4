"""Where anyone checks a paper, and what other apps put into their pages: a preview, a download."""

from __future__ import annotations

from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods
from markupsafe import Markup

from county.design.http import address_of, go, html, show
from county.foundation.documents import pictures, press, queries, word
from county.foundation.documents.actions import PDF
from county.foundation.documents.models import Issued
from county.foundation.files.actions import open_clean
from county.foundation.files.views import HEADERS, answer
from county.foundation.staff.policy import public
from county.kernel import clock
from county.kernel.errors import Refused
from county.kernel.limits import Limit
from county.kernel.papers import Paper

CHECKS = Limit(40, 600)
"""Codes one address may try: a counter clerk checks a pile, and nobody comes upon one by trying."""
LARGEST = 20 * 1024**2
"""Bytes sent with a PDF for comparison; the largest paper here has one million."""


class TooOften(Refused):
    """This address has asked enough for now."""

    status = 429


@public("anyone who holds a paper checks whether it is genuine")
@require_GET
def ask(request: HttpRequest) -> HttpResponseBase:
    """Where a code is typed."""
    code = request.GET.get("code", "")
    if not code:
        return show(request, "documents/check.html", {"asked": "", "malformed": False})
    if plain := queries.written_plainly(code):
        return go(request, f"/check/{plain}/")
    context = {"asked": code[:40], "malformed": True}
    return show(request, "documents/check.html", context, status=400)


# Comparing changes nothing, so no token guards it: reading one would take in the whole body first.
@csrf_exempt
@public("anyone who holds a paper checks whether it is genuine")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, code: str) -> HttpResponseBase:
    """Genuine, withdrawn or not known; with a file, whether it is that paper. Nothing of content.

    A file that is brought is read, compared and forgotten.
    """
    if not CHECKS.take(address_of(request)):
        raise TooOften(_("Many codes were tried from here. Try again in ten minutes."))
    issued = queries.by_code(code)
    same = _compared(request, issued) if request.method == "POST" and issued else None
    context = {"issued": issued, "same": same, "asked": queries.written_plainly(code)}
    return show(request, "documents/checked.html", context, status=200 if issued else 404)


def _compared(request: HttpRequest, issued: Issued) -> bool:
    length = request.headers.get("Content-Length", "")
    if not length.isdigit() or int(length) > LARGEST:
        raise Refused(_("This file is larger than any paper issued here."))
    brought = request.FILES.get("pdf")
    if brought is None or not brought.size:
        raise Refused(_("Choose the PDF that is to be compared."))
    return queries.is_this_paper(issued, brought.read())


def preview(request: HttpRequest, paper: Paper, *, address: str) -> Markup:
    """A draft's pages as pictures, marked as a draft, with buttons that load it from `address`.

    The calling app's view at `address` decides who may see it and answers with `draft_file`.
    Raises press.NotSet for words that cannot be set.
    """
    return _shown(request, _draft(paper), address, issued=None)


def preview_issued(request: HttpRequest, issued: Issued, *, address: str) -> Markup:
    """The issued paper's pages as pictures; the view at `address` answers with `issued_file`."""
    return _shown(request, open_clean(issued.pdf), address, issued=issued)


def draft_file(request: HttpRequest, paper: Paper) -> HttpResponse:
    """The draft to load down, as PDF or, with `?as=docx`, as DOCX; its watermark is on both."""
    if request.GET.get("as") == "docx":
        content, media, ending = word.docx(paper, at=clock.now(), draft=True), word.MEDIA, "docx"
    else:
        content, media, ending = _draft(paper), PDF, "pdf"
    response = HttpResponse(content, content_type=media, headers=HEADERS)
    response.headers["Cache-Control"] = "no-store"
    name = f"{paper.heading} 草稿.{ending}"
    disposition = content_disposition_header(True, name)  # noqa: FBT003 - Django's signature
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response


def issued_file(request: HttpRequest, issued: Issued) -> HttpResponse:
    """The issued paper to load down, as PDF or, with `?as=docx`, as DOCX; Http404 for others."""
    kinds = {"pdf": issued.pdf, "docx": issued.docx}
    try:
        return answer(request, kinds[request.GET.get("as", "pdf")])
    except KeyError:
        raise Http404 from None


@lru_cache(maxsize=8)
def _draft(paper: Paper) -> bytes:
    return press.pdf(paper, at=clock.now(), draft=True)


def _shown(request: HttpRequest, pdf: bytes, address: str, *, issued: Issued | None) -> Markup:
    context = {"pictures": pictures.inline(pdf), "address": address, "issued": issued}
    return html(request, "documents/preview.html", context)
