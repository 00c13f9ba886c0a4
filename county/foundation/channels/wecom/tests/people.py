"""People at the stand-in's sign-in page, and the tickets it has given out."""

from county.foundation.channels.wecom.standin.login import chosen
from county.foundation.channels.wecom.standin.setting import CORP


def code_for(standin, who, code=""):
    """Somebody is chosen on the sign-in page: the code that comes back, or one of our naming."""
    with standin.world.acting() as world:
        query = {"appid": CORP, "redirect_uri": "http://testserver/", "state": "s"}
        given = chosen(world, query, who).partition("code=")[2].partition("&")[0]
        if code:
            world.logins[code] = world.logins.pop(given)
        return code or given


def ticket_of(standin, kind):
    """The ticket that WeCom has given out, for `corp` or `app`."""
    return standin.world.tickets[{"corp": "config", "app": "agentConfig"}[kind]]["ticket"]
