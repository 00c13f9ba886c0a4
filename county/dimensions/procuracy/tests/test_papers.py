"""The five papers of the procuratorate say what they were told, part by part (Appendix D)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from county.dimensions.procuracy.knowledge import papers
from county.dimensions.procuracy.knowledge.papers import (
    Checked,
    Done,
    LetterFacts,
    ProclamationFacts,
    ReplyFacts,
    ServiceFacts,
    Suggested,
    VisitFacts,
    numeral,
)
from county.kernel.papers import Fields, Heading, Layout, Paper, Paragraph, Table

ORGAN = "海盐县人民检察院"
LETTER = LetterFacts(
    organ=ORGAN,
    addressee="示例新材料有限公司",
    credit_code="91330424MA2B00000X",
    source="本院在办理张某等人盗窃一案中发现。",
    facts="2025年3月至2026年4月间原料被盗41次。",
    problems="出入厂称重无人复核。",
    suggestions=(
        Suggested("完善双人复核制度。", "《企业内部控制基本规范》第七条", "复核率100%", "抽查30日"),
        Suggested("开展法治教育。", "《安全生产法》第二十八条"),
    ),
    objection="收到之日起十五日内。",
    reply="收到之日起两个月内。",
    other="本院可协助开展法治宣讲。",
    number="盐检建〔2026〕12号",
    signed_on=date(2026, 11, 3),
    attachments=("调查核实情况摘要",),
    contact="演示检察官",
    phone="0573-00000000",
    copies=("海盐县应急管理局",),
    printed_by=f"{ORGAN}办公室",
    printed_on=date(2026, 11, 4),
)
AT = datetime(2026, 11, 23, 1, 5, tzinfo=UTC)


def fields(paper: Paper) -> dict[str, str]:
    return {k: v for block in paper.blocks if isinstance(block, Fields) for k, v in block.rows}


def test_a_letter_has_its_seven_parts_in_order():
    paper = papers.suggestion_letter(LETTER)
    heads = [b.text for b in paper.blocks if isinstance(b, Heading) and b.level == 1]
    assert heads == [
        "一、案件或问题的来源",
        "二、依法认定的事实及证据",
        "三、存在的违法情形或者应当消除的隐患",
        "四、建议的具体内容及依据",
        "五、提出异议的期限",
        "六、书面回复落实情况的期限",
        "七、其他需要说明的事项",
    ]
    assert paper.addressees == ("示例新材料有限公司（91330424MA2B00000X）",)
    assert (paper.layout, paper.kind, paper.number) == (
        Layout.LETTER,
        "检察建议书",
        "盐检建〔2026〕12号",
    )
    assert paper.contact == "联系人：演示检察官，电话：0573-00000000"
    assert (paper.signed_by, paper.sealed, paper.copies) == (ORGAN, True, ("海盐县应急管理局",))
    assert [one.name for one in paper.attachments] == ["调查核实情况摘要"]


def test_each_suggestion_stands_with_its_basis_and_how_it_is_checked():
    blocks = papers.suggestion_letter(LETTER).blocks
    at = blocks.index(Heading("（一）完善双人复核制度。", 2))
    assert [block.text for block in blocks[at + 1 : at + 4]] == [
        "依据：《企业内部控制基本规范》第七条",
        "预期效果：复核率100%",
        "验收标准：抽查30日",
    ]
    at = blocks.index(Heading("（二）开展法治教育。", 2))
    assert blocks[at + 1] == Paragraph("依据：《安全生产法》第二十八条")
    assert isinstance(blocks[at + 2], Heading)


@pytest.mark.parametrize("field", [field for field, _title in papers.SEVEN])
def test_an_unwritten_part_says_so(field):
    draft = replace(LETTER, **{field: () if field == "suggestions" else " "})
    said = papers.NOTHING_MORE if field == "other" else papers.TO_WRITE
    assert Paragraph(said) in papers.suggestion_letter(draft).blocks
    assert Paragraph(said) not in papers.suggestion_letter(LETTER).blocks


def test_twenty_suggestions_are_counted_as_papers_count():
    bare = papers.suggestion_letter(replace(LETTER, suggestions=(Suggested("完善。", " "),)))
    assert Paragraph(f"依据：{papers.TO_WRITE}") in bare.blocks
    twenty = tuple(Suggested(f"第{n}项。", "依据") for n in range(20))
    heads = papers.suggestion_letter(replace(LETTER, suggestions=twenty)).blocks
    assert Heading("（二十）第19项。", 2) in heads


def test_numerals_are_those_of_papers():
    assert [numeral(n) for n in (1, 10, 11, 20, 21, 99)] == [
        "一",
        "十",
        "十一",
        "二十",
        "二十一",
        "九十九",
    ]
    for wrong in (0, 100):
        with pytest.raises(ValueError, match="1 to 99"):
            numeral(wrong)


def test_a_receipt_tells_document_receiver_way_time_and_witness():
    facts = ServiceFacts(ORGAN, "检察建议书", "盐检建〔2026〕12号", "示例公司", "直接送达", at=AT,
                         served_by=("演示甲", "演示乙"), witness="演示丙")  # fmt: skip
    paper = papers.service_receipt(facts)
    told = fields(paper)
    assert (paper.layout, paper.kind) == (Layout.FORM, "送达回证")
    assert (told["送达文书"], told["受送达单位"], told["送达方式"]) == (
        "检察建议书",
        "示例公司",
        "直接送达",
    )
    assert told["送达时间"] == "2026年11月23日9时5分"
    assert (told["见证人"], told["送达人"], told["送达地点"]) == ("演示丙", "演示甲、演示乙", "")


def test_a_record_of_proclamation_tells_who_read_and_what_was_said():
    facts = ProclamationFacts(
        ORGAN, "盐检建〔2026〕12号", AT, "检察院听证室", "演示检察官", "演示书记员", "示例公司",
        "演示负责人", ("人大代表 演示", "人民监督员 演示"), "全文", "说明理由", "接受建议", "无",
    )  # fmt: skip
    told = fields(papers.proclamation_record(facts))
    assert told["第三方人员"] == "人大代表 演示\n人民监督员 演示"
    assert (told["宣告人"], told["单位负责人"], told["单位负责人意见"]) == (
        "演示检察官",
        "演示负责人",
        "接受建议",
    )
    assert (told["地点"], told["释法说理"], told["其他人员意见"]) == (
        "检察院听证室",
        "说明理由",
        "无",
    )


def test_a_reply_answers_item_by_item():
    items = (
        Done("完善双人复核制度", "印发制度", "制度文件", "演示甲", date(2026, 12, 1)),
        Done("开展法治教育", "办班两次", "签到表", "演示乙", None, "夜班尚余6人"),
    )
    paper = papers.rectification_reply(ReplyFacts("示例公司", ORGAN, "盐检建〔2026〕12号", items))
    tables = [dict(block.rows) for block in paper.blocks if isinstance(block, Fields)]
    assert [one["责任人"] for one in tables] == ["演示甲", "演示乙"]
    assert [one["完成日期"] for one in tables] == ["2026年12月1日", ""]
    assert [one["尚未完成"] for one in tables] == ["无", "夜班尚余6人"]
    assert Heading("二、开展法治教育") in paper.blocks
    assert (paper.organ, paper.addressees, paper.signed_by) == ("示例公司", (ORGAN,), "示例公司")
    assert "盐检建〔2026〕12号" in paper.blocks[0].text


def test_a_visit_tells_what_was_found_item_by_item():
    facts = VisitFacts(ORGAN, "盐检建〔2026〕12号", "示例公司", date(2027, 4, 6), "公司会议室",
                       ("演示甲", "演示乙"), (("演示丙", "法务"),),
                       (Checked("完善双人复核制度", "到位", "照片3张"),), "落实到位",
                       orders=("合同风险防范",), satisfaction="非常满意")  # fmt: skip
    paper = papers.visit_record(facts)
    told = fields(paper)
    table = next(block for block in paper.blocks if isinstance(block, Table))
    assert table.rows == (("1", "完善双人复核制度", "到位", "照片3张"),)
    assert (told["回访人员"], told["单位参加人员"]) == ("演示甲、演示乙", "演示丙（法务）")
    assert (told["回访结论"], told["普法菜单点单"], told["下次回访日期"]) == (
        "落实到位",
        "合同风险防范",
        "",
    )
