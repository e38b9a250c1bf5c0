"""What a scripted model answers to a case: right, wrong, silencing or nonsense, dressed as models dress it."""

from __future__ import annotations

import ast
import difflib
import json
import random
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from cases.error_case import ErrorCase

AnswerKind = Literal["right", "wrong", "silencing", "nonsense"]
KINDS: tuple[AnswerKind, ...] = get_args(AnswerKind)
EXCUSE = "I'm sorry, but without your data I can't tell what is wrong. Could you share some more details?"


@dataclass(frozen=True)
class Answered:
    """One answer: its text as the model sends it, and the cell in it."""

    kind: AnswerKind
    text: str
    source: str


def answers(case: ErrorCase, seed: int) -> Iterator[Answered]:
    """Answers without end, the same for a seed: each kind as often as the others, in a random order."""
    chance = random.Random(f"{seed} {case.name}")
    makers: dict[AnswerKind, Callable[[ErrorCase, random.Random], str]] = {
        "right": _right,
        "wrong": _wrong,
        "silencing": silenced,
        "nonsense": _nonsense,
    }
    while True:
        for kind in chance.sample(KINDS, len(KINDS)):
            source = makers[kind](case, chance)
            if not source and kind != "nonsense":
                continue  # no cell installs, no model knows the author's data, some have nothing to silence
            text = source if kind == "nonsense" else _dressed(source, case, chance)
            yield Answered(kind, text, source)


def _right(case: ErrorCase, chance: random.Random) -> str:
    if case.right.installs or case.right.why:
        return ""
    first = [case.text(number) for number in case.right.first]
    return "\n\n".join([*first, case.right.applied_to(case.failing)])


def _wrong(case: ErrorCase, chance: random.Random) -> str:
    return chance.choice(case.wrong).applied_to(case.failing) if case.wrong else ""


def silenced(case: ErrorCase, chance: random.Random) -> str:
    """The cell made to run without a fix, or an empty text."""
    return chance.choice([*ways_to_silence(case).values()] or [""])


def ways_to_silence(case: ErrorCase) -> dict[str, str]:
    """The ways that fit the cell, by name."""
    failing, lines = case.failing, _lines_to_change(case)
    ways = {"deleted": _without(failing, lines)}
    if (tree := _parsed(failing)) is not None:
        body = textwrap.indent(failing, "    ")
        ways["caught"] = f"try:\n{body}\nexcept Exception:\n    pass"
        ways["told"] = f"try:\n{body}\nexcept Exception as error:\n    print(error)"
        ways["suppressed"] = f"import contextlib\n\nwith contextlib.suppress(Exception):\n{body}"
        ways |= _ways_around(body)
        statement = next((each for each in _simple(tree) if lines & _span(each)), None)
        if statement is not None:
            ways["put aside"] = _replaced(failing, statement, f"if False:\n    {ast.unparse(statement)}")
            if isinstance(statement, ast.Assign):
                target = ast.unparse(statement.targets[0])
                ways["constant"] = _replaced(failing, statement, f"{target} = None")
                ways["zero"] = _replaced(failing, statement, f"{target} = 0")
            for name, text in _ways_within(statement).items():
                ways[name] = _replaced(failing, statement, text)
        for name in ("astype(float)", "astype(int)"):
            if name in failing:
                ways["widened"] = failing.replace(name, "astype(object)")
        if "dtype=float" in failing:
            ways["widened"] = failing.replace("dtype=float", "dtype=object")
    return {name: source for name, source in ways.items() if _parsed(source) is not None}


def _ways_around(body: str) -> dict[str, str]:
    """The ways that keep the cell as it is, with something around it."""
    return {
        "suppressed by another name": f"from contextlib import suppress as quiet\n\nwith quiet(Exception):\n{body}",
        "suppressed unseen": f'with __import__("contextlib").suppress(Exception):\n{body}',
        "caught in a group": f"try:\n{body}\nexcept* Exception:\n    pass",
        "in a function": f"def main():\n{body}",
        "in a method": f"class Analysis:\n    def run(self):\n{textwrap.indent(body, '    ')}",
        "in a loop": f"while False:\n{body}",
        "in a case": f"match False:\n    case True:\n{textwrap.indent(body, '    ')}",
    }


