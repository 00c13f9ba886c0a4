"""Both presses set the same words, whatever stands in them; pages are those of the standard."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import lru_cache

import docx
import pypdfium2
import pytest
import typst
from lxml import etree

from county.foundation.documents import fonts, press, word
from county.foundation.documents.composing import SEAL, Mark, composed, words
from county.foundation.documents.pressing import LAYOUT
from county.kernel.papers import (
    Attachment,
    Fields,
    Heading,
    Items,
    Layout,
    Paper,
    Paragraph,
    SignHere,
    Table,
)

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
MARK = Mark("K7MQ 2XNR 9HTB 4WVC", "https://example.test/check/")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LONG = "本院在履行职责中发现你公司在槽罐车出入管理和夜间值守方面存在漏洞，" * 9
HOSTILE = (
    "#import \"@preview/x:0.1.0\": *  #read(\"/etc/passwd\") $x^2$ *粗* _斜_ [块] <标签> `码` \\ "
    "{{ 7*7 }} {% if x %} {_{ 1 }_} {_% x %_} &amp; <w:br/> ]]> 'a' \"b\" -- --- ... ~ @x =标 /列"
)  # fmt: skip


def full_letter() -> Paper:
    """Every part there is, with what has broken such programs before."""
    return Paper(
        layout=Layout.LETTER,
        organ="海盐县人民检察院",
        kind="检察建议书",
        number="盐检建〔2026〕12号",
        secrecy="秘密★1年",
        urgency="特急",
        addressees=("示例新材料有限公司（91330424MA2B00000X）", "示例物流有限公司"),
        blocks=(
            Paragraph(LONG),
            Heading("一、存在的主要问题"),
            Heading("（一）称重复核流于形式。", 2),
            Paragraph(
                "罕见字：㙟某、𬱖某、䶮某；ABC abc 0123456789 GB 30871—2022；“引号”《书名》——……"
            ),
            Paragraph(HOSTILE),
            Paragraph("控制\x00字\x07符\x1b在\u202e此\t制表\n另起一段"),
            Items(tuple(f"第{at}项建议：落实双人复核并留存记录。" for at in range(1, 21))),
            Table(("序号", "内容", "标准"), (("1", "甲\n乙", "<丙>"), ("2", "", "#丁")), (1, 4, 4)),
        ),
        attachments=(
            Attachment("调查核实情况摘要"),
            Attachment("对照表", (Paragraph("附件正文。"), Fields((("项目", "内容"), ("空", ""))))),
        ),
        signed_by="海盐县人民检察院",
        signed_on=date(2026, 11, 3),
        sealed=True,
        contact="联系人：演示，电话：0573-00000000",
        copies=("海盐县应急管理局", "海盐县工商业联合会"),
        printed_by="海盐县人民检察院办公室",
        printed_on=date(2026, 11, 4),
    )


def form() -> Paper:
    return Paper(
        layout=Layout.FORM,
        organ="海盐县人民检察院",
        kind="送达回证",
        number="盐检送〔2026〕3号",
        blocks=(
            Fields((("送达文书", "检察建议书"), ("备注", ""))),
            SignHere(("受送达人", "见证人")),
        ),
    )


def bare(*texts: str) -> Paper:
    blocks = tuple(Paragraph(text) for text in texts)
    return Paper(layout=Layout.LETTER, organ="海盐县人民检察院", kind="函", blocks=blocks)


@lru_cache
def set_as_pdf(paper: Paper) -> bytes:
    return press.pdf(paper, at=AT, mark=MARK)


def pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def squeezed(text: str) -> str:
    """Without blanks and line ends, which a layout makes, and what is no sign."""
    return re.sub(r"[\s\u3000\ufffe\u00ad]", "", text)


def words_of_pdf(pdf: bytes) -> str:
    """The text but for the page numbers, a table's head once."""
    return squeezed("".join(re.sub(r"— \d+ —", "", page) for page in pages(pdf)))


