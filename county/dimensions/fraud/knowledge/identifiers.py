"""Numbers, links and names by which somebody can be found again, however a text hides them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from county.dimensions.fraud.knowledge.apps import app_names
from county.kernel.text import mask_account, mask_identity

KINDS = (
    "link", "email", "wallet", "id_card", "phone", "bank_card", "meeting", "qq", "wechat",
    "account", "invite", "app",
)  # fmt: skip
"""The kinds, in the order in which they are believed when two claim the same characters."""
LONGEST = 20_000  # characters that are looked at; nobody types more
NUMERALS = dict(
    zip("零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖貳參陸", "001234567891123456789236", strict=True)
)
LOOKALIKES = {"o": "0", "O": "0", "l": "1", "I": "1"}
JOINERS = "\ufe0f\u20e3\u200b\u200c\u200d\u2060\ufeff\u00ad"

_SIGN = f"[0-9{''.join(NUMERALS)}oOlI]"
_GAP = r"[ \t]{0,2}[-—–.·*_/,，、()~|]?[ \t]{0,2}"
_RUN = re.compile(rf"(?<![A-Za-z0-9@]){_SIGN}(?:{_GAP}{_SIGN})*(?![A-Za-z0-9])")
_SIGNS = re.compile(f"{_SIGN}+")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_FIXED = re.compile(r"0[1-9]\d{8,10}|[48]00\d{7}")
_COUNTRY = ("0086", "86")
_MOBILE_CUTS = {(11,), (3, 4, 4), (3, 8), (7, 4), (4, 4, 3), (4, 3, 4), (5, 6), (6, 5), (3, 3, 5)}
_FIXED_CUTS = {
    (10,), (11,), (12,), (3, 7), (3, 8), (4, 7), (4, 8), (3, 4, 4), (4, 3, 4), (4, 4, 4),
    (3, 3, 4), (3, 4, 3),
}  # fmt: skip
_OF_A_CARD = re.compile(r"卡|账|帐|银行|收款|户")
_OF_AN_ACCOUNT = re.compile(r"(?:账号|账户|帐号|帐户|对公|户头|收款)[^0-9\n]{0,10}$")
_PATH = r"[A-Za-z0-9\-._~:/?#\[\]@!$&'*+,;=%]"
_DOT = r"(?:\.| \. | {0,2}(?:。|\[\.\]|\(\.\)|点|\(dot\)|\[dot\]) {0,2})"
_TOP = (
    "com|cn|net|org|top|vip|xyz|cc|shop|site|online|info|club|icu|link|work|live|pro|me|io|co|"
    "app|wang|ltd|store|tech|biz|hk|tw|us|uk|ru|fun|cyou|life|world|click|group"
)
_LINK = re.compile(
    rf"(?<![A-Za-z])(?:h(?:tt|xx)ps?|wxp|weixin|alipays?|alipayqr|mqqapi|tg) ?: ?/ ?/ ?{_PATH}+|"
    rf"(?<![A-Za-z0-9@._\-])(?:[A-Za-z0-9\-]{{1,63}}{_DOT}){{1,5}}(?:{_TOP})(?![A-Za-z0-9\-])"
    rf"(?::\d{{2,5}})?(?:/{_PATH}*)?",
    re.IGNORECASE,
)
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._+\-])[A-Za-z0-9._+\-]{1,64} ?@ ?(?:[A-Za-z0-9\-]{1,63}\.){1,4}[A-Za-z]{2,10}"
)
_WALLET = re.compile(
    r"(?<![A-Za-z0-9])(?:T[1-9A-HJ-NP-Za-km-z]{33}|0x[0-9a-fA-F]{40}|bc1[0-9a-z]{25,60})"
    r"(?![A-Za-z0-9])"
)
_SAYS = r"(?:号码|号|id|同号|就)?[ :：是为=,，.→👉【「\[(]{0,4}"
_NUMBER = r"\d(?:[ \-]{0,2}\d)"
_QQ = re.compile(
    rf"(?:(?<![A-Za-z])qq ?群?|扣扣群?|球球|企鹅|秋秋|蔻蔻|群){_SAYS}(?<!\d)"
    rf"([1-9](?:[ \-]{{0,2}}\d){{4,10}})(?!\d)",
    re.IGNORECASE,
)
_MEETING = re.compile(
    rf"(?:会议号|会议码|会议id|房间号|识别码|设备代码|伙伴码|共享码){_SAYS}({_NUMBER}{{5,11}})(?!\d)",
    re.IGNORECASE,
)
_INVITE = re.compile(
    rf"(?:邀请码|推荐码|邀请id|介绍码){_SAYS}([A-Za-z0-9]{{4,12}})(?![A-Za-z0-9])", re.IGNORECASE
)
_WECHAT = re.compile(
    r"(?:微 ?信|薇信|威信|徽信|维信|微芯|v ?信|(?<![A-Za-z])[vw] ?x|wechat|weixin|卫星|绿泡泡|"
    r"[加➕+]我?微|[加➕+]我?v(?![A-Za-z]))"
    r"((?:号码|号|id|同号|就)?[ :：是为=,，.→👉【「\[(]{0,4})"
    r"([A-Za-z][A-Za-z0-9_\-]{5,19}|[1-9]\d{5,10})(?![A-Za-z0-9_\-.@])",
    re.IGNORECASE,
)
_WXID = re.compile(r"(?<![A-Za-z0-9])wxid_[A-Za-z0-9]{6,24}")
_NO_NAME = {"wechat", "weixin", "iphone", "android", "alipay", "please", "before", "screen"}


@dataclass(frozen=True, slots=True)
class Identifier:
    """Something by which somebody can be found: one of KINDS, its plain value (numbers as digits,
    links and addresses in lower case), and its characters [start, end) in the text."""

    kind: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Folded:
    """The text in plain characters, one for one with where each came from."""

    text: str
    places: tuple[int, ...]

    def found(self, kind: str, value: str, start: int, end: int) -> Identifier:
        return Identifier(kind, value, self.places[start], self.places[end - 1] + 1)


def _fold(text: str) -> _Folded:
    """Full-width and circled signs made plain, and what joins or hides signs left out."""
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if char in JOINERS:
            continue
        plain = char if char.isascii() else unicodedata.normalize("NFKC", char)
        for one in plain if plain.isascii() and plain.isalnum() else plain[:1]:
            chars.append(one)
            places.append(place)
    return _Folded("".join(chars), tuple(places))


def _digits(signs: str) -> str:
    return "".join(LOOKALIKES.get(one) or NUMERALS.get(one) or one for one in signs)


def _in_digits(text: str) -> str:
    """The text with Chinese numerals and look-alikes as digits where five or more stand together;
    as long as before."""

    def plain(run: re.Match[str]) -> str:
        signs = "".join(_SIGNS.findall(run.group()))
        real = sum(one not in LOOKALIKES for one in signs)
        return _digits(run.group()) if len(signs) >= 5 and real * 2 > len(signs) else run.group()

    return _RUN.sub(plain, text)


def is_card(digits: str) -> bool:
    """Does the check digit of a bank card fit (ISO/IEC 7812, Luhn)?"""
    odd = sum(int(one) for one in digits[-1::-2])
    even = sum(sum(divmod(2 * int(one), 10)) for one in digits[-2::-2])
    return (odd + even) % 10 == 0


def is_identity(number: str) -> bool:
    """Is this an identity number of GB 11643: a day of birth and a check digit that fits?"""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(one) * weight for one, weight in zip(number[:17], weights, strict=True))
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return 1900 <= born.year <= 2100 and "10X98765432"[total % 11] == number[17].upper()


def _phone(digits: str, cuts: tuple[int, ...], before: str) -> str:
    """The number as a phone number, or nothing."""
    one_by_one = len(cuts) >= 6 and max(cuts) <= 2
    for code in _COUNTRY:
        bare = digits.removeprefix(code)
        if bare != digits and _MOBILE.fullmatch(bare):
            return bare
    if _MOBILE.fullmatch(digits) and (cuts in _MOBILE_CUTS or one_by_one):
        return digits
    if _FIXED.fullmatch(digits) and (cuts in _FIXED_CUTS or one_by_one):
        return digits
    return f"+{digits}" if before.endswith("+") and 9 <= len(digits) <= 15 else ""


def _card(digits: str, cuts: tuple[int, ...], before: str) -> bool:
    """Is it a bank card? One of UnionPay by its beginning, others by check digit and company."""
    if not 16 <= len(digits) <= 19 or digits[0] not in "34569":
        return False
    if digits.startswith("62"):
        return True
    in_fours = len(cuts) > 1 and set(cuts[:-1]) == {4}
    return is_card(digits) and (in_fours or bool(_OF_A_CARD.search(before[-14:])))


def _number(signs: str, cuts: tuple[int, ...], before: str) -> tuple[str, str] | None:
    """What a number is, and its plain value."""
    if sum(one in LOOKALIKES for one in signs) * 2 > len(signs):
        return None
    digits = _digits(signs)
    if phone := _phone(digits, cuts, before):
        return "phone", phone
    if len(digits) == 18 and is_identity(digits):
        return "id_card", digits
    if _card(digits, cuts, before):
        return "bank_card", digits
    if 9 <= len(digits) <= 30 and _OF_AN_ACCOUNT.search(before):
        return "account", digits
    return None


def _listed(text: str, groups: list[re.Match[str]]) -> bool:
    """Are these several numbers in a list (188、2888、3888), and not one that was spaced out?"""
    gaps = "".join(text[a.end() : b.start()] for a, b in pairwise(groups))
    return any(one in gaps for one in ",，、") and max(len(one.group()) for one in groups) > 2


def _longest(text: str, groups: list[re.Match[str]], base: int) -> tuple[str, str, int] | None:
    """The number that begins with the first group, and how many groups it takes."""
    before = text[max(0, base + groups[0].start() - 24) : base + groups[0].start()]
    for count in (1, *range(min(len(groups), 24), 1, -1)):
        taken = groups[:count]
        signs = "".join(one.group() for one in taken)
        if len(signs) > 24 or (count > 1 and _listed(text[base:], taken)):
            continue
        if known := _number(signs, tuple(len(one.group()) for one in taken), before):
            return *known, count
    return None


def _numbers(folded: _Folded) -> Iterator[Identifier]:
    """Phone numbers, cards, accounts and identity numbers, also those cut into groups."""
    for run in _RUN.finditer(folded.text):
        if len(run.group()) < 9:
            continue
        base = run.start()
        groups = list(_SIGNS.finditer(run.group()))
        while groups:
            found = _longest(folded.text, groups, base)
            if found is None:
                groups = groups[1:]
                continue
            kind, value, count = found
            start, end = base + groups[0].start(), base + groups[count - 1].end()
            yield folded.found(kind, value, start, end)
            groups = groups[count:]


def _identities(folded: _Folded) -> Iterator[Identifier]:
    """Identity numbers that end in X, which is no digit."""
    for match in re.finditer(r"(?<![A-Za-z0-9])\d{17}[xX](?![A-Za-z0-9])", folded.text):
        if is_identity(match.group()):
            yield folded.found("id_card", match.group().upper(), *match.span())


def _links(folded: _Folded) -> Iterator[Identifier]:
    for match in _LINK.finditer(folded.text):
        shown = match.group().rstrip(".,;:!?'")
        if not any(one.isalpha() and one.isascii() for one in shown.split("点")[0]):
            continue
        plain = re.sub(r"\[\.\]|\(\.\)|。|点|[(\[]dot[)\]]", ".", shown.lower()).replace(" ", "")
        plain = re.sub(r"^hxxp", "http", plain)
        yield folded.found("link", plain, match.start(), match.start() + len(shown))


def _plain(folded: _Folded, kind: str, pattern: re.Pattern[str]) -> Iterator[Identifier]:
    for match in pattern.finditer(folded.text):
        value = match.group().replace(" ", "")
        value = value.lower() if kind == "email" else value
        yield folded.found(kind, value, *match.span())


def _named(folded: _Folded) -> Iterator[Identifier]:
    """What is known by the word before it: QQ and WeChat numbers, meetings, invitations."""
    text = _in_digits(folded.text)
    for kind, pattern in (("qq", _QQ), ("meeting", _MEETING), ("invite", _INVITE)):
        for match in pattern.finditer(text):
            value = re.sub(r"[ \-]", "", match.group(1))
            yield folded.found(kind, value, *match.span(1))
    for match in _WECHAT.finditer(text):
        says, name = match.groups()
        sure = says.strip(" ,，.") or any(one.isdigit() or one in "_-" for one in name)
        if sure and name.lower() not in _NO_NAME:
            yield folded.found("wechat", name.lower(), *match.span(2))
    for match in _WXID.finditer(text):
        yield folded.found("wechat", match.group().lower(), *match.span())
    for name, start, end in app_names(folded.text):
        yield folded.found("app", name, start, end)


def _apart(found: Iterable[Identifier]) -> list[Identifier]:
    """Those that claim characters nobody before them claimed, in the order of the text."""
    kept: list[Identifier] = []
    for one in sorted(found, key=lambda one: (KINDS.index(one.kind), one.start)):
        if not any(one.start < other.end and other.start < one.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def find(text: str) -> list[Identifier]:
    """The identifiers in a text, in its order, none overlapping another.

    Digits may be spaced, hyphenated, full-width, circled, Chinese numerals or look-alike letters;
    links may have their dots written otherwise. Kinds: see KINDS.
    """
    folded = _fold(text[:LONGEST])
    return _apart(
        [
            *_links(folded),
            *_plain(folded, "email", _EMAIL),
            *_plain(folded, "wallet", _WALLET),
            *_identities(folded),
            *_numbers(folded),
            *_named(folded),
        ]
    )


def shown(identifier: Identifier) -> str:
    """The value as an officer sees it in passing: of cards, accounts and identity numbers only
    the ends."""
    if identifier.kind in ("bank_card", "account"):
        return mask_account(identifier.value)
    return mask_identity(identifier.value) if identifier.kind == "id_card" else identifier.value
