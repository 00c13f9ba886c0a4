"""Facts about notices."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


@dataclass(frozen=True, kw_only=True)
class CardTouched(
    Fact, kind="notices.card_touched", about="callback_id", title=_("Card's button pressed")
):
    callback_id: str


@dataclass(frozen=True, kw_only=True)
class CardPressed(Fact, kind="notices.card_pressed", about="officer_id", title=_("Card answered")):
    officer_id: int
    notice_id: int
    key: str


@dataclass(frozen=True, kw_only=True)
class NoticeGiven(Fact, kind="notices.notice_given", about="officer_id", title=_("Officer told")):
    officer_id: int
    notice_id: int
    words: str
    url: str
    loud: bool

    @property
    def shown(self) -> dict[str, str]:
        return {"notice": str(self.notice_id), "url": self.url, "loud": "1" if self.loud else ""}


@dataclass(frozen=True, kw_only=True)
class NoticeReleased(
    Fact, kind="notices.notice_released", about="notice_id", title=_("Quiet hours over")
):
    notice_id: int


@dataclass(frozen=True, kw_only=True)
class QuietHoursSet(
    Fact, kind="notices.quiet_hours_set", about="officer_id", title=_("Quiet hours set")
):
    officer_id: int
    hours: str
