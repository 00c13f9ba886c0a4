"""An officer confirmed what was tried on a resident: a tag for warnings of that kind may help."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from county.dimensions.fraud.events import SuspicionConfirmed
from county.kernel.saying import saying
from county.linkage.engine import LINKAGE, Step, rule, step
from county.records.conversations.models import Conversation
from county.records.tags import actions as tags

TAG_OF = {
    "刷单返利": "T0701",
    "虚假网络投资理财": "T0702",
    "虚假购物服务": "T0703",
    "冒充电商物流客服": "T0704",
    "虚假贷款": "T0705",
    "虚假征信": "T0705",
    "冒充领导熟人": "T0706",
    "冒充公检法及政府机关": "T0707",
    "网络游戏产品虚假交易": "T0709",
    "其他": "T0710",
}
"""Of romance fraud nothing is suggested: its tag is sensitive."""
WHY = gettext_noop("An officer confirmed that this was tried on the resident.")
SURE = 80
"""Per cent: an officer confirmed the alert, but the tag may still not be what helps."""


@rule(when=SuspicionConfirmed, title=_("A confirmed fraud suggests a tag to the officer"))
def a_confirmed_fraud_suggests_a_tag(fact: SuspicionConfirmed) -> Iterator[Step]:
    conversation = Conversation.objects.select_related("resident").get(pk=fact.conversation_id)
    resident = conversation.resident
    code = TAG_OF.get(fact.category)
    if code is not None and resident is not None and resident.notice_seen_at is not None:
        yield step(
            tags.suggest,
            resident=resident,
            code=code,
            reason=saying(WHY),
            confidence=SURE,
            about=f"conversation:{fact.conversation_id}",
            by=LINKAGE,
        )
