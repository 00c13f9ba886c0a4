"""One-time codes by which somebody shows that a phone is theirs."""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from county.foundation.channels.registry import SMS
from county.kernel.errors import Refused
from county.kernel.numbers import require_phone
from county.kernel.sealing import blind_index
from county.records.residents.models import CODES, Code

LIFE = timedelta(minutes=5)
PAUSE = timedelta(seconds=60)
MOST_PER_HOUR = 5
MOST_PER_ADDRESS = 20
"""Codes sent in an hour to one phone, and asked for from one address; local design values."""
TRIES = 5


class TooSoon(Refused):
    """Codes are sent sparingly, so that nobody's phone is flooded."""

    status = 429


@transaction.atomic
def send(phone: str, *, address: str, expected: bool = True) -> str:
    """Send a six-digit code, good for five minutes; in the demo it comes back to be shown.

    A phone from which nobody is expected gets none and is counted all the same, so that asking
    tells nobody whose phones are known.
    """
    phone, now = require_phone(phone), timezone.now()
    index = blind_index("phone", phone)
    hour = Code.objects.filter(made_at__gt=now - timedelta(hours=1))
    if hour.filter(phone_index=index, made_at__gt=now - PAUSE).exists():
        raise TooSoon(_("A code was sent just now. Wait a minute before you ask for another."))
    if (
        hour.filter(phone_index=index).count() >= MOST_PER_HOUR
        or hour.filter(address=address[:45]).count() >= MOST_PER_ADDRESS
    ):
        raise TooSoon(_("Too many codes were asked for. Try again in an hour."))
    code = f"{secrets.randbelow(1_000_000):06d}"
    Code.objects.create(phone_index=index, digest=_digest(phone, code), address=address[:45])
    if not expected:
        return ""
    return SMS.send(phone, _("Siwei: your code is %s, good for five minutes. Tell nobody.") % code)


@transaction.atomic
def check(phone: str, code: str) -> str:
    """Take the code; comes back with what is wrong with it, or nothing.

    Nothing is raised, because a wrong try must stay counted: codes are not to be guessed.
    """
    phone = require_phone(phone)
    latest = Code.objects.select_for_update().filter(
        phone_index=blind_index("phone", phone),
        used_at__isnull=True,
        made_at__gt=timezone.now() - LIFE,
    )
    kept = latest.order_by("-id").first()
    if kept is None or kept.tries >= TRIES:
        return _("This code is no longer good. Ask for a new one.")
    if not hmac.compare_digest(bytes(kept.digest), _digest(phone, code)):
        kept.tries += 1
        kept.save(update_fields=["tries"])
        return _("The code does not match. Look at the latest message and try again.")
    kept.used_at = timezone.now()
    kept.save(update_fields=["used_at"])
    return ""


def _digest(phone: str, code: str) -> bytes:
    return blind_index(CODES, f"{phone}:{code}")
