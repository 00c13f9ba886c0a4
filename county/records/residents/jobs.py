"""What the clock does for residents' files."""

from django.utils.translation import gettext_noop

from county.foundation.audit.models import HoneyHit
from county.foundation.events.clock import every
from county.foundation.events.registry import System
from county.foundation.notices.actions import tell
from county.foundation.staff.queries import holders
from county.kernel import clock
from county.kernel.saying import saying
from county.records.residents import actions

CLOCK = System("clock")


@every("20 0 * * *")
def keep_bands_fresh() -> None:
    """Move everybody to the age band of the new day; who turned 18 is to be reviewed (E19)."""
    actions.keep_bands_fresh()


@every("*/5 * * * *")
def seal_anew() -> None:
    """Seal under each person's own key what was sealed before there were any."""
    actions.reseal()


@every("* * * * *")
def tell_of_honey() -> None:
    """Tell the auditors of a look at a file of nobody, once each (security T1)."""
    for hit in HoneyHit.objects.select_for_update(of=("self",)).filter(told_at=None)[:50]:
        tell(
            holders("audit.read"),
            title=saying(gettext_noop("Somebody looked at a file that no work leads to")),
            text=hit.look.name,
            url="/audit/alarms/",
            by=CLOCK,
            about=f"look:{hit.look_id}",
            loud=True,
        )
        hit.told_at = clock.now()
        hit.save(update_fields=["told_at"])
