"""Why a model gave no answer: the provider's own reason, without a key, and what to do."""

from __future__ import annotations

import os
import re

from ..errors import ModelFailed
from .providers import KEY_VARIABLES, key_hint

SHOWN_CHARACTERS = 300
SHORTEST_KEY = 8
KEY_SHAPES = re.compile(
    r"\b(?:sk|pk|rk|gsk|xai|AIza|ya29|hf|nvapi|lsv2)[-_.A-Za-z0-9*]{6,}|(?i:bearer|api[-_]key[=:])\s*\S+"
)


def describe_failure(error: BaseException, provider: str) -> ModelFailed:
    """Put an error of any provider's package in words. Never raises."""
    status = _status(error)
    reason = _reason(error)
    match status:
        case 401 | 403:
            return ModelFailed(f"The provider refuses the key: {reason}", hint=key_hint(provider))
        case 404:
            return ModelFailed(
                f"The provider does not know the model: {reason}", hint="Check the model's name and address."
            )
        case 429:
            return ModelFailed(
                f"The provider takes no more requests for now: {reason}",
                hint="Wait a moment, or look at your plan's limits.",
            )
        case int() if status >= 500:
            return ModelFailed(
                f"The provider failed: {reason}", hint="Try again later, or name another model."
            )
    return ModelFailed(reason)


def refuses_temperature(error: BaseException) -> bool:
    """Whether a model takes no temperature but its own, as reasoning models do."""
    return _status(error) == 400 and "temperature" in str(error).lower()


def _status(error: BaseException) -> int | None:
    for each in _chain(error):
        for name in ("status_code", "code"):
            value = getattr(each, name, None)
            if isinstance(value, int) and 400 <= value < 600:
                return value
    return None


def _reason(error: BaseException) -> str:
    texts = [text for each in _chain(error) if (text := " ".join(_text(each).split()))]
    text = texts[0] if texts else type(error).__name__
    if len(texts) > 1 and text.rstrip(".").lower() in {"connection error", "request timed out"}:
        text = f"{text.rstrip('.')}: {texts[-1]}"
    text = _without_keys(text)
    return (
        text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"
    ) or "no reason given"


def _text(error: BaseException) -> str:
    """What the provider said, where its package keeps that apart."""
    body = getattr(error, "body", None)
    if isinstance(body, dict):
        inner = body.get("error", body)
        if isinstance(inner, dict) and isinstance(inner.get("message"), str):
            return str(inner["message"])
    return str(error)


def _chain(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    each: BaseException | None = error
    while each is not None and each not in chain and len(chain) < 8:
        chain.append(each)
        each = each.__cause__ or each.__context__
    return chain


def _without_keys(text: str) -> str:
    for name in {name for names in KEY_VARIABLES.values() for name in names}:
        key = os.environ.get(name, "")
        if len(key) >= SHORTEST_KEY:
            text = text.replace(key, "[key]")
    return KEY_SHAPES.sub("[key]", text)
