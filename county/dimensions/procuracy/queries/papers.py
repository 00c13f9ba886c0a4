"""The papers of a suggestion: what each says, made from what is on record (forms F01 to F05)."""

from __future__ import annotations

from datetime import datetime, time

from django.db.models import Q

from county.dimensions.procuracy.knowledge import numbering, papers
from county.dimensions.procuracy.models import (
    Delivery,
    Letter,
    Reply,
    Revisit,
    Suggestion,
)
from county.dimensions.procuracy.queries import suggestions as asked
from county.foundation.documents.models import Issued
from county.foundation.documents.queries import issued_about
from county.kernel.clock import SHANGHAI, day_of
from county.kernel.papers import Paper

LETTER, REPLY = "检察建议书", "整改回复函"


def _organ(suggestion: Suggestion) -> str:
    return suggestion.handler.department.name


def number_of(suggestion: Suggestion, version: int) -> str:
    """The number on a version of the letter; empty before there is one."""
    return numbering.of_version(suggestion.number, version) if suggestion.number else ""


def letter(suggestion: Suggestion, version: int | None = None) -> Paper:
    """F01, the letter in a version: the seven parts as they stand."""
    written = asked.letter_of(suggestion, version)
    signed = day_of(written.sealed_at) if written.sealed_at else None
    if suggestion.issued_at and signed is None and suggestion.state == "issued":
        signed = day_of(suggestion.issued_at)
    return papers.suggestion_letter(
        papers.LetterFacts(
            organ=_organ(suggestion),
            addressee=suggestion.addressee,
            credit_code=suggestion.addressee_code,
            source=written.origin,
            facts=written.facts,
            problems=written.faults,
            suggestions=tuple(
                papers.Suggested(one.content, one.basis, one.expected, one.check_by)
                for one in asked.items_of(written)
            ),
            objection=f"如对本建议有异议，请于收到之日起{written.objection_days}日内向本院书面提出。",
            reply=f"请于收到本建议书之日起{_months(written)}将落实情况书面回复本院。",
            other=written.other,
            number=number_of(suggestion, written.version),
            signed_on=signed,
            attachments=tuple(line.strip() for line in written.attachments.splitlines() if line),
            contact=written.contact,
            phone=written.contact_phone,
            printed_by=_organ(suggestion) if signed else "",
            printed_on=signed,
        )
    )


def _months(written: Letter) -> str:
    return f"{written.reply_days}日内" if written.reply_days else "两个月内"


def delivery(one: Delivery) -> list[Paper]:
    """F02 for every delivery, and F03 where the letter was read out."""
    suggestion = one.suggestion
    number = number_of(suggestion, one.version)
    at = datetime.combine(one.on, time(0), SHANGHAI)
    read_out = one.how == Delivery.How.PROCLAIMED
    receiver = f"{one.receiver}（{one.receiver_post}）" if one.receiver_post else one.receiver
    made = [
        papers.service_receipt(
            papers.ServiceFacts(
                organ=_organ(suggestion), document=LETTER, document_number=number,
                receiver=suggestion.addressee, way="宣告送达" if read_out else "书面送达",
                place=one.place, at=at, signed_for_by=receiver, served_by=(one.noted_by.name,),
                witness=one.witness,
            )
        )
    ]  # fmt: skip
    if read_out:
        told = tuple(name for name in (one.third_parties,) if name)
        made.append(
            papers.proclamation_record(
                papers.ProclamationFacts(
                    organ=_organ(suggestion), document_number=number, at=at, place=one.place,
                    reader=one.reader, recorder=one.noted_by.name, receiver=suggestion.addressee,
                    receiver_head=receiver, third_parties=told, opinion=one.opinion,
                    read=f"宣读检察建议书{number}全文。",
                )
            )
        )  # fmt: skip
    return made


def reply(one: Reply) -> Paper:
    """F04, the enterprise's written reply, item by item."""
    answers = one.answers.select_related("item").prefetch_related("evidence__file")
    return papers.rectification_reply(
        papers.ReplyFacts(
            enterprise=one.suggestion.addressee,
            organ=_organ(one.suggestion),
            document_number=number_of(one.suggestion, one.version),
            items=tuple(
                papers.Done(
                    answer.item.content, answer.measure,
                    "、".join(each.file.name for each in answer.evidence.all()), answer.person,
                    answer.on, answer.remaining,
                )
                for answer in answers.order_by("item__no")
            ),
            closing=one.summary,
            signed_on=day_of(one.sent_at) if one.sent_at else None,
            contact=one.responsible,
        )
    )  # fmt: skip


def visit(one: Revisit) -> Paper:
    """F05, the record of a return visit."""
    checks = one.checks.select_related("item").order_by("item__no")
    return papers.visit_record(
        papers.VisitFacts(
            organ=_organ(one.suggestion),
            document_number=number_of(one.suggestion, one.suggestion.version),
            enterprise=one.suggestion.addressee,
            on=one.on,
            place=one.place,
            visitors=tuple(one.visitors),
            participants=((one.participants, one.signed_by_firm),),
            items=tuple(
                papers.Checked(check.item.content, FOUND[check.found], check.evidence)
                for check in checks
            ),
            result=RESULT[one.result],
            new_problems=one.problems,
            needs=one.needs,
            satisfaction=f"{one.satisfaction}分（满分5分）" if one.satisfaction else "",
            orders=tuple(part for part in one.orders.split("、") if part),
            next_visit=one.next_on,
        )
    )


FOUND = {"fully": "到位", "partly": "部分到位", "not": "未到位"}
RESULT = {"lasting": "落实到位", "largely": "基本落实", "rebound": "反弹", "unclear": "无法核实"}
"""A paper's words are Chinese, whatever language its reader's pages speak."""


def issued_of(suggestion: Suggestion, *, for_firm: bool = False) -> list[Issued]:
    """The papers of a suggestion that were issued, the latest first.

    An enterprise sees its own replies, and the letter in the versions that were delivered to it.
    """
    rows = issued_about(suggestion.subject)
    if not for_firm:
        return list(rows)
    versions = Delivery.objects.filter(suggestion=suggestion).values_list("version", flat=True)
    received = [number_of(suggestion, version) for version in versions]
    return list(rows.filter(Q(kind=REPLY) | Q(kind=LETTER, number__in=received)))
