"""Ten thousand random notices to people who change their minds: nothing goes to who refuses."""

from __future__ import annotations

import time

from county.dimensions.outreach.actions.trying import PEOPLE, Storm, Tally
from county.foundation.staff.models import Officer
from county.site.bench import ground
from county.site.bench.report import Options, Report, verdict

NOTICES = 10_000
SEED = 330424


def run(options: Options) -> Report:
    """The counts of 10,000 notices (`--scale` for fewer), each person's line judged apart."""
    with ground.server(fresh=options.fresh):
        authors = [Officer.objects.get(username=name) for name in ("chen", "zhu", "fan")]
        decider = next(
            one for one in Officer.objects.all()
            if one.has("outreach.approve") and one not in authors
        )  # fmt: skip
        began = time.perf_counter()
        tally = Storm(authors, decider, seed=SEED).run(
            int(NOTICES * options.scale), say=options.say
        )
        took = time.perf_counter() - began
    return Report(
        f"Outreach: {tally.notices:,} random notices among {PEOPLE} people",
        ("what", "number"),
        [*counts(tally), *wrong(tally)],
        [f"{took:.0f} s; nothing wrong: {verdict(tally.wrong == 0)}", ground.machine()],
        {"seconds": took, **{name: getattr(tally, name) for name in tally.__dataclass_fields__}},
    )


def counts(tally: Tally) -> list[list[str]]:
    """What became of notices and lines."""
    rows = [[f"notices {state}", f"{n:,}"] for state, n in sorted(tally.ends.items())]
    return rows + [[f"lines {state}", f"{n:,}"] for state, n in sorted(tally.fates.items())]


def wrong(tally: Tally) -> list[list[str]]:
    """What must be nought."""
    return [
        ["sent to who refuses it", str(tally.to_refusers)],
        ["sent to minors", str(tally.to_minors)],
        ["sent over the cap", str(tally.over_cap)],
        ["sent outside the audience", str(tally.outside)],
        ["left out without ground", str(tally.left_out)],
        ["called sent without a message", str(tally.untold)],
    ]
