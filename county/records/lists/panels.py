"""What lists lend to shared pages: their lines in the menu, and what is to be approved."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from county.design.panels import menu, panel
from county.foundation.audit.naming import keys_of, names, opens, pages
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import Holder
from county.records.lists import own, queries
from county.records.lists.access import Permit
from county.records.lists.models import Export, Import
from county.records.lists.registry import Field, Kind, brings
from county.records.residents.models import AgeBand

ADMINISTRATION = _("Administration")
menu(
    ADMINISTRATION,
    _("Bring lists in"),
    "/lists/imports/",
    icon="file-text",
    permit=Permit.IMPORT,
    order=98,
)
menu(
    ADMINISTRATION,
    _("Take lists out"),
    "/lists/exports/",
    icon="download",
    permit=Permit.EXPORT,
    order=99,
)


TOWN = Field(
    "town", _("Town"),
    ("镇", "镇街", "镇街道", "乡镇", "街道", "所属镇街", "所属镇街道", "town"),
)  # fmt: skip
brings(
    Kind(
        code="residents",
        title=_("residents"),
        permit=Permit.IMPORT,
        fields=(
            Field("name", _("Name"), ("姓名", "名字", "居民姓名", "name", "fullname")),
            Field("alias", _("Called"), ("称呼", "昵称", "alias", "called")),
            Field("phone", _("Phone"), ("手机", "手机号", "手机号码", "电话", "联系电话",
                  "联系方式", "phone", "mobile")),
            Field("identity", _("Identity number"), ("身份证", "身份证号", "身份证号码",
                  "公民身份号码", "证件号", "证件号码", "idnumber", "identity",
                  "identitynumber")),
            Field("birthday", _("Birthday"), ("出生日期", "生日", "出生年月日", "birthday",
                  "bornon")),
            Field("address", _("Address"), ("地址", "住址", "家庭住址", "居住地址", "address")),
            TOWN,
        ),
        needed=(("name", "alias"),),
        check=own.check_resident,
        bring=own.make_resident,
        take_back=own.withdraw_resident,
        same=_("the same phone or identity number"),
        page="/residents/%s/",
    )
)  # fmt: skip
brings(
    Kind(
        code="enterprises",
        title=_("enterprises"),
        permit=Permit.IMPORT,
        fields=(
            Field("code", _("Credit code"), ("统一社会信用代码", "社会信用代码", "信用代码",
                  "creditcode", "uscc", "code")),
            Field("name", _("Name of the enterprise"), ("企业名称", "单位名称", "名称", "企业",
                  "公司名称", "name", "company")),
            Field("address", _("Address of the enterprise"), ("地址", "企业地址", "经营地址",
                  "注册地址", "address")),
            TOWN,
            Field("industry", _("Industry code"), ("行业代码", "行业", "industry",
                  "industrycode")),
        ),
        needed=(("code",),),
        check=own.check_enterprise,
        bring=own.make_enterprise,
        take_back=own.withdraw_enterprise,
        same=_("the same credit code"),
    )
)  # fmt: skip


@names("import")
def imports(keys: list[str]) -> dict[str, str]:
    """Lists brought in by their files' names."""
    rows = Import.objects.filter(pk__in=keys_of(keys)).values_list("pk", "name")
    return {str(key): name for key, name in rows}


@opens("import")
def import_pages(holder: Holder, keys: list[str]) -> dict[str, str]:
    """The pages of lists that the officer may see; a key sees none."""
    rows = queries.imports_for(holder) if isinstance(holder, Officer) else None
    return {} if rows is None else pages(rows, keys, "/lists/imports/%s/")


@panel("approval:lists.export", "lists/to_approve.html", permit=Permit.APPROVE)
def to_approve(request: HttpRequest, subject: str) -> dict[str, Any]:
    """Of whom the list is that the second person agrees to."""
    export = Export.objects.filter(pk=subject.partition(":")[2]).first()
    band = export.filters.get("age_band", "") if export else ""
    return {"export": export, "age": str(AgeBand(band).label) if band else ""}
