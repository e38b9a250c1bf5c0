"""Evidence and proposals without what makes them large: what is kept of them when nobody looks at that any more."""

from __future__ import annotations

from ..trials.evidence import ErrorFacts, Evidence
from .proposal import Proposal


def bare_evidence(evidence: Evidence) -> Evidence:
    """The same outcome, reason, error and figures; outputs, variables, files and live facts are cut."""
    error = evidence.error
    if error is not None:
        error = error.model_copy(update={"facts": ErrorFacts(), "traceback": []})
    truncated = evidence.truncated or bool(evidence.outputs or evidence.variables or evidence.files)
    return evidence.model_copy(
        update={"outputs": [], "variables": [], "files": [], "error": error, "truncated": truncated}
    )


def bare_proposal(proposal: Proposal) -> Proposal:
    """The same edits and words, with bare evidence."""
    return proposal.model_copy(update={"evidence": bare_evidence(proposal.evidence)})
