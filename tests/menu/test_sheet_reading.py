"""What Excel writes, everywhere in the world, is read as what was meant; without a database."""

import pytest

from restaurant_order.menu.sheet.columns import Column
from restaurant_order.menu.sheet.decoding import Encoding, decode
from restaurant_order.menu.sheet.refusals import BadCell, BadFile
from restaurant_order.menu.sheet.repair import repaired
from restaurant_order.menu.sheet.table import Table, guarded, read_table, unguarded
from tests.data import nypl

LANGUAGES = ("en", "zh-Hans")
CHINESE = "name_en,name_zh-Hans,price\nMapo tofu,麻婆豆腐,9.80\nCrème,“法式”焦糖布丁,5\n"
WESTERN = "name_en,price\nCrème brûlée à l’orange,5\nKäse,3\n½ Grüne Soße,4\n"


def table(content: str | bytes, **how: Encoding) -> Table:
    return read_table(content.encode() if isinstance(content, str) else content, LANGUAGES, **how)


def names(found: Table, language: str = "en") -> list[str]:
    return [row.cells[Column("name", language)] for row in found.rows]


@pytest.mark.parametrize(
    ("text", "codec", "expected"),
    [
        (CHINESE, "utf-8", Encoding.UTF8),
        (CHINESE, "utf-8-sig", Encoding.UTF8),
        (CHINESE, "utf-16", Encoding.UTF16),
        (CHINESE, "utf-16-le", Encoding.UTF16),
        (CHINESE, "utf-16-be", Encoding.UTF16),
        (CHINESE, "gb18030", Encoding.CHINESE),
        (CHINESE.replace("è", "e"), "gbk", Encoding.CHINESE),
        (WESTERN, "utf-8", Encoding.UTF8),
        (WESTERN, "cp1252", Encoding.WESTERN),
        (WESTERN, "gb18030", Encoding.CHINESE),
        ("name_en,price\nWestphalían Ham,1\n", "gb18030", Encoding.CHINESE),
        ("name_en,price\nWestphalían Ham,1\n", "cp1252", Encoding.WESTERN),
    ],
)
def test_the_encoding_is_found(text: str, codec: str, expected: Encoding) -> None:
    found = decode(text.encode(codec))
    assert (found.encoding, found.text) == (expected, text)


def test_somebody_who_knows_better_may_say_the_encoding() -> None:
    ambiguous = "name_en\nÄÖ\n".encode("cp1252")
    assert names(table(ambiguous, encoding=Encoding.WESTERN)) == ["ÄÖ"]
    with pytest.raises(BadFile):
        table("name_en\nKäse\n".encode("cp1252"), encoding=Encoding.UTF8)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_thousand_real_names_survive_every_encoding(codec: str) -> None:
    found = table(nypl.menu_csv(nypl.names()).encode(codec))
    assert names(found) == [nypl.right_name(name) for name in nypl.names()]
    assert found.troubles == ()


def test_a_thousand_real_names_survive_chinas_excel() -> None:
    right = [nypl.right_name(name) for name in nypl.names()]
    assert names(table(nypl.menu_csv(right).encode("gb18030"))) == right


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("KÃ¤se", "Käse"),
        ("WestphalÃ\u00adan", "Westphalían"),
        ("CrÃ¨me brÃ»lÃ©e", "Crème brûlée"),
        ("cafÃƒÂ©", "café"),
        ("ÄãºÃ£¬ºìÉÕÅ£Èâ", "你好，红烧牛肉"),
        ("浣犲ソ", "你好"),
        ("宫保鸡丁".encode().decode("gb18030"), "宫保鸡丁"),
    ],
)
def test_text_read_wrongly_once_is_put_right(text: str, meant: str) -> None:
    assert repaired(text) == meant


@pytest.mark.parametrize(
    "text",
    ["caf\ufffd", "锟斤拷", "pï¿½t", "gar\u0087on", "鐗涜倝闈?", "ç‰›è‚‰é¢"],
)
def test_text_that_nobody_can_put_right_is_refused(text: str) -> None:
    with pytest.raises(BadCell):
        repaired(text)


@pytest.mark.parametrize(
    "text",
    [
        "10 € – 12 €", "½ Hähnchen", "Ñandú", "ÄÖÜ", "PÂTÉ “MAISON”", "Nestlé® 100 ml · 5 %",
        "œuf à la neige", "Phở bò tái", "Борщ «по-украински»", "水煮牛肉（大）", "饕餮盛宴",
        "联通", "剁椒鱼头", "粿条", "魚香茄子", "寿司ランチ", "된장찌개", "مشاوي", "🌶 Hot",
        "Smörgåsbord ÅÄÖ",
    ],
)  # fmt: skip
def test_sound_text_is_left_alone(text: str) -> None:
    assert repaired(text) == text


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_separator_and_line_end_is_found(separator: str, line_end: str) -> None:
    rows = ["name_en,price,description_en", '"Steak, rare",12,"two', 'lines; and ""quotes"""']
    text = line_end.join(rows).replace(",", separator).replace(f"Steak{separator}", "Steak,")
    found = table(text)
    assert found.separator == separator
    assert names(found) == ["Steak, rare"]
    description = found.rows[0].cells[Column("description", "en")]
    assert description.split() == ["two", "lines;", "and", '"quotes"']


def test_excels_own_line_about_the_separator_is_understood() -> None:
    assert names(table("sep=;\nname_en;price\nTea;1,50\n")) == ["Tea"]


def test_rows_are_numbered_as_the_spreadsheet_shows_them() -> None:
    found = table('name_en,price\n"two\nlines",1\n,\n\nTea,2\n')
    assert [row.number for row in found.rows] == [2, 5]


def test_headers_may_be_written_a_little_otherwise_and_unknown_ones_are_told() -> None:
    found = table(" Name_EN ,NAME_ZH_HANS,Price,Margin,\nTea,茶,1,5,\n")
    assert found.unused == ("Margin",)
    assert names(found, "zh-Hans") == ["茶"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   \n\n",
        b"name_en,price\n",
        b"foo,bar\n1,2\n",
        b"name_en,name_en\na,b\n",
        b'name_en,price\n"open,1\n',
        b"name_en,price\nSoup\0,1\n",
        b"\x89PNG\r\n\x1a\n\0\0\0",
        b"PK\x03\x04" + b"\0" * 40,
        b"\xff\xfe\x00",
        b"name_en\n" + b"x\n" * 5001,
        b"name_en\n" + b"x" * (2 * 1024 * 1024),
    ],
)
def test_what_is_no_menu_is_refused(content: bytes) -> None:
    with pytest.raises(BadFile):
        table(content)


def test_five_thousand_rows_are_not_too_many() -> None:
    assert len(table("name_en\n" + "x\n" * 5000).rows) == 5000


def test_a_cell_without_end_is_refused_in_its_place() -> None:
    found = table("name_en,description_en\nSoup," + "x" * 5001 + "\n")
    assert [(one.row, one.column) for one in found.troubles] == [(2, "description_en")]


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1", "-1", "@A1", "\t=1", "＝1", "'=1", "''", "'''+", "'tis", "'", "", "Soup", "a=b"],
)
def test_no_cell_runs_as_a_formula_and_every_one_reads_back(cell: str) -> None:
    assert guarded(cell)[:1] not in set("=+-@\t＝")
    assert unguarded(guarded(cell)) == cell
