"""The enterprise's members, as the directory shows them to an application (D:90196, D:90200)."""

from __future__ import annotations

from county.foundation.channels.wecom.standin.contacts import in_range
from county.foundation.channels.wecom.standin.wire import Call, Item, Refusal, get
from county.foundation.channels.wecom.standin.world import World

ROOT = "1"
"""The only department."""


@get("user/get")
def member(world: World, call: Call) -> Item:
    """One member; 60111 for nobody of that name."""
    userid = call.query.get("userid", "")
    if userid not in world.officers:
        raise Refusal(60111)
    return _shown(world, in_range(world, userid)) | {"status": 1}


@get("user/simplelist", userlist=[])
def members(world: World, call: Call) -> Item:
    """All whom the application may see."""
    if call.query.get("department_id") != ROOT:
        raise Refusal(60003, "department not found")
    seen = [userid for userid, one in world.officers.items() if one["visible"]]
    return {"userlist": [_shown(world, userid) for userid in seen]}


def _shown(world: World, userid: str) -> Item:
    return {"userid": userid, "name": world.officers[userid]["name"], "department": [int(ROOT)]}
