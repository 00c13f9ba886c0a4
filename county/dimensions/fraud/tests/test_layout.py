"""Pieces of a screenshot become turns with their speakers."""

from county.dimensions.fraud.knowledge.layout import Colour, Edges, Page, Piece, is_green, turns

GREY, WHITE, GREEN = (237, 237, 237), (255, 255, 255), (149, 236, 105)
BLACK, DARK, DARK_GREEN = (17, 17, 17), (44, 44, 44), (62, 181, 117)
PAGE = Page(1080, 2000, GREY)


def piece(text: str, x0: int, y0: int, x1: int, colour: Colour | None, height: int = 50) -> Piece:
    return Piece(text, x0, y0, x1, y0 + height, 0.99, colour)


def spoken(pieces: list[Piece], page: Page = PAGE) -> list[tuple[str, str]]:
    return [(line.speaker, line.text) for line in turns(pieces, page)]


def test_left_and_right_bubbles_are_the_other_and_the_sender() -> None:
    pieces = [
        piece("昨天 15:20", 430, 100, 650, GREY, 36),
        piece("在吗", 190, 200, 290, WHITE),
        piece("在的", 790, 400, 890, GREEN),
    ]
    assert spoken(pieces) == [("none", "昨天 15:20"), ("other", "在吗"), ("self", "在的")]


def test_lines_of_one_bubble_are_one_turn_even_when_the_last_is_short() -> None:
    pieces = [
        piece("好的李总，我现在就去把这笔", 280, 400, 890, GREEN),
        piece("款付掉", 280, 466, 430, GREEN),
        piece("嗯", 190, 640, 240, WHITE),
    ]
    assert spoken(pieces) == [("self", "好的李总，我现在就去把这笔款付掉"), ("other", "嗯")]


def test_two_bubbles_of_one_person_are_two_turns() -> None:
    pieces = [piece("第一句话", 190, 200, 400, WHITE), piece("第二句话", 190, 360, 400, WHITE)]
    assert len(turns(pieces, PAGE)) == 2


def test_names_on_the_page_are_not_mixed_into_turns() -> None:
    pieces = [piece("李总", 160, 150, 230, GREY, 34), piece("把余额报我", 190, 205, 440, WHITE)]
    assert spoken(pieces) == [("none", "李总"), ("other", "把余额报我")]


def test_a_stamp_is_nobodys_even_in_a_bubble() -> None:
    assert spoken([piece("下午3:15", 190, 100, 330, WHITE)]) == [("none", "下午3:15")]


def test_dark_mode_is_read_the_same_way() -> None:
    page = Page(1080, 2000, BLACK)
    pieces = [
        piece("星期三 09:12", 430, 100, 650, BLACK, 36),
        piece("转一下", 190, 200, 340, DARK),
        piece("好", 840, 400, 890, DARK_GREEN),
    ]
    assert [who for who, _text in spoken(pieces, page)] == ["none", "other", "self"]


def test_green_bubbles_are_known_in_both_modes() -> None:
    assert is_green(GREEN)
    assert is_green(DARK_GREEN)
    assert not is_green(WHITE)
    assert not is_green(BLACK)
    assert not is_green(None)


def test_without_colours_the_place_decides() -> None:
    pieces = [piece("在吗", 150, 200, 250, None), piece("在的", 800, 400, 930, None)]
    assert spoken(pieces) == [("other", "在吗"), ("self", "在的")]


def test_a_poster_has_no_turns() -> None:
    pieces = [
        piece("谨防电信诈骗", 150, 200, 930, GREY),
        piece("不轻信不转账", 150, 400, 930, GREY),
    ]
    assert {who for who, _text in spoken(pieces)} == {"none"}


def test_pieces_of_one_row_are_put_together() -> None:
    pieces = [piece("38万", 420, 202, 520, WHITE), piece("先把这笔", 190, 200, 410, WHITE)]
    assert spoken(pieces) == [("other", "先把这笔38万")]


def test_an_empty_picture_has_nothing() -> None:
    assert turns([], PAGE) == ()


def framed(text: str, x0: int, y0: int, x1: int, colour: Colour, edges: Edges) -> Piece:
    return Piece(text, x0, y0, x1, y0 + 50, 0.99, colour, edges)


def test_a_surface_that_ends_around_a_text_is_a_bubble_whatever_its_colour() -> None:
    blue = (0, 153, 255)
    pieces = [
        framed("项目群", 430, 60, 650, GREY, (None, None, None, 60)),
        framed("在吗", 190, 200, 290, GREY, (30, 25, 30, 25)),
        framed("在的", 790, 400, 890, blue, (30, 25, 30, 25)),
        framed("好", 840, 560, 890, blue, (30, 25, 30, 25)),
    ]
    assert spoken(pieces) == [
        ("none", "项目群"),
        ("other", "在吗"),
        ("self", "在的"),
        ("self", "好"),
    ]


def test_an_edge_parts_a_name_from_the_bubble_under_it() -> None:
    shade = (246, 246, 246)
    name = Piece("李总", 160, 164, 230, 200, 0.99, GREY, (None, None, None, 20))
    pieces = [
        name,
        framed("把这笔余额", 190, 215, 440, shade, (30, 22, 30, 60)),
        framed("报我", 190, 280, 290, shade, (30, 60, None, 24)),
        framed("好的", 790, 500, 890, GREEN, (30, 25, 30, 25)),
    ]
    assert spoken(pieces) == [("none", "李总"), ("other", "把这笔余额报我"), ("self", "好的")]


def test_what_stands_in_the_field_for_typing_is_nobodys() -> None:
    pieces = [
        framed("在吗", 190, 200, 290, WHITE, (30, 25, 30, 25)),
        framed("说点什么", 170, 1900, 330, WHITE, (30, 25, None, 25)),
    ]
    assert spoken(pieces) == [("other", "在吗"), ("none", "说点什么")]


def test_wide_bubbles_are_told_apart_by_their_colour() -> None:
    pieces = [
        framed("一", 190, 200, 240, WHITE, (30, 25, 30, 25)),
        framed("很长很长的一句话从左到右", 190, 400, 890, GREEN, (30, 25, 30, 25)),
        framed("也是很长很长的一句从左到右", 190, 600, 890, WHITE, (30, 25, 30, 25)),
        framed("二", 840, 800, 890, GREEN, (30, 25, 30, 25)),
    ]
    assert [who for who, _text in spoken(pieces)] == ["other", "self", "other", "self"]
