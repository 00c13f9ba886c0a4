"""The fixed values of the stand-in's enterprise; everything in it is invented (演示数据)."""

from __future__ import annotations

CORP, AGENT = "ww5ba1cafe00000001", 1000002
SECRET = "secret-Of-The-Demo"  # noqa: S105 - of an enterprise that does not exist
CALLBACK_TOKEN = "standInCallbackToken2026"  # noqa: S105
ENCODING_AES_KEY = "7Hk2QvB7tLp9ZcYeR4sW1xN8mJ3gF6dA0uT5iOqE2yK"
CALLBACK_URL = "http://127.0.0.1:8000/channels/wecom/callback/"
PORT = 8001

KF, KF_OTHER = "wk0001ooAAdemo5hXk2QvB7tLp9ZcYeR", "wk0002ooAAdemo5hXk2QvB7tLp9ZcYeR"
ACCOUNTS = {KF: ("警小微·演示", True), KF_OTHER: ("政务服务·演示", False)}
"""Customer service accounts: name, and whether our application manages them."""

OFFICERS = {
    "shen": "沈警官", "xu": "徐辅警", "zhu": "朱所长", "chen": "陈警官", "he": "何辅警",
    "lu": "陆警官", "fan": "反诈专班甲", "cmd": "值班长", "qian": "钱警官", "wang": "王警官",
    "dpo": "数据保护专员", "admin": "系统管理员", "sun": "孙警官", "gu": "顾警官",
    "jin": "金警官", "feng": "冯警官", "jiang": "蒋检察官", "ping": "平审核员", "dong": "董检察长",
    "an": "安案管员", "lian": "连检察官", "tao": "陶检察官", "chuang": "综窗值班员",
    "yingji": "应急监管员",
}  # fmt: skip
"""The members of the enterprise: their names of WeCom are the demo's names to sign in with."""
WITHOUT_CONTACTS = (
    "dpo", "admin", "jiang", "ping", "dong", "an", "lian", "tao", "chuang", "yingji",
)  # fmt: skip
SERVICERS = ("shen", "chen", "fan", "cmd")

RESIDENTS = {
    f"wm{n:04}ooAAdemo5hXk2QvB7tLp9ZcYeR": f"{nickname}（演示数据）"
    for n, nickname in enumerate(
        ("稻花香里", "一叶扁舟", "清风徐来", "晨跑的阿木", "烟雨江南", "糯米团子"), start=1
    )
}
R1, R2, R3, R4, R5, R6 = RESIDENTS
FOLLOWS = {"shen": (R1, R2), "xu": (R1,), "chen": (R3,)}
"""Whom an officer has as contacts when the stand-in is new."""
TAGS = {"来源": ("窗口", "入户")}
"""Tags made by hand in the console: no application may change them."""
