"""Which column of a sheet is what, guessed from its heading in Chinese or English."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from county.records.lists.models import Kind

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Field:
    """One thing a list may bring: its name, its title, and the headings it goes by."""

    name: str
    title: StrOrPromise
    headings: tuple[str, ...]


FIELDS: dict[str, tuple[Field, ...]] = {
    Kind.RESIDENTS: (
        Field("name", _("Name"), ("姓名", "名字", "居民姓名", "name", "fullname")),
        Field("alias", _("Called"), ("称呼", "昵称", "alias", "called")),
        Field(
            "phone",
            _("Phone"),
            ("手机", "手机号", "手机号码", "电话", "联系电话", "联系方式", "phone", "mobile"),
        ),
        Field(
            "identity",
            _("Identity number"),
            ("身份证", "身份证号", "身份证号码", "公民身份号码", "证件号", "证件号码", "idnumber",
             "identity", "identitynumber"),
        ),
        Field("birthday", _("Birthday"), ("出生日期", "生日", "出生年月日", "birthday", "bornon")),
        Field("address", _("Address"), ("地址", "住址", "家庭住址", "居住地址", "address")),
        Field(
            "town", _("Town"),
            ("镇", "镇街", "镇街道", "乡镇", "街道", "所属镇街", "所属镇街道", "town"),
        ),
    ),
    Kind.ENTERPRISES: (
        Field(
            "code",
            _("Credit code"),
            ("统一社会信用代码", "社会信用代码", "信用代码", "creditcode", "uscc", "code"),
        ),
        Field(
            "name", _("Name of the enterprise"),
            ("企业名称", "单位名称", "名称", "企业", "公司名称", "name", "company"),
        ),
        Field("address", _("Address"), ("地址", "企业地址", "经营地址", "注册地址", "address")),
        Field(
            "town", _("Town"),
            ("镇", "镇街", "镇街道", "乡镇", "街道", "所属镇街", "所属镇街道", "town"),
        ),
        Field("industry", _("Industry code"), ("行业代码", "行业", "industry", "industrycode")),
    ),
}  # fmt: skip


def plain(heading: str) -> str:
    """A heading without width, case, blanks and marks."""
    folded = unicodedata.normalize("NFKC", heading).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


def guess(kind: str, headings: list[str]) -> dict[str, int]:
    """For each field the column that its heading names; the first of two alike."""
    known = {word: field.name for field in FIELDS[kind] for word in field.headings}
    found: dict[str, int] = {}
    for at, heading in enumerate(headings):
        name = known.get(plain(heading)) or known.get(plain(heading.partition("(")[0]))
        if name and name not in found:
            found[name] = at
    return found
