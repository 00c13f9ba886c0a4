"""Papers F01 to F05 of the procuratorate (domain Appendix D), made from plain facts.

Each builder says what it was told and no more: an empty place stays a place to write in, and a part
of a letter that is not written yet says so, as only a draft may.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from county.kernel.clock import SHANGHAI
from county.kernel.papers import (
    Attachment,
    Block,
    Fields,
    Heading,
    Layout,
    Paper,
    Paragraph,
    SignHere,
    Table,
    day,
)

TO_WRITE = "（待填写）"
NOTHING_MORE = "无。"
NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Suggested:
    """One suggestion of the letter, as §1.4 itemises it."""

    content: str
    basis: str
    expected: str = ""
    check: str = ""


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What a 检察建议书 says (F01): the seven parts of §1.4 and what stands around them."""

    organ: str
    addressee: str
    credit_code: str
    source: str
    facts: str
    problems: str
    suggestions: tuple[Suggested, ...]
    objection: str
    reply: str
    other: str
    number: str = ""
    signed_on: date | None = None
    attachments: tuple[str, ...] = ()
    contact: str = ""
    phone: str = ""
    copies: tuple[str, ...] = ()
    printed_by: str = ""
    printed_on: date | None = None
    secrecy: str = ""


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """How a document was served (F02)."""

    organ: str
    document: str
    document_number: str
    receiver: str
    way: str
    place: str = ""
    at: datetime | None = None
    signed_for_by: str = ""
    served_by: tuple[str, ...] = ()
    witness: str = ""
    remarks: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class ProclamationFacts:
    """How a suggestion was proclaimed to its addressee (F03)."""

    organ: str
    document_number: str
    at: datetime | None
    place: str
    reader: str
    recorder: str
    receiver: str
    receiver_head: str
    third_parties: tuple[str, ...] = ()
    read: str = ""
    reasons: str = ""
    opinion: str = ""
    others: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What an enterprise did about one suggestion."""

    suggestion: str
    measure: str
    evidence: str
    responsible: str
    done_on: date | None
    remaining: str = ""


@dataclass(frozen=True, slots=True)
class ReplyFacts:
    """An enterprise's written reply, item by item (F04)."""

    enterprise: str
    organ: str
    document_number: str
    items: tuple[Done, ...]
    opening: str = ""
    closing: str = ""
    signed_on: date | None = None
    contact: str = ""
    phone: str = ""
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """One suggestion as it was found at a visit."""

    suggestion: str
    finding: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """A return visit (F05, §1.6)."""

    organ: str
    document_number: str
    enterprise: str
    on: date | None
    place: str
    visitors: tuple[str, ...]
    participants: tuple[tuple[str, str], ...]
    items: tuple[Checked, ...]
    result: str
    new_problems: str = ""
    needs: str = ""
    satisfaction: str = ""
    orders: tuple[str, ...] = ()
    next_visit: date | None = None
    number: str = ""


def suggestion_letter(facts: LetterFacts) -> Paper:
    """F01 检察建议书 in the layout of 公文."""
    to = f"{facts.addressee}（{facts.credit_code}）" if facts.credit_code else facts.addressee
    return Paper(
        layout=Layout.LETTER,
        organ=facts.organ,
        kind="检察建议书",
        number=facts.number,
        secrecy=facts.secrecy,
        addressees=(to,),
        blocks=tuple(_parts(facts)),
        attachments=tuple(Attachment(name) for name in facts.attachments),
        signed_by=facts.organ,
        signed_on=facts.signed_on,
        sealed=True,
        contact=_contact(facts.contact, facts.phone),
        copies=facts.copies,
        printed_by=facts.printed_by,
        printed_on=facts.printed_on,
    )


SEVEN = (
    ("source", "案件或问题的来源"),
    ("facts", "依法认定的事实及证据"),
    ("problems", "存在的违法情形或者应当消除的隐患"),
    ("suggestions", "建议的具体内容及依据"),
    ("objection", "提出异议的期限"),
    ("reply", "书面回复落实情况的期限"),
    ("other", "其他需要说明的事项"),
)
"""The seven parts of the letter (人民检察院检察建议工作规定 Art. 16)."""


def _parts(facts: LetterFacts) -> list[Block]:
    blocks: list[Block] = []
    for at, (field, title) in enumerate(SEVEN):
        blocks.append(Heading(f"{NUMERALS[at]}、{title}"))
        if field == "suggestions":
            blocks += _suggested(facts.suggestions)
        else:
            empty = NOTHING_MORE if field == "other" else TO_WRITE
            blocks.append(Paragraph(str(getattr(facts, field)).strip() or empty))
    return blocks


def _suggested(suggestions: tuple[Suggested, ...]) -> list[Block]:
    """Each suggestion under its number, with what it rests on and how it is checked."""
    blocks: list[Block] = []
    for at, one in enumerate(suggestions, 1):
        blocks.append(Heading(f"（{numeral(at)}）{one.content.strip() or TO_WRITE}", 2))
        told = (
            ("依据", one.basis.strip() or TO_WRITE),
            ("预期效果", one.expected),
            ("验收标准", one.check),
        )
        blocks += [Paragraph(f"{name}：{words.strip()}") for name, words in told if words.strip()]
    return blocks or [Paragraph(TO_WRITE)]