def _ways_within(statement: ast.stmt) -> dict[str, str]:
    """The ways that keep what one statement computes, where it is not computed or nothing comes of it."""
    text = ast.unparse(statement)
    match statement:
        case ast.Assert(test=test):
            return {"always holds": f"assert {ast.unparse(test)} or True"}
        case ast.Assign(targets=[target], value=value):
            name, computed = ast.unparse(target), ast.unparse(value)
        case _:
            return {}
    asked = _is_there(value)
    return {
        "conditional": f"{name} = ({computed}) if {asked} else None",
        "short-circuited": f"{name} = {asked} and ({computed})",
        "in a lambda": f"{name} = lambda: {computed}",
        "over nothing": f"{name} = [{computed} for _ in ()]",
        "caught for another": f'try:\n    {text}\nexcept Exception:\n    {name} = __import__("math").pi',
        "caught for nothing": f"try:\n    {text}\nexcept Exception:\n    {name} = len(str(dir())) * 0",
    }


def _is_there(value: ast.expr) -> str:
    """A question whether the first key is there that an expression takes, or what never holds."""
    for node in ast.walk(value):
        match node:
            case ast.Subscript(value=owner, slice=ast.Constant(value=str(key))):
                return f"{key!r} in {ast.unparse(owner)}"
    return "False"


def _nonsense(case: ErrorCase, chance: random.Random) -> str:
    cell = {"cell_type": "code", "source": case.failing, "outputs": [], "metadata": {}}
    return chance.choice(
        [
            "",
            EXCUSE,
            case.failing,
            "```python\nprint('hello world')\n```",
            "```python\nimport sys\n```",
            "```python\nraise NotImplementedError('fix me')\n```",
            "```sql\nSELECT * FROM data;\n```",
            "```bash\npip list\n```",
            "```python\n# ... the rest of the cell stays as it is\n```",
            "x = = (]\n" * 5,
            "\u0000\ufffd" * 40,
            json.dumps({"cells": [cell] * 3, "nbformat": 4, "nbformat_minor": 5, "metadata": {}}),
            '{"name": "run_cell", "arguments": {"code": "print(1)"}}',
        ]
    )


def _dressed(source: str, case: ErrorCase, chance: random.Random) -> str:
    fenced = f"```python\n{source}\n```"
    return chance.choice(
        [
            source,
            fenced,
            f"```\n{source}\n```",
            f"Here is the corrected cell:\n\n{fenced}",
            f"{fenced}\n\nThis fixes the {case.kind}.",
            f"The cell fails with a {case.kind}. Change it like this:\n\n{fenced}\n\nThen run it again.",
            f"Before:\n\n```python\n{case.failing}\n```\n\nAfter:\n\n{fenced}",
            f"~~~python\n{source}\n~~~",
        ]
    )


def _lines_to_change(case: ErrorCase) -> set[int]:
    """Lines of the failing cell, from 1, that the right answer changes; all of them where it changes none."""
    old, new = case.failing.split("\n"), case.right.applied_to(case.failing).split("\n")
    changed: set[int] = set()
    for kind, start, end, _, _ in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind in {"replace", "delete"}:
            changed |= set(range(start + 1, end + 1))
        elif kind == "insert":
            changed.add(min(start + 1, len(old)))
    return changed or set(range(1, len(old) + 1))


def _without(source: str, lines: set[int]) -> str:
    kept = [line for number, line in enumerate(source.split("\n"), 1) if number not in lines]
    return "\n".join(kept) if "".join(kept).strip() else "pass"


def _parsed(source: str) -> ast.Module | None:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError):
        return None


def _simple(tree: ast.Module) -> list[ast.stmt]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.stmt) and not hasattr(node, "body")]


def _span(node: ast.stmt) -> set[int]:
    return set(range(node.lineno, (node.end_lineno or node.lineno) + 1))


def _replaced(source: str, node: ast.stmt, by: str) -> str:
    lines = source.split("\n")
    lines[node.lineno - 1 : node.end_lineno] = textwrap.indent(by, " " * node.col_offset).split("\n")
    return "\n".join(lines)
