"""Lists brought in: checked in words, confirmed, undone; nothing hostile breaks (E3)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from county.foundation.events.models import Event
from county.kernel import clock
from county.kernel.errors import Refused
from county.kernel.fields import reveal
from county.kernel.saying import said
from county.records.lists import actions, columns, queries
from county.records.lists.models import Import, Row
from county.records.lists.sheets import SheetRefused, rows_of
from county.records.lists.tests import sheets
from county.records.organisations.models import Organisation
from county.records.residents import actions as residents
from county.records.residents.models import Resident, ResidentKey
from county.records.residents.tests.people import file_of, identity

pytestmark = pytest.mark.django_db
NUMBER = identity(date(1985, 6, 17))
TOWN = "武原街道"


@pytest.fixture
def chief(desk):
    return desk("所长", post="PLD_CHIEF")


def row(name="演示甲", phone="13800000001", number="", address="某路1号", town=TOWN, more=""):
    return [name, phone, number, address, town, more]


def take(chief, *rows, content: bytes | None = None, kind="residents", head=None) -> Import:
    content = content or sheets.xlsx(head or sheets.HEAD, *rows)
    return actions.take(content, name="演示.xlsx", kind=kind, by=chief.officer)


def problems(made: Import) -> dict[int, str]:
    return {one.number: " ".join(map(said, one.problems))
            for one in Row.objects.filter(sheet=made, state="bad")}  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        sheets.xlsx(sheets.HEAD, row(), row("演示乙", 13800000002)),
        sheets.text(sheets.HEAD, row(), row("演示乙", "13800000002")),
        sheets.text(sheets.HEAD, row(), row("演示乙", "13800000002"), encoding="gb18030"),
        sheets.text(sheets.HEAD, row(), row("演示乙", "13800000002"), encoding="utf-8-sig"),
        sheets.text(sheets.HEAD, row(), row("演示乙", "13800000002"), delimiter="\t"),
    ],
    ids=["xlsx", "utf-8", "gb18030", "marked", "tabs"],
)
def test_a_list_comes_in_from_every_kind_of_sheet(chief, background, content):
    made = take(chief, content=content)
    assert queries.counts(made) == {"good": 2}
    assert Resident.objects.count() == 0, "a dry run keeps nothing"
    actions.confirm(made, by=chief.officer)
    background.catch_up()
    made.refresh_from_db()
    assert (made.state, queries.counts(made)) == ("done", {"made": 2})
    opened = {reveal(one, "name"): reveal(one, "phone") for one in Resident.objects.all()}
    assert opened == {"演示甲": "13800000001", "演示乙": "13800000002"}
    assert set(Resident.objects.values_list("town_code", flat=True)) == {"330424001"}


def test_headings_are_guessed_in_both_languages():
    guessed = columns.guess("residents", ["Phone", "姓 名", "身份证号码", "其他", "镇（街道）"])
    assert guessed == {"phone": 0, "name": 1, "identity": 2, "town": 4}
    firms = columns.guess("enterprises", ["企业名称", "统一社会信用代码", "注册地址"])
    assert firms == {"name": 0, "code": 1, "address": 2}


def test_each_wrong_row_says_what_and_how_to_mend_it(chief):
    made = take(
        chief,
        row(name=""),
        row(phone="12345"),
        row(number="330424198506170018"),
        row(town="火星镇"),
        row(town="沈荡镇"),
        row(name="长" * 41),
        row(address="长" * 121),
        ["", "", "", "", "", ""],
        row(name="演示好", phone="13800000009"),
    )
    told = problems(made)
    assert set(told) == {2, 3, 4, 5, 6, 7, 8}
    for number, word in {2: "no name", 3: "eleven digits", 4: "eighteen signs", 5: "no town",
                         6: "not your area", 7: "too long", 8: "120"}.items():  # fmt: skip
        assert word in told[number]
    assert queries.counts(made)["good"] == 1


def test_minors_are_not_brought_in(chief, background):
    """Nobody under 18 comes in by list, by number or by birthday (E19) (I7)."""
    young = clock.add_months(clock.today(), -12 * 13)
    youth = clock.add_months(clock.today(), -12 * 16)
    head = ["姓名", "身份证号", "出生日期", "镇街"]
    made = take(
        chief,
        ["演示甲", identity(young), "", TOWN],
        ["演示乙", identity(youth), "", TOWN],
        ["演示丙", "", young.isoformat(), TOWN],
        ["演示丁", "", f"{youth:%Y/%m/%d}", TOWN],
        ["演示戊", "", "1985年6月17日", TOWN],
        ["演示己", "", "2999-01-01", TOWN],
        head=head,
    )
    assert queries.counts(made) == {"bad": 5, "good": 1}
    actions.confirm(made, by=chief.officer)
    background.catch_up()
    assert [one.age_band for one in Resident.objects.all()] == ["35-59"]


def test_columns_and_words_of_the_deny_list_are_refused(chief):
    """The deny-list guards imports: columns and cells (E3) (I3)."""
    for heading in ("民族", "宗教信仰", "政治面貌", "是否信访", "zōngjiào"):
        with pytest.raises(SheetRefused, match=heading):
            take(chief, row(), head=[*sheets.HEAD[:5], heading])
    made = take(
        chief, ["上访户", "13800000001", "", "某路", TOWN], head=["称呼", "手机", "x", "地址", "镇"]
    )
    assert queries.counts(made) == {"bad": 1}
    assert Import.objects.count() == 1


def test_who_is_there_already_is_shown_and_left_out(chief, background):
    known = residents.identify(file_of("旧"), phone="13800000001")
    other = file_of("旧二", identity=NUMBER)
    made = take(
        chief,
        row(phone="13800000001"),
        row(phone="", number=NUMBER),
        row("新", "13800000003"),
        row("又新", "138 0000 0003"),
    )
    doubles = {one.number: one.double_of for one in queries.rows_of(made, "double")}
    assert doubles == {2: known.actor, 3: other.actor, 5: "row:4"}
    actions.confirm(made, by=chief.officer)
    background.catch_up()
    assert Resident.objects.count() == 3


def test_a_list_is_undone_but_for_who_was_used_since(chief, background):
    made = take(chief, row("演示甲", "13800000001"), row("演示乙", "13800000002"))
    actions.confirm(made, by=chief.officer)
    background.catch_up()
    used = Resident.objects.order_by("number").first()
    residents.record_consent(used, scope="outreach", given=True, evidence="口头", by=used)
    assert actions.undo(made, by=chief.officer) == (1, 1)
    assert list(Resident.objects.all()) == [used]
    assert ResidentKey.objects.count() == 1
    assert Event.objects.get(kind="lists.list_undone").facts["kept"] == 1
    with pytest.raises(Refused):
        actions.undo(made, by=chief.officer)


def test_after_seven_days_nothing_is_undone_and_the_rows_go(chief, background):
    made = take(chief, row())
    actions.confirm(made, by=chief.officer)
    background.catch_up()
    week = timezone.now() - timedelta(days=8)
    Import.objects.update(finished_at=week, made_at=week)
    with pytest.raises(Refused, match="seven days"):
        actions.undo(made, by=chief.officer)
    background.clock_strikes("lists.jobs.forget")
    assert Row.objects.get().content is None


def test_rows_lie_sealed(chief):
    made = take(chief, row(name="演示很长的名字"))
    kept = Row.objects.get(sheet=made)
    assert "演示很长的名字".encode() not in bytes(kept.content.ciphertext)


def test_many_rows_come_in_by_batches(chief, background):
    rows = [row(f"演示{n}", f"139{n:08d}") for n in range(230)]
    made = take(chief, content=sheets.text(sheets.HEAD, *rows))
    actions.confirm(made, by=chief.officer)
    background.catch_up()
    assert queries.counts(made) == {"made": 230}
    assert Event.objects.filter(kind="lists.batch_due").count() == 4


def test_enterprises_come_in_with_their_codes(chief, background):
    head = ["企业名称", "统一社会信用代码", "镇街", "注册地址", "行业代码"]
    code = credit_code("MA28A000")
    good = ["演示紧固件厂", code, TOWN, "工业路1号", "3482"]
    made = take(chief, good, ["无码厂", "123", TOWN, "", ""], kind="enterprises", head=head)
    assert queries.counts(made) == {"good": 1, "bad": 1}
    actions.confirm(made, by=chief.officer)
    background.catch_up()
    firm = Organisation.objects.get()
    assert (firm.code, firm.area_id) == (code, "330424001")
    assert actions.undo(made, by=chief.officer) == (1, 0)
    assert Organisation.objects.count() == 0


def credit_code(body: str) -> str:
    """A valid credit code around the eight signs of an organisation (GB 32100, GB 11714)."""
    inner = sum(int(s, 36) * w for s, w in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    outer = f"91330424{body}{'0123456789X'[-inner % 11]}"
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    return outer + signs[-sum(signs.index(s) * pow(3, n, 31) for n, s in enumerate(outer)) % 31]


HOSTILE = {
    "empty": b"",
    "blank": b" \n \n",
    "garbage": bytes(range(256)) * 40,
    "nul": b"a\x00b,c\n" * 10,
    "bomb": sheets.bomb(),
    "wide": sheets.wide(),
    "lying": sheets.lying(),
    "cut": sheets.xlsx(sheets.HEAD, row())[:900],
    "zip": b"PK\x03\x04" + b"\x00" * 50,
    "old": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    "huge": b"a" * (5 * 1024 * 1024 + 1),
    "columns": sheets.text(["姓名", *map(str, range(80))], ["x"] * 81),
    "rows": sheets.text(["姓名"], *([["x"]] * 10_002)),
    "quotes": b'"' * 5000,
    "no headings": sheets.xlsx(["甲", "乙"], ["x", "y"]),
    "picture": b"\x89PNG\r\n\x1a\n" + b"\x00" * 100,
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_file_is_refused_in_words_and_keeps_nothing(chief, name):
    """A huge, broken or bombing file never breaks anything."""
    file = SimpleUploadedFile("演示.xlsx", HOSTILE[name])
    page = chief.client.post("/lists/imports/take/", {"kind": "residents", "file": file})
    assert page.status_code == 422, page.content[:300]
    assert Import.objects.count() == 0


def test_formulas_and_markup_are_only_text(chief, background):
    made = take(
        chief,
        row("=HYPERLINK(1)", "13800000001"),
        row("<script>alert(1)</script>", "13800000002"),
        row("%s%n{0}{{7*7}}", "13800000003"),
        row("\u202e演示", "13800000004"),
    )
    chief.goes(f"/lists/imports/{made.pk}/")
    assert chief.status == 200
    actions.confirm(made, by=chief.officer) if queries.counts(made)["good"] else None
    background.catch_up()
    chief.goes("/residents/")
    assert chief.status == 200
    assert not chief.page.cssselect("td script")


def test_the_whole_way_through_the_pages(chief, background):
    chief.goes("/lists/imports/")
    file = SimpleUploadedFile("名单.xlsx", sheets.xlsx(sheets.HEAD, row(), row(name="")))
    chief.submits("/lists/imports/take/", kind="residents", file=file)
    assert chief.status == 200
    made = Import.objects.get()
    at = f"/lists/imports/{made.pk}/"
    assert [r[0] for r in chief.sees(".tbl tbody tr")] == ["3"]
    assert "备注栏" in chief.page.text_content(), "what is left out is said"
    chief.submits(f"{at}confirm/")
    background.catch_up()
    chief.submits(f"{at}confirm/")
    assert chief.status == 409
    chief.submits(f"{at}undo/")
    assert Resident.objects.count() == 0


def test_others_lists_are_not_there(chief, desk):
    """Auxiliaries and officers bring nothing in; another station's list is not there (E27)."""
    made = take(chief, row())
    for post, status in (("PLD_AUX", 403), ("PLD_OFFICER", 403), ("CPS_OFFICER", 403)):
        other = desk("别人", post=post)
        for rest in ("confirm/", "undo/"):
            answer = other.client.post(f"/lists/imports/{made.pk}/{rest}")
            assert answer.status_code == status
    elsewhere = desk("别所", post="PLD_CHIEF", department="PS101")
    assert elsewhere.client.get(f"/lists/imports/{made.pk}/").status_code == 404
    assert Import.objects.get().state == "checked"


