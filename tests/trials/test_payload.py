"""What is sent into a kernel loads there, whichever Python that is."""

from __future__ import annotations

import subprocess
import sys

import pytest

from jupyter_bolt.trials.payload import expression, sources

PROGRAM = """
import builtins, importlib.util, sys
if sys.argv[1] == "another":
    importlib.util.MAGIC_NUMBER = b"another"
compiled, compile_here = [], compile
builtins.compile = lambda *given, **options: compiled.append(given[1]) or compile_here(*given, **options)
print(eval(sys.stdin.read()), sum(str(each).startswith("<jupyter_bolt") for each in compiled))
"""


@pytest.mark.parametrize("python", ["the same", "another"])
def test_modules_are_compiled_only_for_another_python(python: str) -> None:
    digest, modules = sources()
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, python],
        input=expression("digest"),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.stdout.split() == [digest, str(len(modules) if python == "another" else 0)], ended.stderr
