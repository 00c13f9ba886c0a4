"""An issued paper is kept sealed, its code says genuine or withdrawn, and never what is in it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import RequestFactory

from county.foundation.documents import actions, queries, views
from county.foundation.documents.models import LENGTH, SIGNS, Issued, new_code
from county.foundation.documents.press import NotSet
from county.foundation.documents.tests.test_setting import bare, pages, words_of_docx
from county.foundation.events.models import Event
from county.foundation.events.registry import System
from county.foundation.files.actions import open_clean
from county.foundation.files.models import StoredFile
from county.kernel.ciphers import digest
from county.kernel.errors import Incomplete, Refused

pytestmark = pytest.mark.django_db
BY = System("test")
SECRET = "正文里的话不得外露"


def issue(paper=None, about="suggestion:1"):
    paper = paper or replace(bare(SECRET), number="盐检建〔2026〕12号", addressees=("示例公司",))
    return actions.issue(paper, about=about, by=BY, purpose="test.paper")


@pytest.fixture
def issued():
    return issue()


def checked(client, code, **more):
    return client.get(f"/check/{code}/", **more)


def test_issuing_keeps_both_files_sealed_and_announces_it(issued, settings):
    pdf, docx = open_clean(issued.pdf), open_clean(issued.docx)
    assert digest(pdf).hex() == issued.pdf_digest == issued.pdf.sha
    assert SECRET in "".join(pages(pdf))
    assert SECRET in words_of_docx(docx)
    assert issued.code_said in "".join(pages(pdf))
    assert issued.pages == len(pages(pdf)) == 1
    kept = [p.read_bytes() for p in Path(settings.SIWEI_FILES).rglob(f"{issued.pdf_id}.*")]
    assert kept
    assert not any(b"%PDF" in content for content in kept)
    fact = Event.objects.get(kind="documents.paper_issued")
    assert fact.facts["concerns"] == "suggestion:1"
    assert SECRET not in str(fact.facts)
    assert list(queries.issued_about("suggestion:1")) == [issued]


def test_what_cannot_be_set_is_not_issued():
    with pytest.raises(NotSet), transaction.atomic():
        issue(bare("😀"))
    with pytest.raises(Incomplete), transaction.atomic():
        issue(replace(bare("文"), organ=" "))
    assert (Issued.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_code_is_long_and_has_no_signs_that_look_alike():
    codes = {new_code() for _at in range(500)}
    assert len(codes) == 500
    assert {len(code) for code in codes} == {LENGTH}
    assert set("".join(codes)) == set(SIGNS)
    assert not set("01IO") & set(SIGNS)
    assert len(SIGNS) == 32


def test_anyone_sees_that_it_is_genuine_and_nothing_of_its_content(client, issued):
    page = checked(client, issued.code).content.decode()
    for shown in ("海盐县人民检察院", "盐检建〔2026〕12号", issued.pdf_digest, issued.code_said):
        assert shown in page
    for hidden in (SECRET, "示例公司", "suggestion", "test"):
        assert hidden not in re.sub(r"<form.*?</form>|<head.*?</head>", "", page, flags=re.DOTALL)


@pytest.mark.parametrize("way", ["{0}", "{1}", "{2}", "{3}"])
def test_a_code_is_found_as_people_type_it(client, issued, way):
    said = issued.code_said
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in issued.code)
    typed = way.format(issued.code, said, said.lower().replace(" ", "-"), wide)
    answer = client.get("/check/", {"code": typed}, follow=True)
    assert answer.redirect_chain == [(f"/check/{issued.code}/", 302)]
    assert issued.number in answer.content.decode()


@pytest.mark.parametrize(
    "code", ["AAAABBBBCCCCDDDD", "x", "' OR 1=1", "<script>", "Ａ" * 300, "0" * 16]
)
def test_a_code_nobody_has_is_not_known(client, issued, code):
    answer = client.get(f"/check/{code.replace('/', '')}/")
    assert answer.status_code == 404
    assert issued.number not in answer.content.decode()
    assert client.get("/check/", {"code": code}).status_code in (302, 400)


def test_a_withdrawn_paper_says_so_without_the_reason(client, issued):
    with pytest.raises(Incomplete):
        actions.withdraw(issued, " ", by=BY)
    actions.withdraw(issued, "上级院要求撤回", by=BY)
    page = checked(client, issued.code, headers={"cookie": "language=en"}).content.decode()
    assert "This paper was withdrawn" in page
    assert "上级院" not in page
    with pytest.raises(Refused):
        actions.withdraw(issued, "再撤", by=BY)
    assert Event.objects.filter(kind="documents.paper_withdrawn").count() == 1


def test_the_table_takes_no_withdrawal_without_a_reason(issued):
    with pytest.raises(IntegrityError), transaction.atomic():
        Issued.objects.update(withdrawn_reason="为何")


def test_a_pdf_is_compared_to_the_last_bit_and_not_kept(client, issued):
    client.cookies["language"] = "en"
    pdf, before = open_clean(issued.pdf), StoredFile.objects.count()

    def brought(content):
        file = SimpleUploadedFile("a.pdf", content, "application/pdf")
        return client.post(f"/check/{issued.code}/", {"pdf": file})

    assert "The file is this paper" in brought(pdf).content.decode()
    assert "The file is not this paper" in brought(pdf + b" ").content.decode()
    assert brought(b"").status_code == 409
    assert client.post(f"/check/{issued.code}/").status_code == 409
    assert StoredFile.objects.count() == before


def test_a_file_larger_than_any_paper_is_refused(client, issued, monkeypatch):
    """By its length alone: nothing of it is read."""
    monkeypatch.setattr(views, "LARGEST", 10)
    monkeypatch.setattr(queries, "is_this_paper", lambda issued, content: pytest.fail("read"))
    file = SimpleUploadedFile("a.pdf", b"x" * 11, "application/pdf")
    assert client.post(f"/check/{issued.code}/", {"pdf": file}).status_code == 409


def test_nobody_comes_upon_a_code_by_trying(client):
    answers = [client.get(f"/check/{new_code()}/").status_code for _at in range(41)]
    assert answers == [404] * 40 + [429]


def test_a_preview_shows_pages_as_pictures_and_a_draft_has_neither_number_nor_code():
    paper = replace(bare(SECRET), number="盐检建〔2026〕99号")
    request = RequestFactory().get("/")
    part = str(views.preview(request, paper, address="/x/"))
    assert part.count("data:image/png;base64,") == 1
    assert 'href="/x/?as=pdf"' in part
    assert 'href="/x/?as=docx"' in part
    answer = views.draft_file(RequestFactory().get("/x/"), paper)
    text = "".join(pages(answer.content))
    assert "草稿" in text
    assert "99号" not in text
    assert "核验码" not in text
    word = views.draft_file(RequestFactory().get("/x/?as=docx"), paper)
    assert "99号" not in words_of_docx(word.content)
    assert "filename*=utf-8''" in word.headers["Content-Disposition"]


def test_an_issued_paper_is_shown_and_handed_out_as_it_was_kept(issued):
    request = RequestFactory().get("/x/?as=docx")
    assert issued.code_said in str(views.preview_issued(request, issued, address="/x/"))
    answer = views.issued_file(request, issued)
    assert answer.content == open_clean(issued.docx)
    assert ".docx" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Type"].startswith("application/vnd.openxml")
