"""Evidence and proposals without what makes them large: what is kept of them when nobody looks at that any more."""

from __future__ import annotations

import json

from pydantic import BaseModel

from ..trials.evidence import CellError, ErrorFacts, Evidence
from .proposal import Proposal


def bare_evidence(evidence: Evidence) -> Evidence:
    """The same outcome, reason, error and figures; outputs, variables, files and live facts are cut."""
    error = bare_error(evidence.error)
    truncated = evidence.truncated or bool(evidence.outputs or evidence.variables or evidence.files)
    return evidence.model_copy(
        update={"outputs": [], "variables": [], "files": [], "error": error, "truncated": truncated}
    )


def bare_error(error: CellError | None) -> CellError | None:
    """The same name, message and frames."""
    return error and error.model_copy(update={"facts": ErrorFacts(), "traceback": []})


def bare_proposal(proposal: Proposal) -> Proposal:
    """The same edits and words, with bare evidence."""
    return proposal.model_copy(update={"evidence": bare_evidence(proposal.evidence)})


def text_bytes(model: BaseModel) -> int:
    """The bytes of all text that it holds: those of its JSON in ASCII."""
    return len(json.dumps(model.model_dump(mode="json")))
