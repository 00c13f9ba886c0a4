"""Sentences that are kept now and read later, each reader in their own language."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.utils.translation import gettext, override

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MARK = "\x1e"
"""Begins a kept sentence; no text that a person typed can hold it (kernel.text.clean)."""


def saying(template: str, *words: str) -> str:
    """A sentence to keep: its English template, with %s for each of the words.

    Words may be sayings themselves, or msgids of the catalogue marked by another `saying`.
    """
    return MARK + json.dumps([template, *words], ensure_ascii=False)


def kept(label: StrOrPromise) -> str:
    """A label of the catalogue as a sentence to keep."""
    with override("en"):
        return saying(str(label))


def said(text: str) -> str:
    """The kept sentence in the reader's language; any other text as it is."""
    if not text.startswith(MARK):
        return text
    template, *words = json.loads(text[1:])
    sentence = gettext(template)
    return sentence % tuple(said(word) for word in words) if words else sentence


def trimmed(text: str) -> str:
    """The text without the blanks around it; a kept sentence keeps its mark, which is one."""
    return text if text.startswith(MARK) else text.strip()
