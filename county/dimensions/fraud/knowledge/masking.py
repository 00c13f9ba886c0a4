"""A text without the people in it: names, phones, cards, addresses, accounts and links as marks.

What is masked may be kept as an example and shown beside a like case; a typed mark, such as
〔电话〕, keeps how the sentence goes. Rather one word too many is masked than one too few.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from county.dimensions.fraud.knowledge.identifiers import Identifier, find
from county.kernel.text import mask_account, mask_phone

PHONE, IDENTITY, CARD, LINK = "〔电话〕", "〔证件号〕", "〔卡号〕", "〔链接〕"
ACCOUNT, MAIL, NAME, PLACE, PLATE, NUMBER, UNIT = (
    "〔账号〕", "〔邮箱〕", "〔姓名〕", "〔地址〕", "〔车牌〕", "〔号码〕", "〔单位〕",
)  # fmt: skip
OF_KIND = {
    "link": LINK, "email": MAIL, "wallet": ACCOUNT, "id_card": IDENTITY, "phone": PHONE,
    "bank_card": CARD, "meeting": ACCOUNT, "qq": ACCOUNT, "wechat": ACCOUNT, "account": CARD,
    "invite": ACCOUNT,
}  # fmt: skip
"""The mark for each kind of identifier that is found in a text."""
LONGEST = 2_000

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕"
    "丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武"
    "钱戴严莫孔向常汤康易乔赖文施洪季俞章鲁葛殷翁柳尚祝卫褚储"
)
DOUBLE = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯"
_SUR = f"(?:{DOUBLE}|[{SURNAMES}])"
TITLES = (
    "警官|警员|民警|经理|老师|总监|总|主任|局长|处长|科长|书记|先生|女士|小姐|同学|医生|律师|法官|"
    "检察官|所长|院长|校长|队长|阿姨|叔叔|大哥|大姐|师傅|老板|教授|客服|助理|会计|秘书|专员|导师|顾问"
)
_CUES = (
    "我叫|名叫|叫做|名字叫|名字是|姓名|户名|收款人|开户人|持卡人|联系人|本人|经办人|姓名为|户主|机主|"
    "法人|对方叫|他叫|她叫|老公|老婆|丈夫|妻子|儿子|女儿|孩子|同事|朋友|同学|老板叫|领导叫"
)
_CJK = r"\u4e00-\u9fff"
_END = r"(?![\u4e00-\u9fff])"
_STOP = "的了吗呢吧啊呀在说让要叫给把被是和跟就也都去来有没不转打发买卖借欠骗到从向问想会能用做"
_GIVEN = rf"(?:(?![{_STOP}])[{_CJK}])"

# A second net: what `find` leaves, because it is no valid number, is masked all the same.
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?i)\b(?:https?://|www\.)[^\s\u3000-\u9fff，。；]+"), LINK),
    (re.compile(r"(?i)(?<![\w@.])[\w.+-]{1,40}@[\w-]+(?:\.[\w-]+)+"), MAIL),
    (re.compile(
        r"(?i)(?<![\w@])(?:[a-z0-9-]{1,40}\.){1,4}"
        r"(?:com|cn|net|org|top|xyz|vip|cc|club|shop|site|online|info|app|icu|ink|work|io|me)"
        r"(?:/[^\s\u3000-\u9fff，。；]*)?(?![a-z])"), LINK),
    (re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0\d|1[0-2])[0-3]\d\d{3}[\dXxＸｘ](?![\dA-Za-z])"),
     IDENTITY),
    (re.compile(r"(?<!\d)(?:\+?86[-\s]?)?1[3-9]\d(?:[-\s.]?\d){8}(?!\d)"), PHONE),
    (re.compile(r"(?<!\d)0\d{2,3}[-\s]?\d{7,8}(?!\d)"), PHONE),
    (re.compile(r"(?<!\d)[3-9]\d{3}(?:[-\s]?\d){10,15}(?!\d)"), CARD),
    (re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Za-z][·•\s]?"
                r"[A-Za-z0-9]{5,6}(?![A-Za-z0-9])"), PLATE),
    (re.compile(r"(?i)((?:微信|薇信|威信|vx|wx|v信|qq|扣扣|企鹅|支付宝|账号|账户|抖音|telegram|电报|"
                r"skype|房间号|会议号|工号|警号)(?:号码|号)?\s*(?:是|为|[:：])?\s*)"
                r"[A-Za-z0-9][A-Za-z0-9_.-]{3,31}"), rf"\1{ACCOUNT}"),
    (re.compile(r"(?<![\dA-Za-z])\d(?:[-\s.]?\d){6,}(?!\d)(?![\s.]*(?:元|块|万|千))"), NUMBER),
    (re.compile(r"[零〇一二三四五六七八九幺两]{7,}"), NUMBER),
    (re.compile(rf"[{_CJK}]{{2,8}}?(?:路|街|大道|弄|巷|胡同|小区|花园|新村|公寓|家园|苑)"
                r"[东南西北]?\d+[号弄栋幢座]?(?:[-\d]*[号栋幢座单元室楼层]+)*"), PLACE),
    (re.compile(rf"[{_CJK}]{{1,6}}(?:村|社区)\d+[组队号](?:\d+号)?"), PLACE),
    (re.compile(r"\d+[栋幢座]\s?\d*单?元?\s?\d+室?"), PLACE),
    (re.compile(rf"(?:小|老|阿)?{_SUR}{_GIVEN}{{0,2}}?({TITLES})"), rf"{NAME}\1"),
    (re.compile(rf"({_CUES})(\s*(?:是|为|叫|[:：])?\s*){_SUR}{_GIVEN}{{1,2}}"), rf"\1\2{NAME}"),
    (re.compile(rf"(?<![{_CJK}]){_SUR}{_GIVEN}{{1,2}}{_END}"), NAME),
    (re.compile(rf"(?<![{_CJK}])[小老阿][{SURNAMES}](?![{_CJK}]{{2}})"), NAME),
)  # fmt: skip


def masked(text: str, *, known: Iterable[str] = ()) -> str:
    """The text with typed marks for what could tell who somebody is, at most 2,000 characters.

    `known` are words by which the office knows the person or the person's workplace. Nothing of
    what is masked can be had back from the text.
    """
    text = text[:LONGEST]
    for one in reversed(find(text)):
        if one.kind in OF_KIND:
            text = text[: one.start] + OF_KIND[one.kind] + text[one.end :]
    for word in sorted((one for one in known if len(one.strip()) > 1), key=len, reverse=True):
        text = text.replace(word.strip(), NAME)
    for pattern, mark in _RULES:
        text = pattern.sub(mark, text)
    return text[:LONGEST]


def opening(text: str, length: int = 48) -> str:
    """How a masked text begins: its first sentence, never cut within a mark."""
    line = " ".join(text.split())
    first = re.split(r"(?<=[。！？!?])", line, maxsplit=1)[0] or line
    if len(first) <= length:
        return first
    cut = first[:length]
    at = cut.rfind("〔")
    return (cut[:at] if at > cut.rfind("〕") else cut).rstrip("，,、 ") + "…"


def name_like(text: str) -> set[str]:
    """Every piece of the text that could be a person's whole name, to be compared blindly."""
    found: set[str] = set()
    for match in re.finditer(_SUR, text):
        for length in (1, 2, 3):
            piece = text[match.start() : match.end() + length]
            if re.fullmatch(rf"[{_CJK}]{{2,5}}", piece):
                found.add(piece)
    return found


PRIVATE_KINDS = frozenset({"id_card", "app"})
"""Kinds that are no trace of a scammer: whose number it is, and what thousands use."""


def traces(text: str) -> list[Identifier]:
    """What in a text leads to whoever is behind a scam: each value once."""
    found = {(one.kind, one.value): one for one in find(text) if one.kind not in PRIVATE_KINDS}
    return list(found.values())


def hint(kind: str, value: str) -> str:
    """An identifier as it is kept and listed: enough to know it again, too little to use it."""
    if kind == "phone":
        return mask_phone(value)
    if kind in ("bank_card", "account", "email"):
        return mask_account(value)
    if kind == "link" or (kind == "qr" and "." in value and " " not in value):
        host = re.sub(r"^https?:/*|/.*$", "", value)
        name, _dot, top = host.rpartition(".")
        return f"{name[:3]}***.{top}"[:60]
    return f"{value[:2]}***{value[-1:]}"
