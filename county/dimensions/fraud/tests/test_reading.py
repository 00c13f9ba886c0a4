"""Texts are read for signs of fraud: categories, intents, evidence, threads, danger, speed."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from county.dimensions.fraud.knowledge import clauses, evaluation
from county.dimensions.fraud.knowledge.model import model
from county.dimensions.fraud.knowledge.reading import (
    CATEGORIES,
    NORMAL,
    Turn,
    describe,
    next_questions,
    read,
    read_by,
    read_thread,
    script,
)
from county.dimensions.fraud.knowledge.signals import book

SCAMS = {
    "刷单返利": "加微信群接任务，每单垫付100返130佣金，做完三单一起提现",
    "虚假网络投资理财": "跟着老师进群买内幕牛股，稳赚不赔，下载平台app充值一万就能翻倍",
    "虚假购物服务": "全新手机低价出，走平台手续费太贵，加微信先付定金马上发货",
    "冒充电商物流客服": "您好我是快递客服，您的快递丢失了，请共享屏幕给您办理双倍理赔",
    "虚假贷款": "无抵押秒到账贷款，放款前先交3000保证金刷流水，卡号填错要解冻费",
    "虚假征信": "您的校园贷账户没注销会影响征信，请把借呗额度借出来转到监管账户清零",
    "冒充领导熟人": "小王，我是李总，在开会不方便接电话，先把38万转到这个个人账户，手续后补",
    "冒充公检法及政府机关": "我是公安局的，你涉嫌洗钱，案件保密，把资金转到安全账户核查",
    "网络婚恋交友": "亲爱的，我的包裹被海关扣了，你先帮我垫两万清关费，见面就还你",
    "网络游戏产品虚假交易": "免费送王者皮肤，用妈妈的手机扫码付款就能领，不要告诉家长",
    "其他": "恭喜您抽中二等奖，奖金十万元，请先交公证费和手续费后领奖",
}
ORDINARY = [
    "合同和发票都核对过了，OA审批通过，请按流程付款，有问题打我办公室电话",
    "您的退款已原路退回支付账户，无需任何操作",
    "县法院通知您于6月1日上午九点携带身份证到第二审判庭开庭",
    "【工商银行】您尾号1234的卡支出500.00元，余额3,000.00元",
    "验证码482913，请勿告知任何人，如非本人操作请忽略",
    "您的快递放在驿站了，取件码3-2-1234",
    "各位家长，明天下午三点在报告厅开家长会",
    "招车间操作工，五险一金，包吃住，带身份证来厂里面试",
    "身份证丢了怎么补办，要带什么材料",
    "楼上半夜拖桌子，能不能管一管",
    "老婆，下班记得买点菜",
]


@pytest.mark.parametrize(("category", "text"), SCAMS.items())
def test_a_scam_of_each_category_is_seen_and_named(category: str, text: str) -> None:
    reading = read(text)
    assert reading.is_scam
    assert reading.category == category
    assert reading.intent == "scam"
    assert reading.evidence
    assert category in reading.sentence_zh
    assert reading.sentence_en


@pytest.mark.parametrize("text", ORDINARY)
def test_honest_messages_are_left_alone(text: str) -> None:
    reading = read(text)
    assert not reading.is_scam
    assert not reading.abstain
    assert reading.category == NORMAL
    assert reading.evidence == ()


@pytest.mark.parametrize(
    ("intent", "needs_help", "text"),
    [
        ("warning", False, "凡是要求把钱转到安全账户的都是诈骗，请勿相信，谨防上当。"),
        ("warning", False, "反诈中心提醒您：刷单就是诈骗，不要垫付，不要下载陌生软件。"),
        ("victim", True, "我刷单被骗了三万，对方把我拉黑了，怎么办"),
        ("victim", True, "有人冒充我们老板让我转账，我刚转了二十万，能拦住吗"),
        ("question", False, "请问国家反诈中心APP怎么下载？"),
        ("question", False, "借银行卡给别人用犯不犯法？"),
        ("ordinary", False, "港澳通行证签注过期了怎么办理"),
    ],
)
def test_intent_is_told_apart_from_topic(intent: str, needs_help: bool, text: str) -> None:
    reading = read(text)
    assert (reading.intent, reading.is_scam, reading.needs_help) == (intent, False, needs_help)


@pytest.mark.parametrize(
    ("danger", "text"),
    [
        ("self_harm", "钱都被骗光了，我不想活了"),
        ("violence", "我老公又在打我，快来"),
        ("trapped", "我们被困在电梯里出不来"),
        ("", "据新闻报道，一男子被困电梯两小时"),
        ("", "今天累死了，笑死我了"),
        ("", "想死你了，什么时候回家"),
        ("", "学校开展防溺水宣传活动"),
        ("", "我手机掉水里了，这几天打不通"),
        ("", "他打我电话说我的快递卡在中转站"),
        ("", "我被打动了，谢谢民警"),
        ("", "跳楼价大甩卖，最后三天"),
        ("", "钱出不来了快帮我看看"),
        ("self_harm", "裸聊被敲诈，我想从楼顶跳下去"),
        ("violence", "邻居拿着刀在砸门"),
        ("trapped", "他们不让我走，把我关在屋里"),
        ("trapped", "孩子掉进河里了"),
    ],
)
def test_words_of_danger_raise_priority_only(danger: str, text: str) -> None:
    assert read(text).emergency == danger


@settings(deadline=None, max_examples=60)
@given(
    st.text(max_size=300) | st.sampled_from(list(SCAMS.values())).map(lambda one: f"\x00{one}😀")
)
def test_evidence_lies_in_the_text_and_nothing_raises(text: str) -> None:
    reading = read(text)
    assert 0.0 <= reading.score <= 1.0
    assert not (reading.is_scam and reading.abstain)
    for one in reading.evidence:
        assert 0 <= one.start < one.end <= len(text)
        assert one.why_zh
        assert one.why_en


@pytest.mark.parametrize(
    "unit", ["转账" * 10, "😀\x00", "a.", " ", "我是李总你先转", "(" * 9, "\u0301"]
)
def test_a_hundred_thousand_characters_are_read_at_once(unit: str) -> None:
    """Far from what a rule that goes over the text again for each sign would take: minutes."""
    read("热身")
    text = (unit * 100_000)[:100_000]
    start = time.process_time()
    reading = read(text)
    assert time.process_time() - start < 10
    assert all(0 <= one.start < one.end <= len(text) for one in reading.evidence)


def test_evidence_in_the_tail_of_a_long_text_points_there() -> None:
    text = "天气很好。" * 3000 + SCAMS["冒充领导熟人"]
    reading = read(text)
    assert reading.needs_help
    assert any("李总" in text[one.start : one.end] for one in reading.evidence)


@pytest.mark.parametrize("lines", [5, 20, 60])
def test_padding_hides_no_scam(lines: int) -> None:
    text = (
        "今天去菜场买了两斤虾，回来烧饭。" * lines
        + "您的快递丢失了，请加客服微信共享屏幕办理双倍理赔"
    )
    reading = read(text)
    assert reading.needs_help
    assert reading.category == "冒充电商物流客服"


def test_a_warning_may_quote_what_it_warns_of() -> None:
    quoted = "骗子会说您的快递丢失了，请加客服微信共享屏幕办理双倍理赔。"
    reading = read(f"武原派出所提醒各位居民：{quoted}不要信，不要点链接，拿不准就打96110。" * 2)
    assert (reading.intent, reading.needs_help) == ("warning", False)


def test_a_conversation_becomes_graver_and_calms_down_again() -> None:
    scam = [
        Turn("other", "你好，在吗"),
        Turn("self", "在的"),
        Turn("other", "我是李总，这是我的新号"),
        Turn("other", "在开会不方便接电话，先把38万转到这个个人账户，别告诉别人"),
    ]
    start, middle, end = (read_thread(scam[:length]).score for length in (1, 3, 4))
    assert start < middle < end
    assert end > 0.5
    talk = [Turn("other", "今晚吃什么"), Turn("self", "红烧肉，下班买菜")]
    calmer = read_thread([*scam, *talk * 8]).score
    assert calmer < end


def test_the_evidence_of_a_conversation_points_into_its_joined_turns() -> None:
    turns = [Turn("other", "我是李总"), Turn("self", "好"), Turn("other", "先转38万到这个个人账户")]
    whole = "\n".join(turn.text for turn in turns)
    reading = read_thread(turns)
    assert any(whole[one.start : one.end] == "我是李总" for one in reading.evidence)


def test_an_empty_conversation_is_ordinary() -> None:
    assert read_thread([]).intent == "ordinary"


def test_every_category_has_a_reply_and_questions_that_ask_for_no_secret() -> None:
    for category in CATEGORIES:
        words = [*script(category), *(word for pair in next_questions(category) for word in pair)]
        assert all(words)
        assert len(next_questions(category)) >= 4
        for word in words:
            assert "请提供密码" not in word
            assert "告诉我验证码" not in word
            assert "http" not in word
    assert "退出群" in script("冒充领导熟人")[0]


def test_every_signal_has_its_own_name_and_both_reasons_or_none() -> None:
    names = [one.name for one in (*book().signals, *book().combinations)]
    assert len(names) == len(set(names))
    known = set(names)
    for signal in book().signals:
        assert bool(signal.why_zh) == bool(signal.why_en)
        assert not signal.category or signal.category in CATEGORIES
    for combination in book().combinations:
        assert all(choice in known for need in combination.needs for choice in need)


def test_figures_are_computed_as_they_say() -> None:
    assert evaluation.auc([(0.9, True), (0.1, False)]) == 1.0
    assert evaluation.auc([(0.5, True), (0.5, False)]) == 0.5
    assert evaluation.macro_f1([("a", "a"), ("b", "a")], ("a", "b")) == pytest.approx(1 / 3)
    assert evaluation.share([]) == 0.0
    assert evaluation.recall_at([(0.9, True), (0.4, True), (0.5, False), (0.1, False)], 0.0) == 0.5
    even = [(0.25, True), (0.25, False), (0.25, False), (0.25, False)]
    assert evaluation.calibration_error(even) == 0.0
    assert evaluation.calibration_error([(1.0, False)]) == 1.0
    assert evaluation.reliability(even) == [(0.25, 0.25, 4)]


@pytest.mark.parametrize(
    "text",
    ["老板让我马上转账10万到新账户，不要打电话核实",
     "老板微信让我转48万到一个新账户，说不要告诉别人"],
)  # fmt: skip
def test_a_scam_that_is_told_of_without_a_question_is_looked_at(text: str) -> None:
    assert read(text).needs_help


@pytest.mark.parametrize(
    "text", ["ok but how?", "Thank you so much 🙏", "你好", "急用", "{{ 7*7 }}", "9" * 40]
)
def test_what_was_never_learnt_raises_nothing(text: str) -> None:
    assert not read(text).needs_help


def test_patterns_alone_read_what_the_model_would() -> None:
    """The platform works without the model's files."""
    for category, text in SCAMS.items():
        reading = read_by(None, text)
        assert (reading.is_scam, reading.category) == (True, category)
    report = read_by(None, "我刷单被骗了三万，对方把我拉黑了，怎么办")
    assert (report.intent, report.is_scam, report.needs_help) == ("victim", False, True)


def test_a_scam_without_a_known_pattern_still_has_a_reason() -> None:
    trained = model()
    assert trained is not None
    text = "宝子们福利单开抢啦，名额只有十五个，手慢无"
    found = clauses.telling(trained.linear, text, "scam")
    assert 1 <= len(found) <= 2
    assert all(0 <= start < end <= len(text) for start, end in found)


def test_the_recogniser_says_what_it_is() -> None:
    assert "signals" in describe()
