"""Errors that are hard to describe are described in bounded time and size, and nothing is raised."""

from __future__ import annotations

import json
import sys

import pytest

from jupyter_bolt.inside.error_facts import describe_error


def raised(source: str, **names: object) -> dict[str, object]:
    """Run a cell as Python compiles it and describe its error, as the JSON that leaves a kernel."""
    space: dict[str, object] = {"__name__": "__main__", **names}
    try:
        exec(compile(source, "cell.py", "exec"), space)
    except BaseException as error:  # noqa: BLE001 - the cells raise what they like
        return json.loads(json.dumps(describe_error(error, cell_files={"cell.py"}, source=source)))
    raise AssertionError("the cell was meant to fail")


@pytest.mark.parametrize(
    "body", ["raise SystemExit", "return 3", "raise KeyError", "return 'a' * 10**7", "1 / 0"]
)
def test_any_message_is_described(body: str) -> None:
    described = raised(f"class E(Exception):\n    def __str__(self):\n        {body}\nraise E")
    assert described["name"] == "E"
    assert len(str(described["message"]).encode()) <= 4096
    assert described["frames"][0]["file"] == "cell"


@pytest.mark.parametrize("message", ["\ud800", "é" * 10_000, "\x1b[31m", "\0", "a\nb"])
def test_any_text_leaves_as_json(message: str) -> None:
    assert len(str(raised("raise KeyError(message)", message=message)["message"]).encode()) <= 4096


def test_ten_thousand_frames_keep_both_ends() -> None:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(20_000)
    try:
        described = raised("def f(n):\n    return f(n - 1) if n else lenght\nlength = 1\nf(9_900)")
    finally:
        sys.setrecursionlimit(before)
    assert len(described["frames"]) == 50
    assert described["frames"][0]["line"] == 4
    assert described["frames"][-1]["line"] == 2
    assert described["facts"]["name"] == "lenght"
    assert "length" in described["facts"]["known"]


@pytest.mark.parametrize("method", ["__dir__(self)", "__getattribute__(self, name)"])
@pytest.mark.parametrize(
    "body", ["while True: pass", "raise SystemExit", "return [1, None]", "return 10**6 * ['a']"]
)
def test_an_object_that_resists_is_described(method: str, body: str) -> None:
    source = f"class O:\n    def {method}:\n        {body}\nraise AttributeError(name='lenght', obj=O())"
    assert raised(source)["name"] == "AttributeError"


def test_of_very_many_keys_the_likely_ones_are_known() -> None:
    described = raised("d['lenght']", d={f"{number:09}": 1 for number in range(100_000)} | {"length": 1})
    assert len(described["facts"]["known"]) == 5_000
    assert "length" in described["facts"]["known"]


def test_columns_are_characters_and_name_the_token() -> None:
    source = "x = 'é𝄞'; print('ß', lenght)"
    facts = raised(source)["facts"]
    assert source[facts["column"] : facts["end_column"]] == "lenght"


def test_a_syntax_error_has_its_place() -> None:
    described = raised("x = 1\ny = (2,,)")
    assert described["facts"]["line"] == 2
    assert described["frames"][-1]["line"] == 2


def test_without_exact_columns_a_name_is_still_found(monkeypatch: pytest.MonkeyPatch) -> None:
    from jupyter_bolt.inside import positions, traces

    def by_line(at: object) -> positions.Position:
        return positions.Position(at.tb_lineno, at.tb_lineno, None, None)

    monkeypatch.setattr(traces, "position_of", by_line)
    facts = raised("length = 1\nprint(length, lenght)")["facts"]
    assert (facts["line"], facts["column"]) == (2, 14)


@pytest.mark.parametrize(
    ("source", "failing"),
    [
        ("x = 'é' + str(1); y = 'ß' + 3", "'ß' + 3"),
        ("x = (1 +\n  'a')", "1 +\n  'a'"),
        ("def f(a):\n    return a + 'é'\nf(3)", "a + 'é'"),
        ("[1][3]", "[1][3]"),
    ],
)
def test_the_expression_that_raised_has_its_place(source: str, failing: str) -> None:
    place = raised(source)["facts"]["expression"]
    lines = source.split("\n")[place["line"] - 1 : place["end_line"]]
    lines[-1] = lines[-1][: place["end_column"]]
    lines[0] = lines[0][place["column"] :]
    assert "\n".join(lines) == failing


def test_values_are_told_behind_simple_keys() -> None:
    values = raised("for i in [0]:\n    row['a'][i] + xs[-1]", row={"a": ["3"]}, xs=[1])["facts"]["values"]
    told = {each["source"]: each["repr"] for each in values}
    assert told["row['a'][i]"] == "'3'"
    assert told["xs[-1]"] == "1"