def words_of_docx(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    return squeezed("".join(node.text or "" for node in body.iter(f"{W}t")))


@pytest.mark.parametrize("paper", [full_letter(), form()], ids=["letter", "form"])
def test_pdf_and_docx_have_the_same_words_in_the_same_order(paper):
    said = squeezed(words(composed(paper, MARK)))
    assert words_of_docx(word.docx(paper, at=AT, mark=MARK)) == said
    assert words_of_pdf(set_as_pdf(paper)) == said


def test_hostile_words_come_out_as_they_went_in():
    found = words_of_pdf(set_as_pdf(full_letter()))
    assert squeezed(HOSTILE) in found
    assert "控制字符在此制表另起一段" in found
    assert SEAL in found


def test_a_sign_that_no_font_has_is_named_and_never_a_box():
    with pytest.raises(press.NotSet, match="😀"):
        press.pdf(bare("好😀"), at=AT)


def test_the_same_paper_at_the_same_time_is_the_same_bytes():
    paper = form()
    assert set_as_pdf(paper) == press.pdf(paper, at=AT, mark=MARK)
    assert word.docx(paper, at=AT, mark=MARK) == word.docx(paper, at=AT, mark=MARK)


def test_a_full_page_has_22_lines_of_28_signs_on_the_area_of_the_standard():
    """GB/T 9704-2012, 5.2: 版心 156 mm × 225 mm, 22 lines of 28 signs of 3号."""
    document = pypdfium2.PdfDocument(press.pdf(bare("海" * 28 * 60), at=AT))
    try:
        page = document[1]
        assert [round(side / 72 * 25.4) for side in page.get_size()] == [210, 297]
        text = page.get_textpage()
        lines = text.get_text_bounded().splitlines()
        boxes = [
            text.get_charbox(at)
            for at in range(28 * 22 + 21 * 2)
            if text.get_text_range(at, 1) == "海"
        ]
    finally:
        document.close()
    assert [len(line) for line in lines[:22]] == [28] * 22
    assert lines[22] == "— 2 —"
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    bottom, top = min(box[1] for box in boxes), max(box[3] for box in boxes)
    millimetre = 72 / 25.4
    assert 28 * millimetre <= left <= 29 * millimetre
    assert 183 * millimetre <= right <= 184 * millimetre
    assert 37 * millimetre <= 297 * millimetre - top <= 41 * millimetre
    assert 35 * millimetre <= bottom <= 39 * millimetre


def test_page_numbers_stand_outside_odd_right_even_left():
    document = pypdfium2.PdfDocument(set_as_pdf(full_letter()))
    try:
        sides = []
        for at in range(3):
            text = document[at].get_textpage()
            found = text.search(f"— {at + 1} —").get_next()
            sides.append(text.get_charbox(found[0])[0] > document[at].get_size()[0] / 2)
    finally:
        document.close()
    assert sides == [True, False, True]


@pytest.mark.parametrize("lines", range(27, 32))
def test_a_seal_never_stands_on_a_page_without_words_of_the_letter(lines):
    """GB/T 9704-2012, 7.3.5.4: no page with the seal and nothing of the text."""
    many = replace(bare(*["海盐。"] * lines), signed_by="海盐县人民检察院", sealed=True,
                   signed_on=date(2026, 11, 3), contact="电话：0573-00000000")  # fmt: skip
    with_seal = next(page for page in pages(press.pdf(many, at=AT)) if SEAL in page)
    assert "海盐。" in with_seal
    assert "2026年11月3日" in with_seal
    assert "电话" in with_seal


def test_a_draft_says_so_on_every_page_and_bears_no_code():
    pdf = press.pdf(bare(LONG * 6), at=AT, draft=True)
    texts = pages(pdf)
    assert len(texts) > 1
    assert all("草稿" in text for text in texts)
    assert "核验码" not in "".join(texts)
    content = word.docx(bare("文"), at=AT, draft=True)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        headers = [package.read(n).decode() for n in package.namelist() if "word/header" in n]
    assert headers
    assert all("草稿 DRAFT" in header for header in headers)


def test_what_is_empty_leaves_nothing_behind():
    assert words_of_pdf(press.pdf(bare("正文。"), at=AT)) == "海盐县人民检察院函正文。"
    assert words_of_docx(word.docx(bare("正文。"), at=AT)) == "海盐县人民检察院函正文。"


def test_an_office_restyles_the_template_in_word(settings, tmp_path):
    own = docx.Document(str(LAYOUT / "paper.docx"))
    own.styles["公文标题"].font.name = "华文中宋"
    own.save(str(tmp_path / "own.docx"))
    settings.SIWEI_PAPER = str(tmp_path / "own.docx")
    made = docx.Document(io.BytesIO(word.docx(bare("文。"), at=AT)))
    title = next(one for one in made.paragraphs if one.text == "函")
    assert title.style.font.name == "华文中宋"
    settings.SIWEI_PAPER = str(tmp_path / "none.docx")
    with pytest.raises(press.NotSet, match="SIWEI_PAPER"):
        word.docx(bare("文。"), at=AT)


def test_word_is_told_the_official_fonts():
    with zipfile.ZipFile(io.BytesIO(word.docx(bare("文。"), at=AT))) as package:
        styles, table = (package.read(f"word/{n}.xml").decode() for n in ("styles", "fontTable"))
    for name in fonts.WORD.values():
        assert f'w:eastAsia="{name}"' in styles
        assert f'w:name="{name}"><w:altName' in table


def test_official_fonts_come_first_and_what_stands_in_is_told(monkeypatch, settings, tmp_path):
    class Found:
        def __init__(self, *names: str) -> None:
            self.names = list(names)

        def families(self) -> list[str]:
            return self.names

    settings.SIWEI_FONTS = str(tmp_path)
    there = Found("SimHei", "FangSong_GB2312", "FandolFang R", "FandolKai", "Noto Serif CJK SC")
    monkeypatch.setattr(fonts.pressing, "fonts", lambda folders: there)
    fonts._faces.cache_clear()
    found = fonts.faces()
    assert found.folders[0] == str(tmp_path)
    assert found.chains["fangsong"] == ["FangSong_GB2312", "FandolFang R", "Noto Serif CJK SC"]
    assert found.stand_ins == {
        "方正小标宋简体": "Noto Serif CJK SC",
        "楷体_GB2312": "FandolKai",
        "宋体": "Noto Serif CJK SC",
    }
    there.names = []
    fonts._faces.cache_clear()
    with pytest.raises(press.NotSet, match="no Chinese fonts"):
        press.pdf(bare("文。"), at=AT)
    fonts._faces.cache_clear()


def test_the_fonts_that_set_up_fetches_have_every_face():
    assert all(fonts.faces().stand_ins.values())
    assert {"FandolFang R", "FandolKai", "FandolHei", "FandolSong"} <= {
        name for chain in fonts.faces().chains.values() for name in chain
    }


def test_a_press_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(press, "PATIENCE", 0.01)
    with pytest.raises(press.NotSet, match="too long"):
        press.pdf(bare("文。"), at=AT)


def test_the_press_reads_nothing_outside_its_folder():
    """Typst's root is the folder of the layout: what lies outside cannot be named."""
    evil = '#read("/../../../../../../etc/passwd")'
    compiler = typst.Compiler(evil.encode(), root=LAYOUT, font_paths=[])
    with pytest.raises(typst.TypstError):
        compiler.compile(format="pdf")
