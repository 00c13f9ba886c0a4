"""A small WeCom on a real socket; its facts are those of our protocol notes (wecom.md §3–§8).

test_fake_wecom.py holds it to answers that were captured from the real API. It has a clock of its
own (`later`), counts what it was asked (`asked`), and can be told to fail (`fails`).
"""

import json
import re
import threading
import time
from collections import Counter, defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

CORP, SECRET, AGENT = "ww5ba1cafe00000001", "secret-Of-The-Demo", 1000002
TEXTS = {
    -1: "system busy", 40001: "invalid credential", 40007: "invalid media_id",
    40013: "invalid corpid", 40014: "invalid access_token", 40096: "invalid external userid",
    41001: "access_token missing", 41004: "corpsecret missing", 42001: "access_token expired",
    44001: "empty media data", 45009: "api freq out of limit", 84061: "not external contact",
    60020: "not allow to access from your ip", 81013: "user & party & tag all invalid",
    95018: "send msg session status invalid",
}  # fmt: skip
EMPTY = {  # §3: error bodies carry the interface's empty defaults
    "externalcontact/list": {"external_userid": []},
    "externalcontact/get": {"follow_user": []},
    "externalcontact/get_follow_user_list": {"follow_user": []},
    "kf/sync_msg": {"next_cursor": "", "has_more": 0, "msg_list": []},
}
WINDOW, DEPTH, HINT = 48 * 3600, 3 * 24 * 3600, 10 * 60
"""Seconds: a resident may be answered (§5.5), the record reaches back (§5.4), a hint's token."""


class Refusal(Exception):  # noqa: N818
    def __init__(self, code):
        super().__init__(code)
        self.code = code