def test_a_stated_phone_opens_nobodys_file(chief, background):
    """A phone that only a list named does not let its holder into the file of another."""
    made = take(chief, row("演示甲", "13800000001", NUMBER))
    actions.confirm(made, by=chief.officer)
    background.catch_up()
    listed = Resident.objects.get()
    stranger = file_of("打错号码的人")
    assert residents.identify(stranger, phone="13800000001") == stranger
    listed.refresh_from_db()
    assert (listed.phone, listed.merged_into_id) == (None, None)


def test_a_sheet_is_read_by_a_process_of_its_own():
    assert rows_of(sheets.text(["a", "b"], [1, ""])) == [["a", "b"], ["1"]]


def test_a_former_town_is_its_successor(desk, background):
    """元通街道 resolves as an alias to 330424005 and is selected for nobody new (I33)."""
    chief = desk("望海所长", post="PLD_CHIEF", department="PS005")
    made = take(chief, row(town="元通街道"), row("乙", "13800000002", town="330424003"))
    assert queries.counts(made) == {"good": 2}
    actions.confirm(made, by=chief.officer)
    background.catch_up()
    assert set(Resident.objects.values_list("town_code", flat=True)) == {"330424005"}


def test_numbers_made_for_tests_are_refused_in_production(chief, settings):
    """Test-mode identifiers, births before 1900, are refused in production (I35)."""
    old = identity(date(1890, 1, 1))
    settings.SIWEI_DEMO = False
    assert queries.counts(take(chief, row(number=old))) == {"bad": 1}
    chief.submits(f"/residents/{file_of('x').pk}/correct/", identity=old)
    assert chief.status == 400
