"""What was seen, in one line: ``Ran · 0.3 s · prints 42 · makes df, 3 columns``."""

from __future__ import annotations

from ..trials.evidence import Evidence, StreamOutput, VariableChange

SHOWN_CHARACTERS = 40
SHOWN_VARIABLES = 3


def badge(evidence: Evidence) -> str:
    """Say what was seen and nothing more: never that it is correct."""
    if evidence.outcome == "not_tried":
        return f"Not tried: {evidence.reason or 'no reason was given'}"
    if evidence.outcome == "failed":
        why = evidence.error.name if evidence.error else evidence.reason or "ended"
        return f"Failed · {_seconds(evidence)} · {why}"
    parts = [f"Ran · {_seconds(evidence)}", _printed(evidence), _shown(evidence), *_made(evidence)]
    if evidence.files:
        parts.append(f"would change {evidence.files[0].path}{_more(len(evidence.files) - 1)}")
    return " · ".join(part for part in parts if part)


def _seconds(evidence: Evidence) -> str:
    return f"{evidence.seconds:.1f} s" if evidence.seconds >= 0.05 else "< 0.1 s"


def _printed(evidence: Evidence) -> str:
    text = "".join(
        each.text for each in evidence.outputs if isinstance(each, StreamOutput) and each.name == "stdout"
    )
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return f"prints {_short(line)}" if line else ""


def _shown(evidence: Evidence) -> str:
    shown = [each for each in evidence.outputs if not isinstance(each, StreamOutput)]
    if any(kind.startswith("image/") for each in shown for kind in each.data):
        return "shows a picture"
    text = next((each.data["text/plain"] for each in shown if each.data.get("text/plain")), "")
    return f"shows {_short(text.splitlines()[0])}" if text.strip() else ""


def _made(evidence: Evidence) -> list[str]:
    verbs = {"made": "makes", "changed": "changes", "removed": "removes"}
    shown = [f"{verbs[each.change]} {_variable(each)}" for each in evidence.variables[:SHOWN_VARIABLES]]
    hidden = len(evidence.variables) - len(shown)
    return [*shown[:-1], shown[-1] + _more(hidden)] if shown else []


def _variable(variable: VariableChange) -> str:
    size = variable.size.strip()
    return f"{variable.name}, {size}" if size else variable.name


def _more(count: int) -> str:
    return f" and {count} more" if count > 0 else ""


def _short(text: str) -> str:
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"