class FakeWeCom:
    def __init__(self):
        self.secret, self.ahead, self.page, self.delay = SECRET, 0.0, 1000, 0.0
        self.tokens, self.bad_secrets, self.hints = {}, 0, {}
        self.records, self.names, self.codes = defaultdict(list), set(), {}
        self.left, self.states = {}, defaultdict(int)
        self.officers, self.contacts, self.remarks = {"zhangsan"}, {"wm1": "小储"}, {}
        self.managed, self.files, self.sent, self.cards = 1, {}, [], []
        self.tickets, self.visitors = {}, {}
        self.asked, self.faults, self.seen = Counter(), defaultdict(list), []
        self.lock = threading.RLock()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_who: None  # a client that hangs up is no accident
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def close(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def now(self):
        return time.time() + self.ahead

    def later(self, seconds):
        self.ahead += seconds

    def fails(self, interface, *answers):
        """The next answers of the interface: a code, or (status, body) as bytes."""
        self.faults[interface] += answers

    def forget_tokens(self):
        """§4.1: the platform may invalidate a token before its time."""
        self.tokens.clear()

    def writes(self, resident, text, account="wk1"):
        """A resident writes: the counters begin anew (§5.5); the hint's token comes back."""
        self.left[account, resident] = (5, self.now() + WINDOW)
        self.states[account, resident] = 0
        self._record(account, msgtype="text", origin=3, text={"content": text},
                     open_kfid=account, external_userid=resident)  # fmt: skip
        hint = f"ENC{len(self.hints)}"
        self.hints[hint] = self.now() + HINT
        return hint

    def enters(self, resident, account="wk1"):
        """A resident opens the chat by a link; the welcome code, good for 20 seconds (§5.6)."""
        code = f"WELCOME{len(self.codes)}"
        self.codes[code] = self.now() + 20
        self._record(account, msgtype="event", origin=4, event={
            "event_type": "enter_session", "open_kfid": account, "external_userid": resident,
            "welcome_code": code})  # fmt: skip
        return code

    def _record(self, account, **entry):
        entry |= {"msgid": f"m{len(self.records[account])}", "send_time": int(self.now())}
        self.records[account].append(entry)

    # The interfaces, each named after its path.

    def gettoken(self, query, _body):
        """§4.1: the secret is looked for first, then the corp; repeated bad secrets are banned."""
        time.sleep(self.delay)
        if not query.get("corpsecret"):
            raise Refusal(41004)
        if query.get("corpid") != CORP:
            raise Refusal(40013)
        if self.bad_secrets >= 5:
            raise Refusal(45009)
        if query["corpsecret"] != self.secret:
            self.bad_secrets += 1
            raise Refusal(40001)
        token = f"token{self.asked['gettoken']}-" + "x" * 200
        self.tokens[token] = self.now() + 7200
        return {"access_token": token, "expires_in": 7200}

    def kf_sync_msg(self, _query, body):
        """§5.4: the account is required; opaque cursors; only three days; pages up to `limit`."""
        account, limit = body.get("open_kfid"), min(body.get("limit") or 1000, self.page)
        if not account:
            raise Refusal(40058)
        if "token" in body and self.hints.get(body["token"], 0) < self.now():
            raise Refusal(95007)
        record, start = self.records[account], int((body.get("cursor") or "c0")[1:])
        while start < len(record) and record[start]["send_time"] < self.now() - DEPTH:
            start += 1
        end = min(start + limit, len(record))
        return {
            "next_cursor": f"c{end}", "has_more": int(end < len(record)),
            "msg_list": record[start:end],
        }  # fmt: skip

    def kf_send_msg(self, _query, body):
        """§5.5: states, window, five messages, unique names; long texts are cut silently."""
        account, resident, name = body.get("open_kfid"), body.get("touser"), body.get("msgid")
        if account not in ("wk1", "wk2"):
            raise Refusal(95000)
        if name is not None and not re.fullmatch(r"[0-9a-zA-Z_-]{1,32}", name):
            raise Refusal(40058)
        if (account, name) in self.names:
            raise Refusal(95033)
        if (account, resident) not in self.left:
            raise Refusal(40096)
        count, until = self.left[account, resident]
        if self.states[account, resident] not in (0, 1):
            raise Refusal(95018)
        if self.now() > until:
            raise Refusal(95002)
        if not count:
            raise Refusal(95001)
        self.left[account, resident] = (count - 1, until)
        return {"msgid": self._send(body, account)}

    def kf_send_msg_on_event(self, _query, body):
        """§5.6: a code is good once and for its time; the code of the refusal is our choice."""
        if self.codes.pop(body.get("code"), 0) < self.now():
            raise Refusal(95002)
        return {"msgid": self._send(body, "")}

    def _send(self, body, account):
        name = body.get("msgid") or f"auto{len(self.sent)}"
        self.names.add((account, name))
        if body["msgtype"] == "text":
            cut = body["text"]["content"].encode()[:2048].decode(errors="ignore")
            body = {**body, "text": {"content": cut}}
        self.sent.append(body)
        return name

    def kf_account_list(self, _query, body):
        """§5.1: finished when fewer than `limit` come."""
        every = [
            {"open_kfid": f"wk{n}", "name": f"警小微{n}", "manage_privilege": n <= self.managed}
            for n in range(1, 103)
        ]
        return {"account_list": every[body["offset"] : body["offset"] + body["limit"]]}

    def message_send(self, _query, body):
        """§7: lists are joined by |; only if all receivers are wrong it is an error."""
        if body.get("agentid") != AGENT:
            raise Refusal(40056)
        wanted = body.get("touser", "").split("|")
        unknown = [one for one in wanted if one not in self.officers]
        if len(unknown) == len(wanted):
            raise Refusal(81013)
        self.cards.append(body)
        more = {"response_code": "RC1"} if body["msgtype"] == "template_card" else {}
        return {"invaliduser": "|".join(unknown), "msgid": f"am{len(self.cards)}", **more}

    def externalcontact_get_follow_user_list(self, _query, _body):
        """§6.1."""
        return {"follow_user": sorted(self.officers)}

    def externalcontact_list(self, query, _body):
        """§6.1: an officer without contacts is answered 84061."""
        if query.get("userid") != "zhangsan" or not self.contacts:
            raise Refusal(84061)
        return {"external_userid": list(self.contacts)}

    def externalcontact_get(self, query, _body):
        """§6.1."""
        who = query.get("external_userid")
        if who not in self.contacts:
            raise Refusal(40096)
        return {
            "external_contact": {"external_userid": who, "name": self.contacts[who], "type": 1},
            "follow_user": [{"userid": "zhangsan", "remark": self.remarks.get(who, "")}],
        }  # fmt: skip

    def externalcontact_remark(self, _query, body):
        """§6.2."""
        if body.get("external_userid") not in self.contacts:
            raise Refusal(84061)
        self.remarks[body["external_userid"]] = body.get("remark", "")
        return {}

    def get_jsapi_ticket(self, _query, _body):
        """§4.3: the enterprise's ticket, for `config`."""
        return self._ticket("corp")

    def ticket_get(self, query, _body):
        """§4.3: the application's ticket, for `agentConfig`."""
        if query.get("type") != "agent_config":
            raise Refusal(91040)
        return self._ticket("app")

    def _ticket(self, kind):
        time.sleep(self.delay)
        ticket = f"{kind}-ticket{self.asked['get_jsapi_ticket'] + self.asked['ticket/get']}"
        self.tickets[kind] = ticket
        return {"ticket": ticket, "expires_in": 7200}

    def visits(self, userid, code="", **outsider):
        """A person allows the sign-in: the code, good once and for five minutes (§4.2)."""
        code = code or f"code{len(self.visitors)}"
        self.visitors[code] = (outsider or {"userid": userid}, self.now() + 300)
        return code

    def auth_getuserinfo(self, query, _body):
        """§4.2: a used code is told from an expired and an unknown one."""
        if query.get("code") not in self.visitors:
            raise Refusal(40029)
        who, until = self.visitors[query["code"]]
        if who is None:
            raise Refusal(42022)
        self.visitors[query["code"]] = (None, until)
        if until < self.now():
            raise Refusal(42003)
        return who

    def media_upload(self, query, body):
        """§8: multipart, field `media` with a file name; more than five bytes; three days."""
        found = re.search(
            rb'name="media"; filename="([^"]+)".*?\r\n\r\n(.*)\r\n--', body, re.DOTALL
        )
        if not found or len(found[2]) <= 5:
            raise Refusal(44001)
        name = f"media{len(self.files)}"
        self.files[name] = (found[1].decode(), found[2], self.now() + DEPTH)
        return {"type": query["type"], "media_id": name, "created_at": str(int(self.now()))}

    def media_get(self, query, _body):
        """§8: bytes with a name, but an error is JSON with status 200."""
        name, content, until = self.files.get(query.get("media_id"), ("", b"", 0))
        if until < self.now():
            raise Refusal(40007)
        return name, content

    def answer(self, interface, query, raw):
        """(status, headers, body): first the token, then everything else (§3)."""
        with self.lock:
            self.asked[interface] += 1
            self.seen.append((interface, query, raw))
            fault = self.faults[interface].pop(0) if self.faults[interface] else None
        act = getattr(self, interface.replace("/", "_"), None)
        if act is None or act.__name__ not in INTERFACES:
            return 404, {}, b""
        if isinstance(fault, tuple):
            return fault[0], {"Content-Type": "text/html"}, fault[1]
        try:
            if interface != "gettoken":
                self._check_token(query)
            self._fail(fault)
            body = raw if interface == "media/upload" else json.loads(raw or b"{}")
            found = act(query, body)
        except Refusal as refusal:
            return self._refused(interface, refusal.code)
        if isinstance(found, tuple):
            headers = {"Content-Type": "image/jpeg",
                       "Content-Disposition": f'attachment; filename="{found[0]}"'}  # fmt: skip
            return 200, headers, found[1]
        return 200, {}, json.dumps({"errcode": 0, "errmsg": "ok", **found}).encode()

    @staticmethod
    def _fail(fault):
        if fault:
            raise Refusal(fault)

    def _check_token(self, query):
        if not query.get("access_token"):
            raise Refusal(41001)
        if query["access_token"] not in self.tokens:
            raise Refusal(40014)
        if self.tokens[query["access_token"]] < self.now():
            raise Refusal(42001)

    @staticmethod
    def _refused(interface, code):
        words = (
            f"{TEXTS.get(code, 'refused')}, hint: [1700000000000001], from ip: 127.0.0.1,"
            f" more info at https://open.work.weixin.qq.com/devtool/query?e={code}"
        )
        body = {"errcode": code, "errmsg": words, **EMPTY.get(interface, {})}
        headers = {"Error-Code": str(code), "Error-Msg": words}
        return 200, headers, json.dumps(body).encode()


INTERFACES = {
    "gettoken", "kf_sync_msg", "kf_send_msg", "kf_send_msg_on_event", "kf_account_list",
    "message_send", "externalcontact_get_follow_user_list", "externalcontact_list",
    "externalcontact_get", "externalcontact_remark", "media_upload", "media_get",
    "get_jsapi_ticket", "ticket_get", "auth_getuserinfo",
}  # fmt: skip


def _handler(wecom):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            parts = urlsplit(self.path)
            interface = parts.path.removeprefix("/cgi-bin/")
            status, headers, body = wecom.answer(interface, dict(parse_qsl(parts.query)), raw)
            self.send_response(status)
            for name, value in (
                {"Content-Type": "application/json; charset=UTF-8"} | headers
            ).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_words):
            pass

    return Handler