def numeral(value: int) -> str:
    """1 to 99 as papers count: 一, 十, 十一, 二十; ValueError beyond."""
    if not 1 <= value <= 99:
        raise ValueError("Parts are counted from 1 to 99.")
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else NUMERALS[tens - 1] + "十"
    return head + (NUMERALS[ones - 1] if ones else "")


def service_receipt(facts: ServiceFacts) -> Paper:
    """F02 送达回证."""
    rows = (
        ("送达文书", facts.document),
        ("文书编号", facts.document_number),
        ("受送达单位", facts.receiver),
        ("送达方式", facts.way),
        ("送达地点", facts.place),
        ("送达时间", _moment(facts.at)),
        ("收件人", facts.signed_for_by),
        ("送达人", "、".join(facts.served_by)),
        ("见证人", facts.witness),
        ("备注", facts.remarks),
    )
    return _form(facts.organ, "送达回证", facts.number, Fields(rows),
                 SignHere(("收件人签名或盖章", "送达人签名", "见证人签名")))  # fmt: skip


def proclamation_record(facts: ProclamationFacts) -> Paper:
    """F03 宣告送达笔录."""
    rows = (
        ("宣告文书", f"检察建议书 {facts.document_number}".strip()),
        ("时间", _moment(facts.at)),
        ("地点", facts.place),
        ("宣告人", facts.reader),
        ("记录人", facts.recorder),
        ("被建议单位", facts.receiver),
        ("单位负责人", facts.receiver_head),
        ("第三方人员", "\n".join(facts.third_parties)),
        ("宣读内容", facts.read),
        ("释法说理", facts.reasons),
        ("单位负责人意见", facts.opinion),
        ("其他人员意见", facts.others),
    )
    closing = Paragraph("以上笔录经到场人员核对，与宣告情况相符。")
    names = ("宣告人签名", "单位负责人签名", "第三方人员签名", "记录人签名")
    return _form(facts.organ, "宣告送达笔录", facts.number, Fields(rows), closing, SignHere(names))


def rectification_reply(facts: ReplyFacts) -> Paper:
    """F04 整改回复函: from the enterprise to the procuratorate."""
    opening = facts.opening.strip() or (
        f"收到贵院{facts.document_number}检察建议书后，我单位逐项研究整改，现将落实情况回复如下。"
    )
    blocks: list[Block] = [Paragraph(opening)]
    for at, item in enumerate(facts.items, 1):
        blocks.append(Heading(f"{numeral(at)}、{item.suggestion}"))
        rows = (
            ("整改措施", item.measure),
            ("佐证材料", item.evidence),
            ("责任人", item.responsible),
            ("完成日期", _day(item.done_on)),
            ("尚未完成", item.remaining.strip() or "无"),
        )
        blocks.append(Fields(rows))
    blocks.append(Paragraph(facts.closing.strip() or "以上情况，请予审查。"))
    return Paper(
        layout=Layout.FORM,
        organ=facts.enterprise,
        kind="整改回复函",
        addressees=(facts.organ,),
        blocks=tuple(blocks),
        attachments=tuple(Attachment(name) for name in facts.attachments),
        signed_by=facts.enterprise,
        signed_on=facts.signed_on,
        sealed=True,
        contact=_contact(facts.contact, facts.phone),
    )


def visit_record(facts: VisitFacts) -> Paper:
    """F05 回访记录."""
    rows = (
        ("检察建议书", facts.document_number),
        ("被建议单位", facts.enterprise),
        ("回访日期", _day(facts.on)),
        ("回访地点", facts.place),
        ("回访人员", "、".join(facts.visitors)),
        ("单位参加人员", "\n".join(f"{name}（{role}）" for name, role in facts.participants)),
    )
    found = tuple((str(at), one.suggestion, one.finding, one.evidence)
                  for at, one in enumerate(facts.items, 1))  # fmt: skip
    more = (
        ("新发现的问题", facts.new_problems),
        ("企业法律需求", facts.needs),
        ("普法菜单点单", "\n".join(facts.orders)),
        ("满意度", facts.satisfaction),
        ("回访结论", facts.result),
        ("下次回访日期", _day(facts.next_visit)),
    )
    checked = Table(("序号", "建议内容", "落实情况", "佐证"), found, (2, 8, 4, 6))
    names = SignHere(("回访人员签名", "单位负责人签名"))
    return _form(facts.organ, "回访记录", facts.number, Fields(rows), checked, Fields(more), names)


def _form(organ: str, kind: str, number: str, *blocks: Block) -> Paper:
    return Paper(layout=Layout.FORM, organ=organ, kind=kind, number=number, blocks=blocks)


def _contact(person: str, phone: str) -> str:
    told = (("联系人", person), ("电话", phone))
    return "，".join(f"{name}：{said.strip()}" for name, said in told if said.strip())


def _day(value: date | None) -> str:
    return day(value) if value else ""


def _moment(value: datetime | None) -> str:
    """A moment as records write it, in the county's own time."""
    if value is None:
        return ""
    local = value.astimezone(SHANGHAI)
    return f"{day(local.date())}{local.hour}时{local.minute}分"
