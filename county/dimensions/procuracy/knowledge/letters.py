"""What a letter must contain and may not say (article 16; domain §1.4), checked before it moves on.

The rules of language are the county's own; they are shown beside the editor while it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PARTS: Mapping[str, StrOrPromise] = {
    "origin": _("source of the case or problem"),
    "facts": _("facts established, and the evidence"),
    "faults": _("violations, or dangers to be removed"),
}
"""The parts in prose; items, the two periods and other matters have fields of their own."""
ORDERS = ("责令", "勒令", "命令", "限令", "强令", "务必立即", "不得有误")
"""Words of an authority that commands: a suggestion suggests."""
SUGGESTS = "建议"
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余杜叶程魏苏"
    "吕丁卢姚沈钟姜崔谭陆范汪廖石韦贾夏方邹熊孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万"
    "覃武钱戴严莫孔汤康乔赖章庄洪葛柳俞倪褚盛祝屠柏褟"
)
_SUSPECT = re.compile(
    r"(?:犯罪嫌疑人|嫌疑人|被告人|被不起诉人|违法行为人|涉案人员)(?:[：:、]|分别为|系)?"
    rf"([{_SURNAMES}][\u4e00-\u9fff]{{1,3}}?)(?=[等、，。；（(的于在与和盗窃骗将]|$)"
)
_VEILED = re.compile(
    r"[\u4e00-\u9fff]某{1,2}|某[\u4e00-\u9fff]?|[甲乙丙丁戊己庚辛]|[\u4e00-\u9fff]*等人"
)
_GENERAL = (
    "多名",
    "多人",
    "数名",
    "数人",
    "百余",
    "若干",
    "均已",
    "已被",
    "共计",
    "到案",
    "利用",
    "采用",
)
HIDDEN = "××"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that keeps a letter from moving on: where, and what."""

    part: str
    words: StrOrPromise


@dataclass(frozen=True, slots=True)
class Suggested:
    """An item as the rules see it."""

    content: str
    basis: str


def faults(parts: Mapping[str, str], items: Sequence[Suggested], *, contact: str) -> list[Fault]:
    """Everything that is missing or may not be said, in the order of the letter."""
    found = [
        Fault(name, _("This part is empty.")) for name in PARTS if not parts.get(name, "").strip()
    ]
    if not items:
        found.append(Fault("items", _("At least one item is needed.")))
    for number, item in enumerate(items, 1):
        found += _of_item(number, item)
    if not contact.strip():
        found.append(Fault("contact", _("Name a contact person.")))
    for name, text in {**parts, "items": " ".join(one.content for one in items)}.items():
        found += _of_language(name, text)
    return found


def _of_item(number: int, item: Suggested) -> Iterable[Fault]:
    part = f"item_{number}"
    if not item.content.strip():
        yield Fault(part, _("This item is empty."))
    elif SUGGESTS not in item.content:
        yield Fault(part, _("An item begins with “建议”: it suggests."))
    if not item.basis.strip():
        yield Fault(part, _("This item needs its basis in law or policy."))


def _of_language(part: str, text: str) -> Iterable[Fault]:
    for word in ORDERS:
        if word in text:
            yield Fault(part, _("“%s” sounds like an order. Write “建议”.") % word)
    for name in suspects_named(text):
        yield Fault(part, _("“%s” looks like a suspect's name. Write the surname and “某”.") % name)


def suspects_named(text: str) -> list[str]:
    """What looks like the full name of a suspect or defendant: a surname after the word for one.

    A rare surname passes: the reviewer reads the letter as well.
    """
    return [
        name
        for name in _SUSPECT.findall(text)
        if not _VEILED.fullmatch(name) and not name.startswith(_GENERAL)
    ]


def without_secrets(text: str, secrets: str) -> str:
    """The text as others may read it: each line of `secrets` is a phrase that is left out."""
    phrases = {line.strip() for line in secrets.splitlines() if line.strip()}
    for phrase in sorted(phrases, key=len, reverse=True):
        text = text.replace(phrase, HIDDEN)
    return text


def needs_route(*, level: str, region: str, involved: bool) -> bool:
    """Whether a letter may not go there directly (article 3): another level, or another place."""
    return not involved and not (level == "county" and region.startswith("330424"))
