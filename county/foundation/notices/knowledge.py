"""When an officer's hours of quiet end."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from county.kernel.clock import SHANGHAI


def quiet_until(begins: time, ends: time, now: datetime) -> datetime | None:
    """The end of the quiet hours that `now` lies in; None outside them. They may span midnight."""
    local = now.astimezone(SHANGHAI)
    at = local.time()
    over_night = begins > ends
    inside = (at >= begins or at < ends) if over_night else begins <= at < ends
    if not inside:
        return None
    end = datetime.combine(local.date(), ends, SHANGHAI)
    return end + timedelta(days=1) if over_night and at >= begins else end
