"""Workbooks and Parquet files of a few kilobytes that unpack to what no machine holds."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path
from typing import IO, Any, NamedTuple

import pytest

from crisis_sim.errors import InputError
from crisis_sim.tables import unpacked
from crisis_sim.tables.read import read_table
from crisis_sim.tables.sheets import Sheets
from crisis_sim.tables.unpacked import LONGEST, Archive

openpyxl = pytest.importorskip("openpyxl")
pa = pytest.importorskip("pyarrow")

SHEET = "xl/worksheets/sheet1.xml"
TEXTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
LONG = b"7" * 2 * LONGEST


def workbook(*sheets: str) -> bytes:
    """A workbook whose sheets hold p and q, and one row under them."""
    book, data = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for name in sheets or ("s",):
        sheet = book.create_sheet(name)
        sheet.append(["p", "q"])
        sheet.append([0.5, 0.25])
    book.save(data)
    return data.getvalue()


def changed(path: Path, part: str, old: bytes, new: bytes, *sheets: str) -> Path:
    """A workbook with other bytes in the place of some in a part of it."""
    return with_parts(path, {part: (old, new)}, *sheets)


def with_parts(path: Path, parts: dict[str, tuple[bytes, bytes]], *sheets: str) -> Path:
    """A workbook with other bytes in the place of some in several parts."""
    with (
        zipfile.ZipFile(io.BytesIO(workbook(*sheets))) as before,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            old, new = parts.get(name, (b"", b""))
            data = before.read(name)
            assert old in data
            after.writestr(name, data.replace(old, new) if old else data)
    return path


def with_texts(path: Path, texts: bytes, *, row: bytes = b"") -> Path:
    """A workbook with texts that cells share, and further rows."""
    said = f'<Override PartName="/xl/t.xml" ContentType="{TEXTS}"/></Types>'
    parts = {
        "[Content_Types].xml": (b"</Types>", said.encode()),
        SHEET: (b"</sheetData>", row + b"</sheetData>"),
    }
    with zipfile.ZipFile(with_parts(path, parts), "a", zipfile.ZIP_DEFLATED) as packed:
        root = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        packed.writestr("xl/t.xml", root + texts + b"</sst>")
    return path


class Most(NamedTuple):
    """How much of each is read."""

    elements: int
    in_rows: int
    rows: int
    unpacked: int


OWN = Most(*(getattr(unpacked, f"MOST_{name.upper()}") for name in Most._fields))
LOWER = Most(elements=5_000, in_rows=60_000, rows=10_000, unpacked=10_000_000)
"""What most tests are held to instead, since as much as is read takes seconds."""


@pytest.fixture
def lower(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, most in LOWER._asdict().items():
        monkeypatch.setattr(unpacked, f"MOST_{name.upper()}", most)


MANY = LOWER.elements + 1

Case = tuple[str, bytes, bytes, str]


def rows_of(cells: int, width: int) -> bytes:
    """Rows with so many cells, and perhaps some more."""
    return (b"<row>" + b"<c/>" * width + b"</row>") * (cells // width + 1)


def cases(most: Most) -> list[Case]:
    """Parts that hold too much: each with what stands there, what does instead, and the fault."""
    many, cells = most.elements + 1, rows_of(most.in_rows, most.elements // 40)
    return [
        ("xl/styles.xml", b"</cellXfs>", b"<xf/>" * many + b"</cellXfs>", "more elements"),
        (
            SHEET,
            b"<sheetData>",
            b"<sheetData>" + b"<a>" * many,
            "elements in one another more than 100",
        ),
        (SHEET, b"<sheetData>", b"<sheetData>" + b"<a/>" * many, "more elements"),
        (SHEET, b"</row>", b"<c/>" * many + b"</row>", "more elements"),
        (SHEET, b"</sheetData>", cells + b"</sheetData>", "more cells"),
        (SHEET, b"</row>", b"</row>" + b"<row/><a/>" * many, "more elements"),
        (SHEET, b"</sheetData>", b"<row/>" * most.rows + b"</sheetData>", "more rows"),
        (SHEET, b"</row>", b'<c t="str"><v>' + LONG + b"</v></c></row>", "a text of"),
        (SHEET, b"<sheetData>", b'<sheetData a="' + LONG + b'">', "a text of"),
        (SHEET, b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet', "a document type"),
        (SHEET, b"</row>", b"<row/></row>", "a row within a row"),
        ("xl/styles.xml", b"</styleSheet>", rows_of(many, 99) + b"</styleSheet>", "more elements"),
        (RELATIONS, b"sheet2.xml", b"./sheet1.xml", "a sheet twice"),
        (
            RELATIONS,
            b'worksheet" Target="/xl/worksheets/sheet2.xml',
            b'dialogsheet" Target="worksheets/a/../sheet1.xml/',
            "a sheet twice",
        ),
        ("xl/workbook.xml", b'r:id="rId2"', b'r:id="rId1"', "a sheet twice"),
    ]


@pytest.mark.usefixtures("lower")
@pytest.mark.parametrize(("part", "old", "new", "said"), cases(LOWER))
def test_small_workbooks_of_large_parts_are_refused(
    tmp_path: Path, part: str, old: bytes, new: bytes, said: str
) -> None:
    path = changed(tmp_path / "t.xlsx", part, old, new, "one", "two")
    assert path.stat().st_size < 100_000
    with pytest.raises(InputError, match=rf"t\.xlsx holds {said}.*; save the table as \.csv"):
        read_table(path)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="limits on processes are those of Unix")
@pytest.mark.parametrize(("part", "old", "new"), [case[:3] for case in cases(OWN)])
def test_small_files_take_little_memory(tmp_path: Path, part: str, old: bytes, new: bytes) -> None:
    from tests.cli.bounded import bounded

    changed(tmp_path / "t.xlsx", part, old, new, "one", "two")
    took = bounded("sweep", "brinkmanship", "--points", "t.xlsx", folder=tmp_path)
    assert (took.status, took.fault) == (2, "")
    assert took.megabytes < 300


@pytest.mark.usefixtures("lower")
@pytest.mark.parametrize(
    ("texts", "read"),
    [
        (b"<si>" + b"<r/>" * MANY + b"</si>", False),
        (b"<a/>" * MANY, False),
        (b"<si><t/></si>" * MANY, True),
        (b"<si>" + b"<r/>" * (MANY - 2) + b"</si><si/>", True),
    ],
)
def test_elements_of_each_text_are_bounded(tmp_path: Path, texts: bytes, read: bool) -> None:
    path = with_texts(tmp_path / "t.xlsx", texts)
    if read:
        assert list(read_table(path).columns) == ["p", "q"]
        return
    with pytest.raises(InputError, match="holds more elements than are read"):
        read_table(path)


@pytest.mark.usefixtures("lower")
def test_rows_and_texts_of_other_parts_are_bounded(tmp_path: Path) -> None:
    path, rows = tmp_path / "t.xlsx", (b"</sheetData>", rows_of(MANY, 99) + b"</sheetData>")
    assert list(read_table(with_parts(path, {SHEET: rows})).columns) == ["p", "q"]
    also = f'<Override PartName="/{SHEET}" ContentType="{TEXTS}"/></Types>'
    twice = {SHEET: rows, "[Content_Types].xml": (b"</Types>", also.encode())}
    with pytest.raises(InputError, match="holds more elements than are read"):
        read_table(with_parts(path, twice))


@pytest.mark.usefixtures("lower")
@pytest.mark.parametrize(
    ("part", "data"),
    [
        ("xl/calcChain.xml", b"<calcChain>" + b"<c/>" * MANY + b"</calcChain>"),
        ("xl/media/image1.svg", b"<!DOCTYPE svg><svg/>"),
        ("customXml/item1.xml", b"<a>" + LONG + b"</a>"),
        ("xl/charts/chart1.xml", b"<c>" + b"<v>1</v>" * MANY + b"</c>"),
        ("xl/others.bin", bytes(LOWER.unpacked)),
    ],
)
def test_parts_that_are_no_table_are_passed_over(tmp_path: Path, part: str, data: bytes) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(workbook())
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(part, data)
    assert list(read_table(path).columns) == ["p", "q"]


WIDE = b"<fill " + b" ".join(b'a%d=""' % number for number in range(1_000)) + b"/>"
NAMED = b"<fill " + b" ".join(b'xmlns:a%d="b"' % number for number in range(1_000)) + b"/>"
ROWS = LOWER.in_rows // 1_000 + 1


@pytest.mark.usefixtures("lower")
@pytest.mark.parametrize(
    ("part", "old", "new", "said"),
    [
        ("xl/styles.xml", b"</fills>", WIDE * 6 + b"</fills>", "more elements"),
        ("xl/styles.xml", b"</fills>", NAMED * 6 + b"</fills>", "more elements"),
        (
            SHEET,
            b"</sheetData>",
            WIDE.replace(b"fill", b"row") * ROWS + b"</sheetData>",
            "more cells",
        ),
    ],
)
def test_attributes_count_as_elements(
    tmp_path: Path, part: str, old: bytes, new: bytes, said: str
) -> None:
    with pytest.raises(InputError, match=f"holds {said} than are read"):
        read_table(changed(tmp_path / "t.xlsx", part, old, new))


@pytest.mark.slow
def test_as_many_formats_as_excel_keeps_are_read(tmp_path: Path) -> None:
    names = ("numFmt", "font", "fill", "border", "xf")
    ids = " ".join(f'{name}Id="0"' for name in names)
    applied = " ".join(f'apply{name}="1"' for name in ("Font", "Fill", "Border", "Alignment"))
    one = f'<xf {ids} {applied}><alignment wrapText="1"/><protection locked="0"/></xf>'
    many = one.encode() * 65_000 + b"</cellXfs>"
    path = changed(tmp_path / "t.xlsx", "xl/styles.xml", b"</cellXfs>", many)
    assert list(read_table(path).columns) == ["p", "q"]


@pytest.mark.parametrize("part", ["shared", "inline", "style"])
@pytest.mark.parametrize(
    ("letter", "width"), [("a", 1), ("\u00e9", 2), ("\u4e2d", 2), ("\U0001f600", 4)]
)
def test_texts_are_bounded_by_what_they_take(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str, letter: str, width: int
) -> None:
    path, text = tmp_path / "t.xlsx", (letter + "a" * 999).encode()
    if part == "shared":
        with_texts(path, (b"<si><r><t>" + text + b"</t></r><r><t>a</t></r></si>") * 100)
    elif part == "inline":
        row = b'<row><c t="inlineStr"><is><t>' + text + b"</t></is></c><c><v>1</v></c></row>"
        changed(path, SHEET, b"</sheetData>", row * 100 + b"</sheetData>")
    else:
        fill = b'<fill a="' + text + b'"/>'
        changed(path, "xl/styles.xml", b"<cellXfs", fill * 100 + b"<cellXfs")
    with path.open("rb") as held:
        archive = Archive(held, "t.xlsx")
        if part == "shared":
            with archive.read_by():
                archive.open("xl/t.xml").close()
        elif part == "inline":
            archive.open(SHEET).close()
        else:
            archive.read("xl/styles.xml")
    assert 100_000 * width <= archive.whole.held < 101_000 * width + 2_000
    monkeypatch.setattr("crisis_sim.tables.unpacked.MOST_HELD", 100_000 * width - 1)
    with pytest.raises(InputError, match=r"t\.xlsx holds texts of more than .* bytes; save"):
        read_table(path)


@pytest.mark.parametrize("formula", ["", "<f>1</f>"])
def test_a_text_that_many_cells_share_is_stripped_once(tmp_path: Path, formula: str) -> None:
    cell = f'<c t="s">{formula}<v>0</v></c>'
    rows = f"<row>{cell}<c><v>1</v></c></row>".encode() * 100
    path = with_texts(tmp_path / "t.xlsx", b'<si><t xml:space="preserve"> abc </t></si>', row=rows)
    with path.open("rb") as held:
        sheets = Sheets(held, "t.xlsx")
        texts = [row[0] for _, row in sheets.rows(0)][2:]
    assert set(texts) == {"abc"}
    assert len(set(map(id, texts))) == 1


@pytest.mark.usefixtures("lower")
def test_sheets_with_a_chart_are_passed_over(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook()))
    chart = openpyxl.chart.ScatterChart()
    cells = openpyxl.chart.Reference(book["s"], min_col=1, min_row=1, max_row=2)
    chart.series.append(openpyxl.chart.Series(cells, cells))
    book.create_chartsheet("c", 0).add_chart(chart)
    book.save(tmp_path / "t.xlsx")
    with zipfile.ZipFile(tmp_path / "t.xlsx") as before:
        parts = {name: before.read(name) for name in before.namelist()}
    parts["xl/charts/chart1.xml"] += b"<v>1</v>" * MANY
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w", zipfile.ZIP_DEFLATED) as after:
        for name, data in parts.items():
            after.writestr(name, data)
    read = read_table(tmp_path / "t.xlsx")
    assert (list(read.columns), read.notes) == (["p", "q"], ())


@pytest.mark.usefixtures("lower")
def test_elements_are_counted_over_all_parts(tmp_path: Path) -> None:
    half = b"<a/>" * (LOWER.elements // 2)
    parts = {
        "xl/styles.xml": (b"</styleSheet>", half + b"</styleSheet>"),
        "xl/workbook.xml": (b"</workbook>", half + b"</workbook>"),
    }
    with pytest.raises(InputError, match="more elements than are read"):
        read_table(with_parts(tmp_path / "t.xlsx", parts))


def test_rows_that_a_sheet_hides_are_told(tmp_path: Path) -> None:
    hidden = changed(tmp_path / "t.xlsx", SHEET, b'<row r="2"', b'<row r="2" hidden="1"')
    assert read_table(hidden).notes == ("1 row that the sheet hides was read too",)
    both = changed(tmp_path / "u.xlsx", SHEET, b"<row ", b'<row hidden="true" ')
    assert read_table(both).notes == ("2 rows that the sheet hides were read too",)
    shown = changed(tmp_path / "v.xlsx", SHEET, b'<row r="2"', b'<row r="2" hidden="0"')
    assert read_table(shown).notes == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b'<row r="2"', b'<row r="1"', "row 1 stands after row 1"),
        (b'<row r="1"', b'<row r="7"', "the cell A1 stands in row 7"),
        (b'<row r="1">', b'<row r="7"/><row>', "the cell A1 stands in row 8"),
        (b'<row r="2"', b'<row r="7"/><row r="3.0"', "row 3 stands after row 7"),
        (b'r="A2"', b'r="B2"', "the cell B2 stands after B2"),
        (b'r="A2"', b'r="aa2"', "the cell B2 stands after aa2"),
        (b'r="B2"', b'r="B3"', "the cell B3 stands in row 2"),
        (b'<c r="A2"', b'<c/><c/><c r="A2"', "the cell A2 stands after another"),
    ],
)
def test_rows_and_cells_out_of_order_are_refused(
    tmp_path: Path, old: bytes, new: bytes, said: str
) -> None:
    path = changed(tmp_path / "t.xlsx", SHEET, old, new)
    with pytest.raises(InputError) as caught:
        read_table(path)
    remedy = "out of order; open the file in Excel or LibreOffice and save it"
    assert str(caught.value) == f"{path}, sheet 's': {said}, {remedy}"
    with pytest.raises(InputError, match=f"sheet 'two': {said}, out of order"):
        read_table(changed(path, SHEET.replace("1", "2"), old, new, "one", "two"))


def test_texts_that_cells_share_are_those_that_openpyxl_reads(tmp_path: Path) -> None:
    texts = (
        b"<si><t> a </t><rPh sb='0' eb='1'><t>x</t></rPh></si>"
        b"<si><r><t>b </t></r><r/><r><t>c</t></r></si>"
        b"<si/><si><t>d</t><r><t>e</t></r></si><si><t>_x005F_n</t></si>"
    )
    places = zip((b"A3", b"B3", b"C3", b"D3"), (0, 1, 3, 4), strict=True)
    cells = b"".join(b'<c r="%b" t="s"><v>%d</v></c>' % place for place in places)
    path = with_texts(tmp_path / "t.xlsx", texts, row=b'<row r="3">' + cells + b"</row>")
    row = list(openpyxl.load_workbook(path).active.values)[-1]
    with path.open("rb") as held:
        (*_, (_, read)) = Sheets(held, "t").rows(0)
    assert read == [cell.strip() for cell in row] == ["a", "b c", "de", "_n"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("junta_x000D_", "junta"),
        ("_x0041__x0042_c", "ABc"),
        ("a_x005F_x0041_", "a_x0041_"),
        ("_xD83D__xDE00_", "\U0001f600"),
        ("_xD83D_", "\ufffd"),
        ("_x41_ _y0041_", "_x41_ _y0041_"),
    ],
)
def test_letters_that_excel_escapes_are_read_in_every_kind_of_text(
    tmp_path: Path, written: str, read: str
) -> None:
    kinds = ('"s"><v>0</v>', f'"str"><v>{written}</v>', f'"inlineStr"><is><t>{written}</t></is>')
    row = "".join(f"<c t={kind}</c>" for kind in kinds)
    texts = f"<si><t>{written}</t></si>".encode()
    path = with_texts(tmp_path / "t.xlsx", texts, row=f"<row>{row}</row>".encode())
    with path.open("rb") as held:
        (*_, (_, cells)) = Sheets(held, "t").rows(0)
    assert cells == [read] * 3


@pytest.mark.parametrize("number", [-1, 2, 99])
def test_a_text_that_is_not_there_is_damage(tmp_path: Path, number: int) -> None:
    texts = b"<si><t>a</t></si><si><t>b</t></si>"
    row = f'<row><c t="s"><v>{number}</v></c></row>'.encode()
    path = with_texts(tmp_path / "t.xlsx", texts, row=row)
    with pytest.raises(InputError, match="is damaged, or no Excel file"):
        read_table(path)


def test_a_sheet_with_a_formula_is_gone_through_no_more_often(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(archive: zipfile.ZipFile, name: Any, *args: Any, **options: Any) -> IO[bytes]:
        opened.append(name)
        return opening(archive, name, *args, **options)

    opened: list[Any] = []
    opening = zipfile.ZipFile.open
    monkeypatch.setattr(zipfile.ZipFile, "open", told)
    counts = []
    for cell in (b"<c><v>1</v></c>", b"<c><f>1</f><v>1</v></c>"):
        rows = b"<row><c t='str'><v>0,5</v></c>" + cell + b"</row>"
        path = changed(tmp_path / "t.xlsx", SHEET, b"</sheetData>", rows + b"</sheetData>")
        opened.clear()
        read_table(path)
        counts.append(opened.count(SHEET))
    assert counts[0] == counts[1] > 0


@pytest.mark.parametrize("number", [0, -5])
@pytest.mark.parametrize("row", [1, 2])
def test_a_row_of_no_possible_number_is_refused(tmp_path: Path, row: int, number: int) -> None:
    old, new = f'<row r="{row}"'.encode(), f'<row r="{number}"'.encode()
    said = f"'s': a row has the number {number}, which none can have; open the file in Excel"
    with pytest.raises(InputError, match=said):
        read_table(changed(tmp_path / "t.xlsx", SHEET, old, new))


STRICT = (b"http://schemas.openxmlformats.org/officeDocument", b"http://purl.oclc.org/ooxml/office")


@pytest.mark.parametrize(
    ("part", "old", "new", "said"),
    [
        (
            "[Content_Types].xml",
            b"openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            b"ms-excel.sheet.binary.macroEnabled.main",
            r"is a binary workbook \(.xlsb\); save it as",
        ),
        ("_rels/.rels", *STRICT, "is a workbook in Strict Open XML; save it as an ordinary Excel"),
        (
            "xl/_rels/workbook.xml.rels",
            b"sheet1.xml",
            b"sheet9.xml",
            "lacks the part that holds its sheet 'one', as if damaged; open the file in Excel",
        ),
    ],
)
def test_workbooks_of_other_forms_are_named(
    tmp_path: Path, part: str, old: bytes, new: bytes, said: str
) -> None:
    path = changed(tmp_path / "t.xlsx", part, old, new, "one", "two")
    with pytest.raises(InputError, match=rf"t\.xlsx {said}"):
        read_table(path)


def test_a_workbook_with_a_password_is_named(tmp_path: Path) -> None:
    path, data = tmp_path / "t.xlsx", bytearray(workbook())
    for sign, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = -1
        while (place := data.find(sign, place + 1)) >= 0:
            data[place + at] |= 1
    path.write_bytes(data)
    with pytest.raises(InputError, match="is protected with a password; save it without one"):
        read_table(path)
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900))
    with pytest.raises(InputError, match=r"or protected with a password, .*save it as \.xlsx wi"):
        read_table(path)


def test_parts_of_a_workbook_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = changed(tmp_path / "t.xlsx", SHEET, b"", b"")
    with zipfile.ZipFile(path) as packed:
        parts = len(packed.namelist())
    monkeypatch.setattr("crisis_sim.tables.unpacked.MOST_PARTS", parts)
    assert len(read_table(path).places) == 1
    monkeypatch.setattr("crisis_sim.tables.unpacked.MOST_PARTS", parts - 1)
    with pytest.raises(InputError, match=f"has more than {parts - 1} parts; save the table as"):
        read_table(path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b' r="A2"', b""),
        (b' r="B2"', b""),
        (b' r="2"', b""),
        (b'<row r="2"', b'<row r="2.0"'),
        (b'r="B2"', b'r="b2"'),
    ],
)
def test_places_may_be_left_out(tmp_path: Path, old: bytes, new: bytes) -> None:
    found = read_table(changed(tmp_path / "t.xlsx", SHEET, old, new)).columns
    assert {name: one.values.tolist() for name, one in found.items()} == {"p": [0.5], "q": [0.25]}


def test_what_stands_above_the_tables_of_all_sheets_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crisis_sim.tables.sheets.MOST_LOOKED_AT", 100)
    book = openpyxl.Workbook()
    for _ in range(4):
        book.active["Z3"] = 1
        book.active = book.create_sheet()
        read = len(book.worksheets) < 4
        book.save(tmp_path / "t.xlsx")
        if read:
            read_table(tmp_path / "t.xlsx")
    said = "t.xlsx has more than 100 cells or rows above its tables; save the table as .csv"
    with pytest.raises(InputError, match=said):
        read_table(tmp_path / "t.xlsx")


def test_a_sheet_of_one_column_gives_way_to_a_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in ("About", "these", "data"):
        book.active.append([line])
    sheet = book.create_sheet("Data")
    sheet.append(["p", "q"])
    sheet.append([0.5, 0.25])
    book.save(tmp_path / "t.xlsx")
    read = read_table(tmp_path / "t.xlsx")
    assert list(read.columns) == ["p", "q"]
    assert read.notes == ("only the sheet 'Data' was read; the one before it is of one column",)


def test_what_fails_names_the_sheet_that_was_read(tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_bytes(workbook("Readme", "Data"))
    with pytest.raises(InputError, match=r"t\.xlsx, sheet 'Readme' has no column 'r'"):
        read_table(tmp_path / "t.xlsx", ["r"])


@pytest.mark.skipif(sys.platform == "win32", reason="limits on processes are those of Unix")
def test_a_long_text_that_many_rows_share_is_held_once(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    from tests.cli.bounded import bounded

    p, q = [row / 1_000 for row in range(1_000)], [row % 7 / 7 for row in range(1_000)]
    note = pa.DictionaryArray.from_arrays([0] * 1_000, ["a" * 1_000_000])
    rows = pa.table({"p": p, "q": q, "note": note})
    pq.write_table(rows, tmp_path / "t.parquet", compression="zstd")
    assert (tmp_path / "t.parquet").stat().st_size < 10_000
    took = bounded(
        *("discover", "t.parquet", "--outcome", "p", "--inputs", "q,note"), folder=tmp_path
    )
    assert (took.status, took.fault) == (0, "")
    assert took.megabytes < 500


def test_a_column_of_large_groups_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pyarrow.parquet as pq

    from crisis_sim.tables import parquet

    monkeypatch.setattr(parquet, "MOST_UNPACKED", 10_000)
    pq.write_table(pa.table({"p": [0.5], "note": ["a" * 20_000]}), tmp_path / "t.parquet")
    said = "the texts of a group of rows unpack to more than 10,000 bytes"
    with pytest.raises(InputError, match=said):
        read_table(tmp_path / "t.parquet")


def test_lists_and_records_are_left_out(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    rows = pa.table({"p": [0.5], "many": [[1, 2]], "record": [{"a": 1}]})
    pq.write_table(rows, tmp_path / "t.parquet")
    read = read_table(tmp_path / "t.parquet")
    assert list(read.columns) == ["p"]
    assert [note.partition(" is ")[0] for note in read.notes] == [
        "the column 'many'",
        "the column 'record'",
    ]


def test_workbooks_that_a_workbook_refers_to_are_not_looked_for(tmp_path: Path) -> None:
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    other = b'<externalReference xmlns:r="%b" r:id="gone"/>' % kind
    both = b"</sheets><externalReferences>%b</externalReferences>" % other
    path = changed(tmp_path / "t.xlsx", "xl/workbook.xml", b"</sheets>", both)
    assert read_table(path).columns["p"].values.tolist() == [0.5]
