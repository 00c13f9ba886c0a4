"""Contacts, tags, codes, group messages and transfers of a small WeCom (wecom.md §6, §10)."""

from county.foundation.channels.wecom.tests.fake_wecom import EMPTY, INTERFACES, FakeWeCom, Refusal

EMPTY |= {
    "externalcontact/batch/get_by_user": {"external_contact_list": [], "next_cursor": ""},
    "externalcontact/get_corp_tag_list": {"tag_group": []},
    "externalcontact/get_groupmsg_task": {"task_list": []},
    "externalcontact/get_groupmsg_send_result": {"send_list": []},
    "externalcontact/get_groupmsg_list_v2": {"group_msg_list": []},
}
INTERFACES |= {
    f"externalcontact_{name}"
    for name in (
        "batch_get_by_user", "get_corp_tag_list", "add_corp_tag", "edit_corp_tag", "del_corp_tag",
        "mark_tag", "add_msg_template", "get_groupmsg_list_v2", "get_groupmsg_task",
        "get_groupmsg_send_result", "remind_groupmsg_send", "cancel_groupmsg_send",
        "send_welcome_msg", "add_contact_way", "get_contact_way", "list_contact_way",
        "update_contact_way", "del_contact_way", "transfer_customer", "transfer_result",
        "resigned_transfer_customer", "resigned_transfer_result",
    )
}  # fmt: skip


