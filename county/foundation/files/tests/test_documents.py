"""Documents keep their pages and lose whatever acts, encloses or tells of their author."""

import io
import random
import re

import pikepdf
import pytest
from pikepdf import Array, AttachedFileSpec, Dictionary, Name

from county.foundation.files.cleaner import cleaned
from county.foundation.files.recognition import Rejected
from county.foundation.files.tests import samples


def enclose(document):
    document.attachments["evil.exe"] = AttachedFileSpec(document, b"MZ evil", filename="evil.exe")


def open_with_script(document):
    document.Root.OpenAction = samples.script()


def open_with_program(document):
    document.Root.OpenAction = document.make_indirect(samples.launch())


def name_a_script(document):
    names = Array([pikepdf.String("x"), document.make_indirect(samples.script())])
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=names))


def script_on_page(document):
    document.pages[0].obj.AA = Dictionary(O=samples.script())


def script_in_stream(document):
    code = pikepdf.Stream(document, b"app.alert(1)")
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=document.make_indirect(code))


def annotate(document, **more):
    note = Dictionary(Type=Name.Annot, Rect=[0, 0, 9, 9], **more)
    document.pages[0].obj.Annots = Array([document.make_indirect(note)])


def link_to_program(document):
    chained = Dictionary(S=Name.GoTo, D=Array([0]), Next=samples.launch())
    annotate(document, Subtype=Name.Link, A=chained)


def link_outside(document):
    annotate(document, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI="https://example.org/phish"))


def film(document):
    annotate(document, Subtype=Name.RichMedia, RichMediaContent=Dictionary(x="evil.swf"))


def field_with_script(document):
    annotate(document, Subtype=Name.Widget, FT=Name.Tx, T="x", AA=Dictionary(K=samples.script()))
    fields = Array([document.pages[0].obj.Annots[0]])
    xfa = document.make_indirect(pikepdf.Stream(document, b"<xdp><script/></xdp>"))
    document.Root.AcroForm = Dictionary(Fields=fields, XFA=xfa)


def hide_in_outline(document):
    item = document.make_indirect(Dictionary(Title="x", A=samples.launch()))
    document.Root.Outlines = Dictionary(First=item, Last=item)


def sign_with_name(document):
    document.docinfo["/Author"] = "Zhang San"
    with document.open_metadata() as metadata:
        metadata["dc:creator"] = ["Zhang San"]


HOSTILE = [
    enclose, open_with_script, open_with_program, name_a_script, script_on_page, script_in_stream,
    link_to_program, link_outside, film, field_with_script, hide_in_outline, sign_with_name,
]  # fmt: skip
FORBIDDEN = (
    b"JavaScript", b"alert", b"/JS", b"/Launch", b"cmd.exe", b"/EmbeddedFile", b"/EF", b"MZ evil",
    b"evil", b"example.org", b"/XFA", b"xdp", b"/OpenAction", b"/AA", b"Zhang San",
)  # fmt: skip


def flat(content):
    """The document's text with nothing compressed, to look for words in."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        document.save(
            out,
            qdf=True,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
        )
    return out.getvalue()


@pytest.mark.parametrize("trick", HOSTILE, ids=lambda trick: trick.__name__)
def test_a_document_comes_out_without_its_trick(trick):
    hostile = samples.pdf(trick)
    assert any(word in flat(hostile) for word in FORBIDDEN)
    done = cleaned(hostile)
    assert done.media_type == "application/pdf"
    assert [word for word in FORBIDDEN if word in flat(done.content)] == []


def test_pages_and_what_stands_on_them_are_kept():
    def write(document):
        for number, page in enumerate(document.pages):
            page.Contents = pikepdf.Stream(document, b"(page %d) Tj" % number)

    with pikepdf.open(io.BytesIO(cleaned(samples.pdf(write, pages=3)).content)) as document:
        words = [page.Contents.read_bytes() for page in document.pages]
    assert words == [b"(page 0) Tj", b"(page 1) Tj", b"(page 2) Tj"]


def test_a_filled_form_keeps_what_was_filled_in():
    def fill(document):
        shown = document.make_indirect(pikepdf.Stream(document, b"(Li Si) Tj"))
        annotate(document, Subtype=Name.Widget, FT=Name.Tx, V="Li Si", AP=Dictionary(N=shown))
        document.Root.AcroForm = Dictionary(Fields=Array([document.pages[0].obj.Annots[0]]))

    assert b"(Li Si) Tj" in flat(cleaned(samples.pdf(fill)).content)


def test_a_link_within_the_document_still_turns_the_page():
    def link(document):
        annotate(document, Subtype=Name.Link, A=Dictionary(S=Name.GoTo, D=Array([0])))

    assert b"/GoTo" in flat(cleaned(samples.pdf(link)).content)


def test_a_script_under_a_disguised_name_is_found():
    disguised = samples.pdf(open_with_script).replace(b"/JavaScript", b"/Java#53cript")
    disguised = disguised.replace(b"/OpenAction", b"/Open#41ction").replace(b"/JS", b"/J#53")
    assert b"/Open#41ction" in disguised
    assert [word for word in FORBIDDEN if word in flat(cleaned(disguised).content)] == []


def test_a_revision_taken_back_is_not_kept():
    """What an update replaced still lies in the file, for whoever cuts the update off again."""
    old = samples.pdf(open_with_script)
    root = int(re.search(rb"/Root (\d+) 0 R", old).group(1))
    pages = int(re.search(rb"/Pages (\d+) 0 R", old).group(1))
    before = int(re.search(rb"startxref\s+(\d+)", old).group(1))
    catalog = b"%d 0 obj\n<< /Type /Catalog /Pages %d 0 R >>\nendobj\n" % (root, pages)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (root, len(old))
    trailer = b"trailer\n<< /Root %d 0 R /Size 99 /Prev %d >>\n" % (root, before)
    end = b"startxref\n%d\n%%%%EOF\n" % (len(old) + len(catalog))
    revised = old + catalog + table + trailer + end
    with pikepdf.open(io.BytesIO(revised)) as document:
        assert "/OpenAction" not in document.Root
    assert b"alert" in revised
    assert b"alert" not in cleaned(revised).content


@pytest.mark.parametrize("seed", range(20))
def test_a_damaged_document_is_refused_and_nothing_worse(seed):
    chance = random.Random(seed)
    damaged = bytearray(samples.pdf(chance.choice(HOSTILE)))
    for _ in range(12):
        damaged[chance.randrange(9, len(damaged))] = chance.randrange(256)
    try:
        done = cleaned(bytes(damaged))
    except Rejected:
        return
    assert b"app.alert" not in flat(done.content)
