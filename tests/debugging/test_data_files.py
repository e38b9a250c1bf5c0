"""Cells that read a data file as what it is not, over real files."""

from __future__ import annotations

import gzip
import json
import pickle
from pathlib import Path

import pandas as pd
import pytest

ROWS = "name;price;city\nGrün;1;Köln\nWeiß;2;Düsseldorf\n"
RUSSIAN = "имя,город\nАнна,Москва\nИван,Казань\n"
JAPANESE = "なまえ,まち\nたろう,とうきょう\nはなこ,おおさか\n"
CHINESE = "名字,城市\n王小明,北京\n李小红,上海\n"
FILES = {
    "western.csv": ROWS.replace(";", ",").encode("cp1252"),
    "euro.csv": "item,price\nCafé,3 €\nThé,2 €\n".encode("cp1252"),
    "quotes.txt": "“Tea” €5".encode("cp1252"),
    "mac.csv": "name,price\nGrün,1\nThé,2\nCafé crème,3\n".encode("mac_roman"),
    "wide.csv": ROWS.replace(";", ",").encode("utf-16"),
    "wide-unmarked.csv": ROWS.replace(";", ",").encode("utf-16-le"),
    "marked.csv": b"\xef\xbb\xbf" + b'"name","price"\nink,2\n',
    "marked.json": b"\xef\xbb\xbf" + b'{"name": "ink"}',
    "russian.csv": RUSSIAN.encode("cp1251"),
    "japanese.csv": JAPANESE.encode("cp932"),
    "chinese.csv": CHINESE.encode("gb18030"),
    "noise.csv": bytes(range(128, 256)) * 20,
    "german.csv": b"name;price;note\nink;1,5;a, b, c\npen;2,5;d\ncap;3,5;e, f, g, h\n",
    "tabs.csv": b"name\tprice\tnote\nink\t1\ta\npen\t2\td, e, f\ncap\t3\tg\n",
    "titled.csv": b"Sales of 2023\nin thousands\nname,price,count\nink,1,2\npen,2,3\n",
    "ragged.csv": b"name,price\nink,1\npen,2,3\ncap,4\n",
    "semicolons.csv": b"name;price\nink;1\npen;2\n",
    "table.csv": b"",
    "records.json": b'{"name": "ink"}\n{"name": "pen"}\n',
    "whole.json": b'{"name": "ink"}',
    "list.csv": b'[{"name": "ink"}, {"name": "pen"}]',
    "packed.csv": gzip.compress(b"name,price\nink,1\n"),
    "numbers.pkl": pickle.dumps([1, 2]),
    "text.parquet": b"name,price\nink,1\n",
}


@pytest.fixture(autouse=True)
def folder_of_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    pd.DataFrame({"name": ["ink"] * 500}).to_parquet(tmp_path / "hidden.csv")
    monkeypatch.chdir(tmp_path)


