"""The stand-in's people as these tests speak of them; what is pushed is held back until heard."""

from county.foundation.channels.wecom.envelope import envelope, notice
from county.foundation.channels.wecom.standin import transfers
from county.foundation.channels.wecom.standin.pushes import Target
from county.foundation.channels.wecom.standin.server import StandIn


class Town:
    """A WeCom on a real socket with officers and nobody's contacts yet."""

    def __init__(self):
        self.pushed = []
        self.standin = StandIn(Target(deliver=self._hold_back), inline=True)
        self.world = self.standin.world
        self.forget()
        self.pushed.clear()
        self.fails, self.later, self.close = (
            self.standin.fails, self.standin.later, self.standin.close,
        )  # fmt: skip

    @property
    def url(self):
        return self.standin.url

    @property
    def asked(self):
        return self.world.asked

    @property
    def seen(self):
        return self.standin.seen

    def _hold_back(self, verb, url, query, body, seconds):
        cipher = self.standin.sender.target.cipher
        signed = query["msg_signature"], query["timestamp"], query["nonce"]
        plain = cipher.open(*signed, envelope(body).encrypt)
        self.pushed.append(notice(plain if isinstance(plain, str) else plain.decode()).fields)
        return 200, b""

    def forget(self):
        """Nobody has contacts, and there are no tags."""
        self.world.follows.clear()
        self.world.tag_groups.clear()

    # What people do; each comes back with the push.

    def adds(self, resident, officer, nickname="稻花香里", state="", *, half=False):
        if resident not in self.world.residents:
            self.world.add_resident(nickname, resident)
        phone = self.standin.resident(resident)
        (phone.half_adds if half else phone.adds)(officer, state)
        return self.pushed[-1]

    def accepts(self, officer, resident):
        self.standin.officer(officer).accepts(resident)
        return self.pushed[-1]

    def resident_drops(self, resident, officer):
        self.standin.resident(resident).deletes(officer)
        return self.pushed[-1]

    def officer_drops(self, officer, resident):
        self.standin.officer(officer).deletes(resident)
        return self.pushed[-1]

    def remarks(self, officer, resident, remark):
        self.standin.officer(officer).remarks(resident, remark)
        return self.pushed[-1]

    def tags(self, officer, resident, add=(), remove=()):
        self.standin.officer(officer).tags(resident, list(add), list(remove))
        return self.pushed[-1]

    def edits(self, officer, resident):
        """The officer changes something that we do not keep."""
        self.standin.officer(officer).labels(resident, "老街坊")
        return self.pushed[-1]

    def confirms(self, officer):
        """The officer confirms the newest group message."""
        self.standin.officer(officer).confirms(list(self.world.tasks)[-1])

    def declines(self, resident):
        """The resident refuses to go to another officer."""
        with self.world.acting() as world:
            waiting = [one for one in world.transfers if one["resident"] == resident]
            transfers.refuse(world, waiting[-1])
        return self.pushed[-1]

    # What there is.

    def follow(self, officer, resident):
        return self.world.follows[f"{officer} {resident}"]

    @property
    def welcomed(self):
        return [
            said["text"]["content"] for one in self.world.follows.values() for said in one["chat"]
            if said["msgtype"] == "welcome"
        ]  # fmt: skip

    @property
    def groups(self):
        """The groups that are there, with their tags, each in its order."""
        alive = [one for one in self.world.tag_groups.values() if not one["deleted"]]
        return {
            group["name"]: [
                tag["name"] for tag in sorted(group["tags"], key=lambda tag: -tag["order"])
                if not tag["deleted"]
            ]
            for group in sorted(alive, key=lambda group: -group["order"])
        }  # fmt: skip

    def group(self, name):
        return next(one for one in self.world.tag_groups.values() if one["name"] == name)

    @property
    def mails(self):
        """Whom each group message in WeCom goes to."""
        return [
            sorted(one for send in task["sends"].values() for one in send["to"])
            for task in self.world.tasks.values()
        ]
