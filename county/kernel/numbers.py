"""Numbers people and things are known by: made, checked, put into their written form."""

from __future__ import annotations

import re
import secrets
import time
import unicodedata
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from county.kernel import clock
from county.kernel.errors import Refused


class BadNumber(Refused):
    """What was given cannot be such a number: a slip of the pen, said in the user's words."""

    status = 400


class BadPhone(BadNumber):
    """Not a mobile number of the mainland."""


class BadIdentity(BadNumber):
    """Not a citizen identity number."""


class BadCreditCode(BadNumber):
    """Not a unified social credit code."""


def uuid7() -> UUID:
    """A new UUIDv7 (RFC 9562): whoever makes the record can make its key; later ones sort later.

    The fraction of the millisecond follows it, so that one process's keys are in order down to
    a quarter of a microsecond.
    """
    millisecond, rest = divmod(time.time_ns(), 1_000_000)
    fraction = rest * 4096 // 1_000_000
    return UUID(
        int=millisecond << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | secrets.randbits(62)
    )


def matter_number(prefix: str, day: date, value: int) -> str:
    """The day's nth number as people say it: HY20261123-0847; ValueError below one."""
    if value < 1:
        raise ValueError("Matters are counted from one.")
    return f"{prefix}{day:%Y%m%d}-{value:04d}"


_PHONE = re.compile(r"1[3-9]\d{9}", re.ASCII)


def is_phone(value: str) -> bool:
    """Whether it is a mobile number of the mainland: eleven digits, the second 3 to 9."""
    return bool(_PHONE.fullmatch(value))


def require_phone(value: str) -> str:
    """The mobile number in eleven digits, without +86, spaces and hyphens; raises BadPhone."""
    digits = re.sub(r"[-()]", "", _written(value))
    digits = re.sub(r"^(?:\+|00)86", "", digits)
    if not is_phone(digits):
        raise BadPhone(_("This is no mobile number. Write its eleven digits, such as 138…."))
    return digits


_IDENTITY = re.compile(r"[1-9]\d{16}[\dX]", re.ASCII)
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_OLDEST = date(1900, 1, 1)


def is_identity(value: str, *, test: bool = False) -> bool:
    """Whether it is a citizen identity number in its written form (GB 11643-1999).

    Its birth date must exist, not lie ahead, and not be before 1900: those numbers are the tests',
    which pass `test=True`, since nobody living has one.
    """
    if not _IDENTITY.fullmatch(value):
        return False
    total = sum(int(sign) * weight for sign, weight in zip(value, _IDENTITY_WEIGHTS, strict=False))
    if value[17] != "10X98765432"[total % 11]:
        return False
    try:
        born = date(int(value[6:10]), int(value[10:12]), int(value[12:14]))
    except ValueError:
        return False
    return born <= clock.today() and (test or born >= _OLDEST)


def require_identity(value: str, *, test: bool = False) -> str:
    """The identity number in its written form, X large; raises BadIdentity."""
    number = _written(value)
    if not is_identity(number, test=test):
        raise BadIdentity(
            _("This is no valid identity number. Compare its eighteen signs with the card.")
        )
    return number


_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT = re.compile(rf"[{_CREDIT_SIGNS}]{{2}}\d{{6}}[{_CREDIT_SIGNS}]{{10}}", re.ASCII)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def is_credit_code(value: str) -> bool:
    """Whether it is a unified social credit code in its written form (GB 32100-2015).

    The organisation code inside it must be right as well (GB 11714).
    """
    if not _CREDIT.fullmatch(value):
        return False
    total = sum(_CREDIT_SIGNS.index(sign) * pow(3, at, 31) for at, sign in enumerate(value[:17]))
    if value[17] != _CREDIT_SIGNS[-total % 31]:
        return False
    # Here letters count on from ten without a gap, unlike the outer code's alphabet.
    inner = sum(
        int(sign, 36) * weight
        for sign, weight in zip(value[8:16], _ORGANISATION_WEIGHTS, strict=True)
    )
    return value[16] == "0123456789X"[-inner % 11]


def require_credit_code(value: str) -> str:
    """The credit code in its written form, letters large; raises BadCreditCode."""
    code = _written(value)
    if not is_credit_code(code):
        raise BadCreditCode(
            _("This is no valid credit code. Compare its eighteen signs with the licence.")
        )
    return code


_PLATE = re.compile(
    "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z]"
    "(?:[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9警学挂港澳]"  # five signs
    "|[A-HJK][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[A-HJK])"  # six: new energy, small or large
)


def is_plate(value: str) -> bool:
    """Whether it is a number plate in its written form: 浙F12345, new energy 浙FD12345."""
    return bool(_PLATE.fullmatch(value))


_BANK_CARD = re.compile(r"\d{15,19}", re.ASCII)


def is_bank_card(value: str) -> bool:
    """Whether it is a bank card's number: 15 to 19 digits whose check digit is right (Luhn)."""
    if not _BANK_CARD.fullmatch(value):
        return False
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in value[-2::-2])
    return (sum(int(digit) for digit in value[::-2]) + sum(doubled)) % 10 == 0


def _written(value: str) -> str:
    """As a form would have it: half-width, large, without blanks."""
    return "".join(unicodedata.normalize("NFKC", value).split()).upper()