class FakeContacts(FakeWeCom):
    def __init__(self):
        super().__init__()
        self.officers = {"shen", "xu", "chen"}
        self.contacts, self.follows, self.welcomed = {}, {}, []
        self.welcomes, self.unlicensed, self.left_service = {}, set(), set()
        self.groups, self.ways, self.mails, self.moves = [], {}, {}, {}
        self.got, self.quota, self.most, self.number = {}, 30, 2, 0

    # What people do; each comes back with the fields of the push.

    def push(self, change, officer, resident, **more):
        return {"Event": "change_external_contact", "ChangeType": change, "UserID": officer,
                "ExternalUserID": resident, "CreateTime": str(int(self.now())),
                **{name: said for name, said in more.items() if said}}  # fmt: skip

    def name(self, prefix):
        self.number += 1
        return f"{prefix}{self.number:04}"

    def adds(self, resident, officer, nickname="稻花香里", state="", *, half=False):
        self.contacts[resident] = nickname
        self.follows[officer, resident] = {
            "remark": nickname, "description": "", "createtime": int(self.now()), "add_way": 1,
            "state": state, "tags": [], "half": half, "dropped": False,
        }  # fmt: skip
        code = self.name("WELCOME")
        self.welcomes[code] = self.now() + 20
        change = "add_half_external_contact" if half else "add_external_contact"
        return self.push(change, officer, resident, State=state, WelcomeCode=code)

    def accepts(self, officer, resident):
        self.follows[officer, resident]["half"] = False
        return self.push("add_external_contact", officer, resident)

    def resident_drops(self, resident, officer):
        """One-way: WeCom goes on listing the pair (§6.3)."""
        self.follows[officer, resident]["dropped"] = True
        return self.push("del_follow_user", officer, resident)

    def officer_drops(self, officer, resident):
        del self.follows[officer, resident]
        return self.push("del_external_contact", officer, resident)

    def edits(self, officer, resident, **changes):
        self.follows[officer, resident] |= changes
        return self.push("edit_external_contact", officer, resident)

    def confirms(self, msgid, officer):
        """An officer confirms a group message in the client: only now anything is sent (§6.4)."""
        mail = self.mails[msgid]
        mail["confirmed"].add(officer)
        for resident, (of, _status, _at) in mail["people"].items():
            if of == officer:
                mail["people"][resident] = (of, self._sent(of, resident), int(self.now()))

    def _sent(self, officer, resident):
        follow = self.follows.get((officer, resident))
        if follow is None or follow["dropped"]:
            return 2
        if self.got.get(resident, 0) >= self.quota:
            return 3
        self.got[resident] = self.got.get(resident, 0) + 1
        return 1

    # The interfaces.

    def _pair(self, body):
        follow = self.follows.get((body.get("userid"), body.get("external_userid")))
        if follow is None or follow["half"]:
            raise Refusal(84061)
        return follow

    def _listed(self, officer):
        return [one for (of, one), follow in self.follows.items() if of == officer
                and not follow["half"]]  # fmt: skip

    def externalcontact_list(self, query, _body):
        found = self._listed(query.get("userid"))
        if not found:
            raise Refusal(84061)
        return {"external_userid": found}

    def externalcontact_get(self, query, _body):
        who = query.get("external_userid")
        entries = [
            {"userid": of, **{k: v for k, v in follow.items() if k not in ("half", "dropped")},
             "tags": [{"tag_id": tag, "type": 1} for tag in follow["tags"]]}
            for (of, one), follow in self.follows.items() if one == who and not follow["half"]
        ]  # fmt: skip
        if not entries:
            raise Refusal(84061)
        start = int(query.get("cursor") or 0)
        more = {"next_cursor": str(start + 500)} if len(entries) > start + 500 else {}
        return {"external_contact": {"external_userid": who, "name": self.contacts[who], "type": 1},
                "follow_user": entries[start : start + 500], **more}  # fmt: skip

    def externalcontact_batch_get_by_user(self, _query, body):
        if len(body["userid_list"]) > 100:
            raise Refusal(40058)
        asked = [one for one in body["userid_list"] if one not in self.unlicensed]
        rows = [
            {"external_contact": {"external_userid": one, "name": self.contacts[one], "type": 1},
             "follow_info": {"userid": of, "remark": follow["remark"], "description": "",
                             "createtime": follow["createtime"], "tag_id": follow["tags"],
                             "state": follow["state"], "add_way": 1}}
            for (of, one), follow in self.follows.items() if of in asked and not follow["half"]
        ]  # fmt: skip
        start, page = int(body.get("cursor") or 0), min(body.get("limit", 50), 3)
        more = str(start + page) if len(rows) > start + page else ""
        left_out = sorted(set(body["userid_list"]) & self.unlicensed)
        return {"external_contact_list": rows[start : start + page], "next_cursor": more,
                "fail_info": {"unlicensed_userid_list": left_out}}  # fmt: skip

    def externalcontact_remark(self, _query, body):
        self._pair(body)["remark"] = body.get("remark", "")
        return {}

    def externalcontact_send_welcome_msg(self, _query, body):
        if self.welcomes.pop(body.get("welcome_code"), 0) < self.now():
            raise Refusal(41050)
        self.welcomed.append(body["text"]["content"])
        return {}

    def _tags(self):
        return {tag["id"]: tag for group in self.groups for tag in group["tag"]}

    def externalcontact_get_corp_tag_list(self, _query, _body):
        return {"tag_group": self.groups}

    def hand_made(self, group, *names):
        """Tags that somebody made in the console: no application may change them."""
        tags = [{"name": name} for name in names]
        self.externalcontact_add_corp_tag({}, {"group_name": group, "tag": tags})
        for tag in self.groups[-1]["tag"]:
            tag["foreign"] = True

    def externalcontact_add_corp_tag(self, _query, body):
        key = "group_id" if body.get("group_id") else "group_name"
        group = next((one for one in self.groups if one[key] == body[key]), None)
        if group is None:
            if key == "group_id":
                raise Refusal(40068)
            group = {"group_id": self.name("etG"), "group_name": body["group_name"],
                     "order": body.get("order", 0), "tag": []}  # fmt: skip
            self.groups.append(group)
        names = {tag["name"] for tag in group["tag"]}
        if any(tag["name"] in names for tag in body["tag"]):
            raise Refusal(40071)
        made = [{"id": self.name("et"), "name": tag["name"], "order": tag.get("order", 0)}
                for tag in body["tag"]]  # fmt: skip
        group["tag"] += made
        return {"tag_group": {**group, "tag": made}}

    def externalcontact_edit_corp_tag(self, _query, body):
        group = next((one for one in self.groups if one["group_id"] == body["id"]), None)
        tag = self._tags().get(body["id"])
        if group is not None:
            group |= {"group_name": body["name"], "order": body["order"]}
        elif tag is not None and not tag.get("foreign"):
            tag |= {"name": body["name"], "order": body["order"]}
        else:
            raise Refusal(40068)
        return {}

    def externalcontact_del_corp_tag(self, _query, body):
        for group in self.groups:
            group["tag"] = [tag for tag in group["tag"] if tag["id"] not in body["tag_id"]]
        self.groups = [group for group in self.groups if group["tag"]]
        return {}

    def externalcontact_mark_tag(self, _query, body):
        follow = self._pair(body)
        add, remove = body.get("add_tag", []), body.get("remove_tag", [])
        if not (add or remove) or not {*add, *remove} <= set(self._tags()):
            raise Refusal(40068)
        follow["tags"] = sorted((set(follow["tags"]) | set(add)) - set(remove))
        return {}

    def externalcontact_add_msg_template(self, _query, body):
        people = body.get("external_userid", [])
        if len(people) > 10_000 or len(body["text"]["content"].encode()) > 4000:
            raise Refusal(40058)
        reached = {}
        for resident in people:
            of = next((of for (of, one), follow in self.follows.items()
                       if one == resident and not follow["half"]), None)  # fmt: skip
            if of is not None:
                reached[resident] = (of, 0, 0)
        if not reached:
            raise Refusal(41048)
        msgid = self.name("msgGCAAAXtWyujaWJHDDGi0mAAA")
        self.mails[msgid] = {"people": reached, "text": body["text"]["content"], "confirmed": set(),
                             "at": int(self.now()), "cancelled": False}  # fmt: skip
        return {"msgid": msgid, "fail_list": [one for one in people if one not in reached]}

    def _mail(self, body):
        if body.get("msgid") not in self.mails:
            raise Refusal(41046)
        return self.mails[body["msgid"]]

    def externalcontact_get_groupmsg_list_v2(self, _query, body):
        found = [
            {"msgid": name, "create_time": str(mail["at"]), "create_type": 0,
             "text": {"content": mail["text"]}}
            for name, mail in self.mails.items()
            if body["start_time"] <= mail["at"] <= body["end_time"]
        ]  # fmt: skip
        return {"group_msg_list": found, "next_cursor": ""}

    def externalcontact_get_groupmsg_task(self, _query, body):
        mail = self._mail(body)
        people = sorted({of for of, _status, _at in mail["people"].values()})
        return {"task_list": [{"userid": of, "status": 2 if of in mail["confirmed"] else 0}
                              for of in people], "next_cursor": ""}  # fmt: skip

    def externalcontact_get_groupmsg_send_result(self, _query, body):
        rows = [{"external_userid": one, "userid": of, "status": status,
                 **({"send_time": at} if status == 1 else {})}
                for one, (of, status, at) in self._mail(body)["people"].items()
                if of == body["userid"]]  # fmt: skip
        start = int(body.get("cursor") or 0)
        more = str(start + 2) if len(rows) > start + 2 else ""
        return {"send_list": rows[start : start + 2], "next_cursor": more}

    def externalcontact_remind_groupmsg_send(self, _query, body):
        self._mail(body)
        return {}

    def externalcontact_cancel_groupmsg_send(self, _query, body):
        mail = self._mail(body)
        if mail["cancelled"]:
            raise Refusal(41093)
        mail["cancelled"] = True
        mail["people"] = {one: row for one, row in mail["people"].items() if row[1]}
        return {}

    def externalcontact_add_contact_way(self, _query, body):
        if not set(body["user"]) <= self.officers or len(body["state"]) > 30:
            raise Refusal(41042)
        name = self.name("config")
        self.ways[name] = {**body, "config_id": name, "at": int(self.now()),
                           "qr_code": f"https://p.qpic.cn/wwhead/{name}/0"}  # fmt: skip
        return {"config_id": name, "qr_code": self.ways[name]["qr_code"]}

    def externalcontact_get_contact_way(self, _query, body):
        if body["config_id"] not in self.ways:
            raise Refusal(41044)
        return {"contact_way": self.ways[body["config_id"]]}

    def externalcontact_list_contact_way(self, _query, body):
        start, end = body["start_time"], body["end_time"]
        found = [name for name, way in self.ways.items() if start <= way["at"] <= end]
        return {"contact_way": [{"config_id": name} for name in found]}

    def externalcontact_update_contact_way(self, _query, body):
        self.externalcontact_get_contact_way({}, body)
        self.ways[body["config_id"]] |= body
        return {}

    def externalcontact_del_contact_way(self, _query, body):
        if self.ways.pop(body["config_id"], None) is None:
            raise Refusal(41044)
        return {}

    def externalcontact_transfer_customer(self, _query, body):
        giver, taker = body["handover_userid"], body["takeover_userid"]
        if giver in self.left_service:
            raise Refusal(40003)
        if len(body["external_userid"]) > 100:
            raise Refusal(40058)
        said = []
        for one in body["external_userid"]:
            code = 0 if (giver, one) in self.follows else 40131
            before = [m for (_g, _t, r), m in self.moves.items() if r == one]
            code = 40128 if len(before) >= self.most else code
            if not code:
                self.moves[giver, taker, one] = {"status": 2, "at": int(self.now()) + 86400}
            said.append({"external_userid": one, "errcode": code})
        return {"customer": said}

    def externalcontact_resigned_transfer_customer(self, query, body):
        left, self.left_service = self.left_service, set()
        try:
            return self.externalcontact_transfer_customer(query, body)
        finally:
            self.left_service = left

    def ends(self, giver, taker, resident, status=1):
        """What becomes of a transfer after a day, or when the resident declines."""
        self.moves[giver, taker, resident] |= {"status": status}
        if status == 1:
            self.follows[taker, resident] = self.follows.pop((giver, resident))

    def externalcontact_transfer_result(self, _query, body):
        giver, taker = body["handover_userid"], body["takeover_userid"]
        if giver in self.left_service:
            raise Refusal(40003)
        return {"customer": [
            {"external_userid": one, "status": move["status"], "takeover_time": move["at"]}
            for (g, t, one), move in self.moves.items() if (g, t) == (giver, taker)
        ], "next_cursor": ""}  # fmt: skip

    def externalcontact_resigned_transfer_result(self, query, body):
        left, self.left_service = self.left_service, set()
        try:
            return self.externalcontact_transfer_result(query, body)
        finally:
            self.left_service = left
