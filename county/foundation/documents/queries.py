"""Which papers belong to something; the one behind a code; whether a file is that paper."""

from __future__ import annotations

import unicodedata

from django.db.models import QuerySet

from county.foundation.documents import fonts
from county.foundation.documents.models import LENGTH, SIGNS, Issued
from county.kernel.ciphers import digest


def issued_about(subject: str) -> QuerySet[Issued]:
    """The papers of this subject, the latest first; who may see them is the caller's to decide."""
    found = Issued.objects.filter(subject=subject).select_related("pdf", "docx")
    return found.order_by("-issued_at")


def written_plainly(code: str) -> str:
    """A code as people type it, without blanks, hyphens and small letters; '' if it is none."""
    signs = unicodedata.normalize("NFKC", code[:200]).upper()
    signs = "".join(sign for sign in signs if not sign.isspace() and sign not in "-–—·.")
    return signs if len(signs) == LENGTH and set(signs) <= set(SIGNS) else ""


def by_code(code: str) -> Issued | None:
    """The paper with this code, if there is one."""
    plain = written_plainly(code)
    return Issued.objects.filter(code=plain).first() if plain else None


def is_this_paper(issued: Issued, content: bytes) -> bool:
    """Whether these bytes are the PDF that was issued, to the last bit."""
    return digest(content).hex() == issued.pdf_digest


def missing_faces() -> dict[str, str]:
    """Official fonts this machine lacks, by what papers are set in instead; '' is nothing."""
    return fonts.faces().stand_ins
