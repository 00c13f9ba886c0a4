"""Text from people: made safe to keep, folded for search, shortened, masked, kept out of logs."""

from __future__ import annotations

import re
import unicodedata

# Characters that reorder what the eye sees: a name or a link can be made to read as another.
_BIDI = "\u202a-\u202e\u2066-\u2069"
_UNSAFE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ud800-\udfff\ufeff\ufffe\uffff"
    + _BIDI
    + "]"
)
_BREAKS = re.compile("\r\n?|\u2028|\u2029")
_UNSEEN = {"Cc", "Cf", "Zs", "Zl", "Zp"}
_SPACES = re.compile(r"\s+")


def clean(text: str, limit: int) -> str:
    """The text without what cannot be kept or would deceive the eye, at most `limit` characters.

    NUL and lone surrogates cannot be stored; control characters but newline and tab, and the
    overrides of writing direction, are not words.
    """
    return _UNSAFE.sub("", _BREAKS.sub("\n", text))[:limit]


def fold(text: str) -> str:
    """The text as search compares it: compatibility forms unified (NFKC), small letters.

    Equal to PostgreSQL 18's `lower(normalize(text, NFKC))` under C.UTF-8 for every character of
    Unicode 14: no final sigma, and the dotted capital I becomes a plain one.
    """
    whole = unicodedata.normalize("NFKC", _UNSAFE.sub("", text))
    if whole.isascii():
        return whole.lower()
    return "".join("i" if letter == "İ" else letter.lower() for letter in whole)


def bigrams(text: str) -> list[str]:
    """Each pair of neighbouring characters, in order; a single character stands for itself."""
    if len(text) < 2:
        return [text] if text else []
    return [text[at : at + 2] for at in range(len(text) - 1)]


def shorten(text: str, n: int) -> str:
    """The text on one line, at most n characters, with an ellipsis where it was cut."""
    line = _SPACES.sub(" ", text).strip()
    return line if len(line) <= n else line[: max(0, n - 1)].rstrip() + "…"


def is_blank(text: str) -> bool:
    """Whether nothing of the text can be seen: only blanks, format and control characters."""
    return all(unicodedata.category(sign) in _UNSEEN for sign in text)


def split_bytes(text: str, most: int) -> list[str]:
    """The text in pieces of at most `most` bytes of UTF-8, cut after a line or a sentence if it
    can be, never inside a character; a blank text is one piece."""
    pieces: list[str] = []
    rest = text
    while len(rest.encode()) > most:
        head = rest.encode()[:most].decode(errors="ignore")
        at = max(head.rfind(mark) for mark in "\n。！？.!?")
        cut = at + 1 if at > len(head) // 2 else len(head)
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*pieces, rest] if rest or not pieces else pieces


def mask_identity(number: str) -> str:
    """An identity number with its birth date hidden: 330424********0018."""
    return _middle(number, 6, 4, 18)


def mask_phone(phone: str) -> str:
    """A phone number with its middle hidden: 138****0018."""
    return _middle(phone, 3, 4, 11)


def mask_name(name: str) -> str:
    """A person's name by its first character: 张*, 王**; never more than three stars."""
    name = name.strip()
    return name[:1] + "*" * min(3, max(1, len(name) - 1)) if name else ""


_TOWN = re.compile(r"^.*?(?:街道|镇|乡)")
_COUNTY = re.compile(r"^.*?[县区市旗]")


def mask_address(address: str) -> str:
    """An address down to its town or, without one, its county: 海盐县武原街道****."""
    address = address.strip()
    found = _TOWN.match(address) or _COUNTY.match(address)
    return (found.group() if found else address[:1])[:30] + "****" if address else ""


def mask_account(account: str) -> str:
    """An account by its last four characters, a mail address by its first letter and its host."""
    account = account.strip()
    if "@" in account:
        owner, _at, host = account.partition("@")
        return f"{owner[:1]}***@{host}"
    # Of a short account four characters would be most of it.
    shown = 4 if len(account) >= 12 else 2 if len(account) >= 6 else 0
    return "****" + account[len(account) - shown :] if account else ""


def _middle(text: str, head: int, tail: int, whole: int) -> str:
    """The two ends of a number of the expected length; of any other only its last two signs."""
    if len(text) != whole:
        return "****" + (text[-2:] if len(text) > 4 else "")
    return text[:head] + "*" * (whole - head - tail) + text[-tail:]


_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PHONE = r"(?<!\d)((?:\+?86[-\s]?)?)([1１][3-9３-９]\d)([-\s]?)\d{4}\3(\d{4})(?!\d)"
_PLATE = rf"([{_PROVINCES}][A-Za-z])[·•\s]?[A-Za-z0-9]{{4,5}}([A-Za-z0-9警学挂港澳])"
_SCRUBS: tuple[tuple[re.Pattern[str], str], ...] = (
    # Longest first, so that no shorter pattern takes a part. `\d` means full-width digits too.
    (re.compile(r"(?<!\d)(\d{6})\d{8}(\d{3}[\dXxＸｘ])(?!\d)"), r"\1********\2"),
    (re.compile(r"(?<!\w)\d{4}(?:[-\s]\d{4}){2,3}[-\s](\d{1,4})(?![0-9A-Za-z])"), r"****\1"),
    (re.compile(r"(?<!\d)\d{11,}(\d{4})(?!\d)"), r"****\1"),
    (re.compile(_PHONE), r"\1\2****\4"),
    (re.compile(_PLATE), r"\1****\2"),
)


def scrub(line: str) -> str:
    """A log line with identity numbers, phones, plates and accounts replaced by their masks."""
    for pattern, mask in _SCRUBS:
        line = pattern.sub(mask, line)
    return line