PD, JSON, PICKLE = "import pandas as pd", "import json", "import pickle"
FIXED = [
    # Encodings
    pytest.param(PD, 'pd.read_csv("western.csv")', 'pd.read_csv("western.csv", encoding="cp1252")', id="western"),
    pytest.param(PD, 'pd.read_csv("euro.csv")', 'pd.read_csv("euro.csv", encoding="cp1252")', id="euro"),
    pytest.param("", "open('quotes.txt').read()", "open('quotes.txt', encoding=\"cp1252\").read()", id="quotes"),
    pytest.param(PD, 'pd.read_csv("mac.csv")', 'pd.read_csv("mac.csv", encoding="mac_roman")', id="mac"),
    pytest.param(PD, 'pd.read_csv("wide.csv")', 'pd.read_csv("wide.csv", encoding="utf-16")', id="utf-16"),
    pytest.param("", 'open("wide-unmarked.csv", encoding="ascii").read().index("ü")', 'open("wide-unmarked.csv", encoding="utf-16-le").read().index("ü")', id="utf-16-without-mark"),
    pytest.param(PD, 'pd.read_csv("russian.csv",\n    index_col=0,\n)', 'pd.read_csv("russian.csv",\n    index_col=0, encoding="cp1251"\n)', id="russian"),
    pytest.param(PD, 'pd.read_csv("japanese.csv")', 'pd.read_csv("japanese.csv", encoding="cp932")', id="japanese"),
    pytest.param(PD, 'pd.read_csv("chinese.csv")', 'pd.read_csv("chinese.csv", encoding="gb18030")', id="chinese"),
    pytest.param(PD, 'pd.read_csv("western.csv", encoding="utf-8")', 'pd.read_csv("western.csv", encoding="cp1252")', id="encoding-given"),
    pytest.param("", "text = open('western.csv').read()", "text = open('western.csv', encoding=\"cp1252\").read()", id="open"),
    pytest.param("", "with open('western.csv') as f:\n    for line in f:\n        print(line)", "with open('western.csv', encoding=\"cp1252\") as f:\n    for line in f:\n        print(line)", id="lines"),
    pytest.param("import csv", "rows = list(csv.reader(open('western.csv')))", "rows = list(csv.reader(open('western.csv', encoding=\"cp1252\")))", id="csv-reader"),
    pytest.param("from pathlib import Path", "Path('western.csv').read_text()", "Path('western.csv').read_text(encoding=\"cp1252\")", id="read-text"),
    pytest.param(JSON, "with open('marked.json') as f:\n    json.load(f)", "with open('marked.json', encoding=\"utf-8-sig\") as f:\n    json.load(f)", id="json-with-mark"),
    pytest.param("import csv", "with open('marked.csv') as f:\n    rows = list(csv.DictReader(f))\nrows[0]['name']", "with open('marked.csv', encoding=\"utf-8-sig\") as f:\n    rows = list(csv.DictReader(f))\nrows[0]['name']", id="mark-in-a-key"),
    # Tables
    pytest.param(PD, 'pd.read_csv("german.csv")', 'pd.read_csv("german.csv", sep=";", decimal=",")', id="semicolons"),
    pytest.param(PD, 'pd.read_csv("tabs.csv")', 'pd.read_csv("tabs.csv", sep="\\t")', id="tabs"),
    pytest.param(PD, 'pd.read_csv("titled.csv")', 'pd.read_csv("titled.csv", skiprows=2)', id="title"),
    pytest.param(PD, 'df = pd.read_csv("semicolons.csv")\ndf["price"].sum()', 'df = pd.read_csv("semicolons.csv", sep=";")\ndf["price"].sum()', id="one-column"),
    # Readers
    pytest.param(PD, 'pd.read_csv("hidden.csv", sep=",")', 'pd.read_parquet("hidden.csv")', id="parquet"),
    pytest.param(PD, 'pd.read_csv("packed.csv")', 'pd.read_csv("packed.csv", compression="gzip")', id="gzip"),
    pytest.param(PD, 'pd.read_parquet("text.parquet")', 'pd.read_csv("text.parquet")', id="csv-called-parquet"),
    pytest.param(PD, 'pd.read_json("records.json")', 'pd.read_json("records.json", lines=True)', id="json-lines"),
    # Open files
    pytest.param(JSON, 'json.load("whole.json")', 'json.load(open("whole.json", encoding="utf-8"))', id="load-of-a-path"),
    pytest.param(JSON, 'json.loads("whole.json")', 'json.load(open("whole.json", encoding="utf-8"))', id="loads-of-a-path"),
    pytest.param(JSON, "with open('whole.json') as f:\n    json.loads(f)", "with open('whole.json') as f:\n    json.load(f)", id="loads-of-a-file"),
    pytest.param(JSON + "\ntext = '{\"a\": 1}'", "json.load(text)", "json.loads(text)", id="load-of-text"),
    pytest.param(JSON, "with open('records.json') as f:\n    rows = json.load(f)", "with open('records.json') as f:\n    rows = [json.loads(line) for line in f]", id="load-of-lines"),
    pytest.param(PICKLE, "pickle.load(open('numbers.pkl'))", "pickle.load(open('numbers.pkl', \"rb\"))", id="pickle-as-text"),
    pytest.param(PICKLE, "pickle.load('numbers.pkl')", "pickle.load(open('numbers.pkl', \"rb\"))", id="pickle-of-a-path"),
    pytest.param(PICKLE, "with open('new.pkl', 'w') as f:\n    pickle.dump([1], f)", "with open('new.pkl', 'wb') as f:\n    pickle.dump([1], f)".replace("'wb'", '"wb"'), id="pickle-into-text"),
    pytest.param(JSON, "with open('new.json', 'wb') as f:\n    json.dump([1], f)", "with open('new.json', \"w\") as f:\n    json.dump([1], f)", id="json-into-bytes"),
]  # fmt: skip


@pytest.mark.parametrize(("setup", "source", "expected"), FIXED)
def test_the_file_is_read_as_what_it_is(cells, setup: str, source: str, expected: str) -> None:
    assert cells.first_that_runs(setup, source) == expected


LEFT_ALONE = [
    pytest.param(PD, 'pd.read_csv("noise.csv")', id="no-encoding-fits"),
    pytest.param(PD, 'pd.read_csv("ragged.csv")', id="a-row-too-long"),
    pytest.param(PD, 'pd.read_csv("table.csv")', id="empty"),
    pytest.param("", "b'\\xff'.decode()", id="bytes-of-no-file"),
    pytest.param(JSON, "json.loads('nothing')", id="text-that-is-no-path"),
    pytest.param(JSON, "json.load(3)", id="a-number"),
    pytest.param(PD, "pd.DataFrame({'a': [1]})['whole.json']", id="a-key-like-a-file"),
    pytest.param(PD, "int('western.csv')", id="text-like-a-file"),
]


@pytest.mark.parametrize(("setup", "source"), LEFT_ALONE)
def test_no_file_is_read_otherwise_without_a_sign(cells, setup: str, source: str) -> None:
    assert cells.candidates(setup, source) == []


def test_a_workbook_called_csv_is_read_as_one(cells, tmp_path: Path) -> None:
    (tmp_path / "book.csv").write_bytes(b"PK\x03\x04" + b"\0" * 26 + b"xl/workbook.xml" + bytes(range(256)))
    (candidate,) = cells.candidates(PD, 'pd.read_csv("book.csv", encoding="utf-8", nrows=3)')
    assert candidate.after == 'pd.read_excel("book.csv", nrows=3)'


def test_records_of_any_json_are_read_from_a_list(cells, tmp_path: Path) -> None:
    assert json.loads((tmp_path / "list.csv").read_bytes())
    proposed = cells.candidates(PD, 'df = pd.read_csv("list.csv")\ndf["name"]')
    assert 'df = pd.read_json("list.csv")\ndf["name"]' in [each.after for each in proposed]
