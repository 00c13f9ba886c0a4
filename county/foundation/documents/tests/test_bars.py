"""A chart of a paper: the same words in both presses, and bars as long as their shares."""

import io
from datetime import UTC, datetime

import docx
import pypdfium2
from PIL import Image

from county.foundation.documents import press, word
from county.foundation.documents.composing import composed, words
from county.kernel.papers import Bars, Layout, Paper

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOSTILE = '#read("/etc/passwd") {{ 7*7 }} <w:br/> &amp; {% if x %}'
BARS = Bars(
    "按镇（街道）",
    (
        ("武原街道", "12", 1.0),
        ("西塘桥街道", "6", 0.5),
        ("于城镇", "少于5", None),
        (HOSTILE, "9", 7.0),
    ),
)
PAPER = Paper(layout=Layout.FORM, organ="示例机关", kind="示例台账", blocks=(BARS,))
EMU = 36_000
"""Units of Word in a millimetre."""


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_both_presses_set_the_words_of_every_bar():
    page = pypdfium2.PdfDocument(press.pdf(PAPER, at=AT))[0].get_textpage().get_text_range()
    document = docx.Document(io.BytesIO(word.docx(PAPER, at=AT)))
    cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert [(row[0], row[2]) for row in cells] == [(name, said) for name, said, _at in BARS.rows]
    for text in words(composed(PAPER)).split("\n"):
        assert squeezed(text) in squeezed(page), text


def test_a_bar_of_word_is_as_long_as_its_share():
    document = docx.Document(io.BytesIO(word.docx(PAPER, at=AT)))
    widths = [shape.width / EMU for shape in document.inline_shapes]
    assert [round(width) for width in widths] == [76, 38, 76]


def test_a_bar_of_the_page_is_as_long_as_its_share():
    drawn = pypdfium2.PdfDocument(press.pdf(PAPER, at=AT))[0].render(scale=2).to_pil()
    lengths = [n for n in blue_runs(drawn.convert("RGB")) if n > 20]
    longest = max(lengths)
    shares = sorted({round(n / longest, 1) for n in lengths})
    assert shares == [0.5, 1.0]


def blue_runs(picture: Image.Image) -> list[int]:
    """How many blue points each line of the picture has."""
    wide, high = picture.size
    seen = picture.load()
    return [sum(seen[x, y][2] - seen[x, y][0] > 80 for x in range(wide)) for y in range(0, high, 4)]


def test_the_same_paper_is_the_same_bytes():
    assert word.docx(PAPER, at=AT) == word.docx(PAPER, at=AT)
    assert press.pdf(PAPER, at=AT) == press.pdf(PAPER, at=AT)
