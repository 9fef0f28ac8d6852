"""A sheet is marked in place, however its program wrote it; what is no plain sheet is refused in one sentence."""

from io import BytesIO

import pytest

from domain.darkroom.limits import RefusedError
from domain.darkroom.marked_sheet import Mark, MarkedSheet, Told, column_of, letters_of
from domain.darkroom.marked_styles import Styles

STYLES = (
    b'<styleSheet xmlns="urn:x"><!-- of WPS --><fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    b'<cellXfs count="2"><xf fillId="0"/><xf fillId="0" fontId="3"><alignment horizontal="center"/></xf></cellXfs>'
    b"</styleSheet>"
)
LINES = {
    3: Mark((1, 3), "要您决定：甲 & 乙_x0041_\x07", refused=False),
    4: Mark((0,), "不能导入：丙", refused=True),
}
SAID = (
    b't="inlineStr"><is><t xml:space="preserve">'
    + "要您决定：甲 &amp; 乙_x005F_x0041_".encode("ascii", "xmlcharrefreplace")
    + b"</t></is></c>"
)
TITLE = b't="inlineStr"><is><t xml:space="preserve">&#38169;&#35823;&#35828;&#26126;</t></is></c>'
GONE = "不能逐格标注，请按页面上的逐行结果修改"


def marked(body: bytes, styles: bytes = STYLES, *, ours: bool = False) -> tuple[str, int]:
    """The sheet without its first and last tag, and how many lines were marked."""
    out = BytesIO()
    sheet = MarkedSheet(Told(2, 4, LINES.get, ours), Styles(styles), out.write)
    sheet.run(BytesIO(b"<worksheet>" + body + b"</worksheet>"))
    return out.getvalue().decode().removeprefix("<worksheet>").removesuffix("</worksheet>"), sheet.marked


def rows(body: bytes) -> bytes:
    return (
        b'<cols><col min="5" max="5" width="60" customWidth="1"/></cols><sheetData>' + body + b"</sheetData>"
    )


def test_cells_that_are_there_are_coloured_and_those_that_are_not_are_made() -> None:
    body = (
        b'<sheetData><row r="2" spans="1:4"><c r="A2" s="1"/></row><row r="3" s="1" customFormat="1">'
        b'<c r="A3"/><c r="B3" s="1" t="s"><v>7</v></c><c r="C3" s="1"/></row><row r="5"/></sheetData>'
    )
    assert marked(body) == (
        rows(
            b'<row r="2"><c r="A2" s="1"/><c r="E2" s="1" ' + TITLE + b"</row>"
            b'<row r="3" s="1" customFormat="1"><c r="A3"/><c r="B3" t="s" s="2"><v>7</v></c><c r="C3" s="1"/>'
            b'<c r="D3" s="2"/><c r="E3" s="3" ' + SAID + b'</row><row r="5"/>'
        ).decode(),
        1,
    )


def test_rows_closed_in_themselves_cells_without_names_and_prefixes_are_marked_all_the_same() -> None:
    body = b"<x:sheetData><x:row/><x:row/><x:row><x:c/><x:c s='0'><x:v>1</x:v></x:c></x:row><x:row /></x:sheetData>"
    told, many = marked(body.replace(b"<x:c/>", b"<x:c></x:c>"))
    assert many == 2
    assert told.startswith(
        '<x:cols><x:col min="5" max="5" width="60" customWidth="1"/></x:cols><x:sheetData><x:row/>'
    )
    assert '<x:row><x:c r="E2" s="0" t="inlineStr"><x:is><x:t xml:space="preserve">' in told
    assert '<x:row><x:c></x:c><x:c s="2"><x:v>1</x:v></x:c><x:c r="D3" s="2"/><x:c r="E3" s="3" ' in told
    assert '<x:row><x:c r="A4" s="4"/><x:c r="E4" s="5" t="inlineStr">' in told
    assert told.endswith("</x:t></x:is></x:c></x:row></x:sheetData>")


def test_what_stood_in_our_column_makes_room_and_what_is_behind_it_stays() -> None:
    body = (
        b'<sheetData><row r="2"><c r="E2" t="s"><v>1</v></c><c r="F2"/></row><row r="3"><c r="E3"/><c r="G3"/></row>'
        b'<row r="6"><c r="E6"><v>old</v></c></row></sheetData>'
    )
    told, _ = marked(body, ours=True)
    assert '<row r="2"><c r="E2" s="0" ' + TITLE.decode() + '<c r="F2"/></row>' in told
    assert '<c r="E3" s="3" ' + SAID.decode() + '<c r="G3"/></row>' in told
    assert told.endswith('<row r="6"></row></sheetData>')
    told, _ = marked(body)
    assert told.endswith('<row r="6"><c r="E6"><v>old</v></c></row></sheetData>'), "not ours, not touched"


