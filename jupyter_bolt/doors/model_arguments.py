"""Which model a command asks: named by an option, else by the environment, else none."""

from __future__ import annotations

import argparse

from ..models.settings import (
    BASE_URL_VARIABLE,
    MODEL_VARIABLE,
    TIME_S,
    ModelSettings,
    named_base_url,
    named_model,
)


def add_model_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options that name a model."""
    group = parser.add_argument_group(
        "language model",
        "Without a name no model is asked. Its key is read from the environment, as the provider's own "
        "package reads it: OPENAI_API_KEY, ANTHROPIC_API_KEY, GOOGLE_API_KEY.",
    )
    group.add_argument(
        "--model",
        dest="model_name",
        metavar="PROVIDER:MODEL",
        help="The model that is asked where no rule has a fix: openai:gpt-5, ollama:qwen2.5-coder:1.5b. "
        f"By default what {MODEL_VARIABLE} names.",
    )
    group.add_argument(
        "--base-url",
        dest="model_base_url",
        metavar="URL",
        help="Where its server answers, if not at its provider's: any OpenAI-compatible one. "
        f"By default what {BASE_URL_VARIABLE} names.",
    )
    group.add_argument(
        "--model-time-s",
        dest="model_time_s",
        metavar="SECONDS",
        type=float,
        default=TIME_S,
        help="Seconds that one of its answers may take.",
    )


def model_settings(arguments: argparse.Namespace) -> ModelSettings | None:
    """The model that is named, or None."""
    name = getattr(arguments, "model_name", None) or named_model()
    if not name:
        return None
    base_url = getattr(arguments, "model_base_url", None) or named_base_url()
    return ModelSettings(name, base_url=base_url, time_s=getattr(arguments, "model_time_s", TIME_S))
