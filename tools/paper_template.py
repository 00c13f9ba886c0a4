"""Build the Word template of papers: county/foundation/documents/layout/paper.docx.

Run from the root after a change here. An office restyles the result in Word by its styles and names
it in SIWEI_PAPER (docs/howto/papers.md); the marks in double braces are docxtpl's.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.opc.packuri import PackURI
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

OUT = Path(__file__).parents[1] / "county/foundation/documents/layout/paper.docx"
PITCH = 225 / 25.4 * 72 / 22
XBS, FANG, HEI, KAI, SONG = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
FALLBACKS = {
    XBS: "FZXiaoBiaoSong-B05S;华文中宋;STZhongsong;宋体",
    FANG: "仿宋;FangSong;华文仿宋;FandolFang",
    HEI: "SimHei;微软雅黑;Noto Sans CJK SC",
    KAI: "楷体;KaiTi;华文楷体;FandolKai",
    SONG: "SimSun;Noto Serif CJK SC",
}

# name: font, points, how it stands, indent in signs, lines above, lines below
STYLES: dict[str, tuple[str, float, Any, float, float, float]] = {
    "公文密级": (HEI, 16, ALIGN.LEFT, 0, 0, 0),
    "公文机关": (XBS, 36, ALIGN.CENTER, 0, 2, 1),
    "公文字号": (FANG, 16, ALIGN.CENTER, 0, 1, 0),
    "公文红线": (FANG, 2, ALIGN.LEFT, 0, 0, 2),
    "公文标题": (XBS, 22, ALIGN.CENTER, 0, 0, 1),
    "公文主送": (FANG, 16, ALIGN.LEFT, 0, 0, 0),
    "公文正文": (FANG, 16, ALIGN.JUSTIFY, 2, 0, 0),
    "公文一级": (HEI, 16, ALIGN.JUSTIFY, 2, 0, 0),
    "公文二级": (KAI, 16, ALIGN.JUSTIFY, 2, 0, 0),
    "公文附件说明": (FANG, 16, ALIGN.LEFT, 2, 0, 0),
    "公文附件续": (FANG, 16, ALIGN.LEFT, 5, 0, 0),
    "公文署名": (FANG, 16, ALIGN.RIGHT, 0, 1, 0),
    "公文日期": (FANG, 16, ALIGN.RIGHT, 0, 0, 0),
    "公文印章": (FANG, 9, ALIGN.RIGHT, 0, 0, 0),
    "公文附注": (FANG, 16, ALIGN.LEFT, 2, 0, 0),
    "公文附件": (HEI, 16, ALIGN.LEFT, 0, 0, 1),
    "公文版记": (FANG, 14, ALIGN.LEFT, 0, 0, 0),
    "公文核验": (FANG, 9, ALIGN.LEFT, 0, 0.2, 0),
    "公文页码": (SONG, 14, ALIGN.LEFT, 0, 0, 0),
    "公文草稿": (HEI, 22, ALIGN.CENTER, 0, 0, 0),
    "文书机关": (XBS, 18, ALIGN.CENTER, 0, 0, 0),
    "文书字号": (FANG, 14, ALIGN.RIGHT, 0, 0, 0.3),
    "文书栏名": (HEI, 14, ALIGN.CENTER, 0, 0, 0),
    "文书栏目": (FANG, 14, ALIGN.LEFT, 0, 0, 0),
    "文书图题": (HEI, 14, ALIGN.LEFT, 0, 0.3, 0.2),
    "文书签名": (FANG, 16, ALIGN.LEFT, 0, 0.5, 0),
}
BODY = 16
HANGING = 5
SIGN = 156 / 25.4 * 72 / 28
SIGNED = ("公文署名", "公文日期", "公文印章")
KEPT = (
    "文书图题",
    "公文一级",
    "公文二级",
    "公文附件说明",
    "公文附件续",
    "公文署名",
    "公文日期",
    "公文印章",
)
RED = {"公文机关"}
GREY = {"公文印章", "公文草稿"}
FREE = {
    "公文机关",
    "公文标题",
    "公文红线",
    "公文核验",
    "公文印章",
    "公文草稿",
    "公文页码",
    "文书机关",
}


def main() -> None:
    """Write the template."""
    document = Document()
    for paragraph in list(document.paragraphs):
        _drop(paragraph)
    _page(document)
    for name in STYLES:
        _style(document, name)
    _fonts(document)
    _body(document)
    _feet(document)
    document.save(str(OUT))


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance, section.header_distance = Mm(22), Mm(15)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    grid = f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="{round(PITCH * 20)}"/>'
    section._sectPr.append(parse_xml(grid))
    document.settings.odd_and_even_pages_header_footer = True


def _style(document: Any, name: str) -> None:
    font, size = STYLES[name][:2]
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.font.name, style.font.size = font, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(kind), font)
    if size == BODY:
        # 28 signs of 16 pt are wider than the line: each stands a quarter of a point closer.
        closer = parse_xml(f'<w:spacing {nsdecls("w")} w:val="-5"/>')
        style.element.get_or_add_rPr().append(closer)
    if name in RED:
        style.font.color.rgb = RGBColor(0xD7, 0x00, 0x0F)
    if name in GREY:
        style.font.color.rgb = RGBColor(0x80, 0x80, 0x80)
    _stands(style, name)


def _stands(style: Any, name: str) -> None:
    _font, _size, align, indent, above, below = STYLES[name]
    form = style.paragraph_format
    form.alignment = align
    if indent == HANGING:
        form.left_indent = Pt(indent * SIGN)
    else:
        form.first_line_indent = Pt(indent * SIGN)
    form.space_before, form.space_after = Pt(above * PITCH), Pt(below * PITCH)
    form.widow_control = False
    if name == "文书签名":
        form.tab_stops.add_tab_stop(Mm(118))
    if name not in FREE:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(PITCH)
    if name == "公文红线":
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(6)
        border = (
            '<w:pBdr {}><w:bottom w:val="single" w:sz="12" w:space="1" w:color="D7000F"/></w:pBdr>'
        )
        style.element.get_or_add_pPr().append(parse_xml(border.format(nsdecls("w"))))
    if name in SIGNED:
        form.right_indent = Pt(4 * SIGN)
    form.page_break_before = name == "公文附件"
    form.keep_with_next = name in KEPT


def _fonts(document: Any) -> None:
    """Each official font with the names Word may take instead."""
    rows = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{names}"/><w:charset w:val="86"/></w:font>'
        for name, names in FALLBACKS.items()
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    table = f"{head}<w:fonts {nsdecls('w')}>{rows}</w:fonts>"
    for part in document.part.package.iter_parts():
        if part.partname == PackURI("/word/fontTable.xml"):
            part._blob = table.encode()


def _role(name: str, besides: str = "") -> str:
    return f'if part.role == "{name}"' + (f" and {besides}" if besides else "")


# Each part's condition, its style, and what it says; one paragraph each.
LINES = [
    (_role("rank"), "公文密级", "{{ part.text }}"),
    (_role("organ", 'layout == "letter"'), "公文机关", "{{ part.text }}"),
    (_role("organ", 'layout == "form"'), "文书机关", "{{ part.text }}"),
    (_role("number", 'layout == "letter"'), "公文字号", "{{ part.text }}"),
    (_role("number", 'layout == "form"'), "文书字号", "{{ part.text }}"),
    (_role("redline"), "公文红线", ""),
    (_role("title"), "公文标题", "{{ part.text }}"),
    (_role("to"), "公文主送", "{{ part.text }}"),
    (_role("h1"), "公文一级", "{{ part.text }}"),
    (_role("h2"), "公文二级", "{{ part.text }}"),
    (_role("p"), "公文正文", "{{ part.text }}"),
    (_role("bars"), "文书图题", "{{ part.text }}"),
    (_role("attached", "part.label"), "公文附件说明", "{{ part.label }}{{ part.text }}"),
    (_role("attached", "not part.label"), "公文附件续", "{{ part.text }}"),
    (_role("signature", "part.organ"), "公文署名", "{{ part.organ }}"),
    (_role("signature", "part.date"), "公文日期", "{{ part.date }}"),
    (_role("signature", "part.seal"), "公文印章", "{{ part.seal }}"),
    (_role("note"), "公文附注", "{{ part.text }}"),
    (_role("sign"), "文书签名", "{{ part.left }}\t{{ part.right }}"),
    (_role("appendix"), "公文附件", "{{ part.text }}"),
    (_role("check"), "公文核验", "{{ qr }} {{ part.text }}"),
    (_role("check"), "公文核验", "{{ part.address }}"),
]


def _body(document: Any) -> None:
    def mark(text: str) -> None:
        document.add_paragraph(f"{{%p {text} %}}", style="公文正文")

    mark("for part in parts")
    for condition, style, text in LINES:
        mark(condition)
        document.add_paragraph(text, style=style)
        mark("endif")
    for name, draw in (
        ("fields", _fields),
        ("table", _table),
        ("bars", _bars),
        ("imprint", _imprint),
    ):
        mark(_role(name))
        draw(document)
        mark("endif")
    mark("endfor")
    document.add_paragraph("", style="公文核验")


def _ruled(document: Any, rows: int, columns: int) -> Any:
    table = document.add_table(rows, columns, style="Table Grid")
    width = table._tbl.tblPr.find(qn("w:tblW"))
    width.set(qn("w:type"), "pct")
    width.set(qn("w:w"), "5000")
    return table


def _columns(table: Any, *millimetres: float) -> None:
    table.autofit = False
    for column, width in zip(table.columns, millimetres, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _cell(cell: Any, style: str, text: str) -> None:
    cell.paragraphs[0].style, cell.paragraphs[0].text = style, text


def _fields(document: Any) -> None:
    table = _ruled(document, 3, 2)
    _cell(table.cell(0, 0), "文书栏目", "{%tr for row in part.rows %}")
    _cell(table.cell(1, 0), "文书栏名", "{{ row[0] }}")
    _cell(table.cell(1, 1), "文书栏目", "{{ row[1] }}")
    _cell(table.cell(2, 0), "文书栏目", "{%tr endfor %}")
    _columns(table, 42, 114)


def _table(document: Any) -> None:
    table = _ruled(document, 4, 3)
    for row, style, cells in ((0, "文书栏名", "part.head"), (2, "文书栏目", "row")):
        _cell(table.cell(row, 0), style, f"{{%tc for cell in {cells} %}}")
        _cell(table.cell(row, 1), style, "{{ cell }}")
        _cell(table.cell(row, 2), style, "{%tc endfor %}")
    _cell(table.cell(1, 0), "文书栏目", "{%tr for row in part.rows %}")
    _cell(table.cell(3, 0), "文书栏目", "{%tr endfor %}")
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))


def _bars(document: Any) -> None:
    """A chart: what each bar is called, the bar as a picture of its length, its value."""
    table = document.add_table(3, 3)
    _cell(table.cell(0, 0), "文书栏目", "{%tr for row in part.rows %}")
    _cell(table.cell(1, 0), "文书栏目", "{{ row[0] }}")
    _cell(table.cell(1, 1), "文书栏目", "{{ row[2] }}")
    _cell(table.cell(1, 2), "文书栏目", "{{ row[1] }}")
    _cell(table.cell(2, 0), "文书栏目", "{%tr endfor %}")
    table.cell(1, 0).paragraphs[0].alignment = ALIGN.RIGHT
    _columns(table, 46, 82, 28)


def _imprint(document: Any) -> None:
    """At the foot of the page it stands on, between rules."""
    table = document.add_table(4, 2)
    properties = table._tbl.tblPr
    place = (
        f'<w:tblpPr {nsdecls("w")} w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin" '
        'w:horzAnchor="margin" w:tblpXSpec="left" w:tblpYSpec="bottom"/>'
    )
    properties.insert(1, parse_xml(place))
    width = properties.find(qn("w:tblW"))
    width.set(qn("w:type"), "pct")
    width.set(qn("w:w"), "5000")
    rules = (
        f'<w:tblBorders {nsdecls("w")}><w:top w:val="single" w:sz="8"/>'
        '<w:bottom w:val="single" w:sz="8"/><w:insideH w:val="single" w:sz="6"/></w:tblBorders>'
    )
    properties.append(parse_xml(rules))
    for row, text in enumerate(
        ("{%tr if part.text %}", "{{ part.label }}{{ part.text }}", "{%tr endif %}")
    ):
        _cell(table.cell(row, 0).merge(table.cell(row, 1)), "公文版记", text)
    _cell(table.cell(3, 0), "公文版记", "{{ part.left }}")
    _cell(table.cell(3, 1), "公文版记", "{{ part.right }}")
    table.cell(3, 1).paragraphs[0].alignment = ALIGN.RIGHT


def _feet(document: Any) -> None:
    section = document.sections[0]
    for footer, align in ((section.footer, ALIGN.RIGHT), (section.even_page_footer, ALIGN.LEFT)):
        paragraph = footer.paragraphs[0]
        paragraph.style, paragraph.alignment = "公文页码", align
        paragraph.paragraph_format.left_indent = Pt(14)
        paragraph.paragraph_format.right_indent = Pt(14)
        paragraph.add_run("— ")
        run = paragraph.add_run()
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            if kind:
                mark = OxmlElement("w:fldChar")
                mark.set(qn("w:fldCharType"), kind)
            else:
                mark = OxmlElement("w:instrText")
                mark.text = text
            run._r.append(mark)
        paragraph.add_run(" —")
    for header in (section.header, section.even_page_header):
        header.paragraphs[0].style = "公文草稿"
        header.paragraphs[0].text = "{{ draft }}"


def _drop(paragraph: Any) -> None:
    paragraph._p.getparent().remove(paragraph._p)


if __name__ == "__main__":
    main()