WIDTH = '<col min="5" max="5" width="60" customWidth="1"/>'
WIDTHS = {
    "before": ('<col min="1" max="4" width="9"/>', '<col min="1" max="4" width="9"/>' + WIDTH),
    "behind": ('<col min="6" max="9" width="9"/>', WIDTH + '<col min="6" max="9" width="9"/>'),
    "the same": ('<col min="5" max="5" hidden="1"/>', WIDTH),
    "around": (
        '<col width="9" min="2" max="16384" hidden="1"/>',
        '<col width="9" min="2" max="4" hidden="1"/>' + WIDTH + '<col width="9" min="6" max="16384" hidden="1"/>',
    ),
    "two behind": (
        '<col min="6" max="6"/><col min="7" max="7"/>', WIDTH + '<col min="6" max="6"/><col min="7" max="7"/>',
    ),
}  # fmt: skip


@pytest.mark.parametrize("where", WIDTHS)
def test_our_column_is_wide_and_shown_among_the_widths_that_are_there(where: str) -> None:
    before, after = WIDTHS[where]
    told, _ = marked(f"<cols>{before}</cols><sheetData/>".encode())
    assert told == f"<cols>{after}</cols><sheetData/>"


@pytest.mark.parametrize(
    ("before", "after"), [("A1:D9", "A1:E9"), ("A1", "A1:E1"), ("A1:F9", "A1:F9"), ("", "")]
)
def test_the_sheet_says_how_far_it_reaches_now(before: str, after: str) -> None:
    told, _ = marked(f'<dimension ref="{before}"/><sheetData/>'.encode())
    assert told.startswith(f'<dimension ref="{after}"/>')


def test_marks_of_an_earlier_time_are_known_by_their_colours_and_taken_off() -> None:
    styles = Styles(STYLES)
    amber, words = styles.marked(1, refused=False), styles.marked(9, refused=True, of_words=True)
    body = styles.body()
    assert b'<cellXfs count="4">' in body
    assert b'<fills count="3">' in body
    again = Styles(body)
    assert again.marked_before == {amber, words}
    told, _ = marked(
        f'<sheetData><row r="9"><c r="A9" s="{amber}"><v>1</v></c></row></sheetData>'.encode(),
        body,
        ours=True,
    )
    assert '<row r="9"><c r="A9" s="4"><v>1</v></c></row>' in told
    assert b'<xf fillId="0" fontId="3" applyFill="1"><alignment horizontal="center"/></xf>' in _with_one(
        again, amber
    )


def _with_one(styles: Styles, style: int) -> bytes:
    styles.unmarked(style)
    return styles.body()


STRANGE = {
    "entities": b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData/></worksheet>',
    "utf-16": "<worksheet><sheetData/></worksheet>".encode("utf-16"),
    "another encoding": b'<?xml version="1.0" encoding="iso-8859-1"?><worksheet><sheetData/></worksheet>',
    "torn": b"<worksheet><sheetData><row",
    "no number": b'<worksheet><sheetData><row r="x"/></sheetData></worksheet>',
    "no column": b'<worksheet><sheetData><row r="2"><c r="2"/></row></sheetData></worksheet>',
    "no run of columns": b"<worksheet><cols><col/></cols></worksheet>",
    "a column that holds something": b'<worksheet><cols><col min="1" max="9"></col></cols></worksheet>',
}


@pytest.mark.parametrize("how", STRANGE)
def test_what_is_no_plain_sheet_is_refused(how: str) -> None:
    sheet = MarkedSheet(Told(2, 4, LINES.get), Styles(STYLES), BytesIO().write)
    with pytest.raises(RefusedError, match=GONE):
        sheet.run(BytesIO(STRANGE[how]))


@pytest.mark.parametrize(
    "body",
    [
        b"<x",
        b"<styleSheet/>",
        b"<!DOCTYPE x><styleSheet/>",
        b"x" * (16 * 1024 * 1024 + 1),
        STYLES.replace(b"xf", b"y"),
    ],
)
def test_styles_that_cannot_be_added_to_are_refused(body: bytes) -> None:
    with pytest.raises(RefusedError, match=GONE):
        Styles(body.replace(b"cellXfs", b"other") if b"<y" in body else body)


def test_a_long_sheet_is_copied_piece_by_piece() -> None:
    row = b'<row r="%d"><c r="A%d"><v>1</v></c><c r="E%d"/></row>'
    body = b"<sheetData>" + b"".join(row % (n, n, n) for n in range(3, 30_000)) + b"</sheetData>"
    told, many = marked(body, ours=True)
    assert many == 2
    assert told.count("<row ") == 29_997
    assert told.count('<c r="E') == 2, "only ours is left"
    assert told.endswith('<row r="29999"><c r="A29999"><v>1</v></c></row></sheetData>')


@pytest.mark.parametrize(("name", "column"), [("A1", 0), ("Z9", 25), ("AA10", 26), ("XFD1", 16383)])
def test_columns_by_their_letters(name: str, column: int) -> None:
    assert column_of(name) == column
    assert letters_of(column).decode() == name.rstrip("0123456789")
