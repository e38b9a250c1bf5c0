"""Add up what the test runners reported, and fail when one of them ran nothing."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree


class Count(NamedTuple):
    """Tests of one runner."""

    passed: int
    failed: int
    skipped: int


def count_junit(report: Path) -> Count:
    """Read pytest's JUnit report."""
    suites = ElementTree.parse(report).getroot().iter("testsuite")
    totals = [
        [int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")] for suite in suites
    ]
    tests, failures, errors, skipped = (sum(column) for column in zip(*totals, strict=True))
    return Count(tests - failures - errors - skipped, failures + errors, skipped)


def count_json(report: Path) -> Count:
    """Read jest's or Playwright's JSON report."""
    found = json.loads(report.read_text())
    if "stats" in found:
        stats = found["stats"]
        return Count(stats["expected"], stats["unexpected"] + stats["flaky"], stats["skipped"])
    failed = found["numFailedTests"] + found["numRuntimeErrorTestSuites"]
    return Count(found["numPassedTests"], failed, found["numPendingTests"])


def count(report: Path) -> Count:
    """Count one report; one that was never written counts as a failure."""
    if not report.exists():
        return Count(0, 1, 0)
    return count_junit(report) if report.suffix == ".xml" else count_json(report)


def main(folder: str, *reports: str) -> int:
    counts = {name: count(Path(folder) / name) for name in reports}
    for name, each in counts.items():
        print(f"{Path(name).stem:8}{each.passed:6} passed{each.failed:6} failed{each.skipped:6} skipped")
    passed, failed, skipped = (sum(column) for column in zip(*counts.values(), strict=True))
    print(f"\n{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or any(each.passed == 0 for each in counts.values()) else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
