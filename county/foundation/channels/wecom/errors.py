"""WeCom's error codes that we act on: what each means to the administrator, and what we do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.kernel.errors import Refused
from county.kernel.saying import saying

if TYPE_CHECKING:
    from collections.abc import Iterable


class Step(StrEnum):
    """What to do about a refusal."""

    REFRESH = "refresh"
    """Fetch a new token once, and try once more."""
    RETRY = "retry"
    """Try again soon."""
    PAUSE = "pause"
    """Leave the interface alone for a while, all workers."""
    GIVE_UP = "give up"
    """This request will never succeed; others may."""
    TELL = "tell"
    """Nothing succeeds until the administrator has put a setting right."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a code means, in English source words for gettext, and our step."""

    step: Step
    words: str


BUSY, TOO_OFTEN, TOO_MANY_AT_ONCE, CONFLICT = -1, 45009, 45033, 45035
BAD_SECRET, BAD_CORP, NO_SECRET = 40001, 40013, 41004
BAD_TOKEN, EXPIRED_TOKEN = 40014, 42001
NOT_A_CONTACT, SENT_ALREADY, BAD_PULL_TOKEN = 84061, 95033, 95007
CHATTING_ALREADY, OTHERS_WELCOME = 41051, 41096
REMINDED_ENOUGH, CANCELLED_ALREADY = 41094, 41093
NAME_TAKEN, NO_TAG = 40071, 40068
NO_CUSTOMERS, NO_WAY = 41048, 41044
UNKNOWN_PEOPLE = frozenset({40003, 60111, 46004})
CARD_IS_THERE, NO_MEDIA = 42014, 40007

ROOM_IS_OVER = (95001, 95002)
"""The five messages are used up, or the 48 hours are over, whatever we had reckoned."""
SESSION_FORBIDS = (95013, 95016, 95018)
"""The chat has ended, is a colleague's, or may not change in this way."""

MEANINGS: dict[int, Meaning] = {}
"""Each code of document 90313 that changes what we do; the rest is given up with its number."""


def _mean(step: Step, words: str, codes: Iterable[int]) -> None:
    MEANINGS.update(dict.fromkeys(codes, Meaning(step, words)))


_mean(Step.REFRESH, gettext_noop("The access token has expired."), (BAD_TOKEN, EXPIRED_TOKEN))

_mean(Step.RETRY, gettext_noop("WeCom is busy."), (BUSY,))
_mean(
    Step.RETRY,
    gettext_noop("Someone else is changing the same record in WeCom."),
    (6000, CONFLICT, 41063, 41096),
)

_mean(Step.PAUSE, gettext_noop("WeCom was called too often, and asks us to wait."), (TOO_OFTEN,))
_mean(
    Step.RETRY,
    gettext_noop("Too many calls reach WeCom at the same time."),
    (TOO_MANY_AT_ONCE,),
)

_mean(
    Step.TELL,
    gettext_noop(
        "The Secret or the enterprise ID is wrong. Copy both anew from WeCom's console into"
        " WECOM_SECRET and WECOM_CORP_ID."
    ),
    (BAD_SECRET, BAD_CORP, 40091, 41001, 41002, NO_SECRET),
)
_mean(
    Step.TELL,
    gettext_noop("The application's number is wrong. Check WECOM_AGENT_ID."),
    (40056, 301002),
)
_mean(
    Step.TELL,
    gettext_noop(
        "WeCom does not know this server's address. Enter it in the console, at the application:"
        " trusted IP of the enterprise. It counts a minute later."
    ),
    (60020,),
)
_mean(
    Step.TELL,
    gettext_noop(
        "The application may not use this interface. Allow it in the console, at Customer contact"
        " or WeChat customer service: API, applications that may call."
    ),
    (48002, 48006, 84074, 60031),
)
_mean(
    Step.TELL,
    gettext_noop(
        "The customer service account is not managed by our application. Assign it in the console,"
        " at WeChat customer service: API, accounts managed by API."
    ),
    (48007, 95011, 95012, 95017, 95023),
)
_mean(
    Step.TELL,
    gettext_noop("The application was hardly used, and WeCom took its access to customers away."),
    (48011,),
)
_mean(
    Step.TELL,
    gettext_noop("A person or department is outside the application's visible range."),
    (50002, 60011, 60021, 60030),
)
_mean(
    Step.TELL,
    gettext_noop("The application or the enterprise is disabled in WeCom."),
    (50003, 301007),
)
_mean(
    Step.TELL,
    gettext_noop("The enterprise is not verified by WeCom, which limits customer service."),
    (95003,),
)
_mean(
    Step.TELL,
    gettext_noop("The licence for customer contact is missing or used up in WeCom."),
    (610023, 610024, 701008),
)
_mean(
    Step.TELL,
    gettext_noop("The page's domain is not trusted by WeCom, or its ticket is the wrong one."),
    (42012, 40093, 91040, 50001),
)

_mean(Step.GIVE_UP, gettext_noop("WeCom knows no such colleague."), (40003, 60111, 46004))
_mean(Step.GIVE_UP, gettext_noop("The file has expired in WeCom."), (NO_MEDIA, 40145))
_mean(
    Step.GIVE_UP,
    gettext_noop("WeCom does not take this file: its kind, its size, or it is empty."),
    (44001, 40004, 40005, 40006, 40123, 45001, 45007),
)
_mean(Step.GIVE_UP, gettext_noop("The sign-in was used already or has expired."),
      (40029, 42003, 42022))  # fmt: skip
_mean(Step.GIVE_UP, gettext_noop("The message is empty or too long for WeCom."), (44004, 45002))
_mean(
    Step.GIVE_UP,
    gettext_noop("WeCom knows no such resident, or not under this enterprise."),
    (40096,),
)
_mean(
    Step.GIVE_UP,
    gettext_noop("The resident and the officer are no contacts in WeCom, or no longer."),
    (NOT_A_CONTACT, 84084),
)
_mean(
    Step.GIVE_UP,
    gettext_noop("None of the receivers can be reached in WeCom."),
    (81013, 82001, 82002, 82003),
)
_mean(Step.GIVE_UP, gettext_noop("The card was answered already."), (60140, CARD_IS_THERE))
_mean(
    Step.GIVE_UP,
    gettext_noop("WeCom knows no such tag, or it is not our application's."),
    (NO_TAG, 40072),
)
_mean(Step.GIVE_UP, gettext_noop("A tag of this name exists in WeCom already."), (NAME_TAKEN,))
_mean(
    Step.GIVE_UP,
    gettext_noop("WeCom keeps no more tags: of the enterprise, or of this resident."),
    (40126, 40144),
)
_mean(
    Step.GIVE_UP,
    gettext_noop("The transfer is not possible: the taker is full or not verified."),
    (40098, 40099, 40130, 40131),
)
_mean(
    Step.GIVE_UP,
    gettext_noop("The resident was transferred twice in 90 days, or is being transferred."),
    (40100, 40128, 40129),
)
_mean(
    Step.GIVE_UP,
    gettext_noop("WeCom does not know this contact code, or one of its people may not have one."),
    (41037, 41038, 41039, 41040, 41041, 41042, 41043, NO_WAY, 41045, 41054),
)
_mean(
    Step.GIVE_UP,
    gettext_noop("WeCom knows no such group message, or it cannot be sent to anyone."),
    (41046, 41047, NO_CUSTOMERS, 41064, 41065),
)
_mean(Step.GIVE_UP, gettext_noop("The group message was cancelled already."), (CANCELLED_ALREADY,))
_mean(
    Step.GIVE_UP,
    gettext_noop("The colleague was reminded of this group message too often."),
    (REMINDED_ENOUGH,),
)
_mean(Step.GIVE_UP, gettext_noop("The time for a welcome is over."), (41049, 41050, 41051, 41053))
_mean(
    Step.GIVE_UP,
    gettext_noop("The customer service account does not exist, or is not ours."),
    (95000, 95004, 60251, 60252, 60253),
)
_mean(
    Step.GIVE_UP,
    gettext_noop("Five messages were sent since the resident last wrote: wait for an answer."),
    (ROOM_IS_OVER[0],),
)
_mean(
    Step.GIVE_UP,
    gettext_noop("The resident last wrote more than 48 hours ago, so WeCom sends nothing."),
    (ROOM_IS_OVER[1],),
)
_mean(Step.GIVE_UP, gettext_noop("The permission to pull has expired."), (BAD_PULL_TOKEN,))
_mean(
    Step.GIVE_UP,
    gettext_noop("A colleague in WeCom has this conversation, or it has ended."),
    tuple(SESSION_FORBIDS),
)
_mean(
    Step.GIVE_UP,
    gettext_noop("The colleague is not active in customer service."),
    (95014, 95019),
)
_mean(Step.GIVE_UP, gettext_noop("The message was sent already."), (SENT_ALREADY,))


UNKNOWN = gettext_noop("WeCom refused, and gave no known reason.")


class WeComRefused(Refused):
    """WeCom did not do what `interface` asked; `code` is its number, `step` what to do now.

    `kept` is the sentence to keep, for readers of either language.
    """

    status = 502

    def __init__(self, code: int, interface: str) -> None:
        meaning = MEANINGS.get(code)
        words = _(meaning.words) if meaning else _(UNKNOWN)
        super().__init__(f"{words} ({code})")
        self.code, self.interface = code, interface
        self.kept = saying("%s (%s)", saying(meaning.words if meaning else UNKNOWN), str(code))
        self.step = meaning.step if meaning else Step.GIVE_UP


class Waiting(WeComRefused):
    """WeCom was not asked at all, because of an earlier refusal; it may be at `until`."""

    def __init__(self, code: int, interface: str, until: datetime) -> None:
        super().__init__(code, interface)
        self.until = until


class Unreachable(Refused):
    """WeCom did not answer, or not in its language; whether it did the thing is not known."""

    status = 502

    def __init__(self) -> None:
        super().__init__(_("WeCom cannot be reached just now. It is tried again."))


class SwitchedOff(Refused):
    """No WeCom is set up."""

    def __init__(self) -> None:
        super().__init__(_("WeCom is not set up: WECOM_CORP_ID and WECOM_SECRET are empty."))
