"""Which model is asked, where, and how much it may take."""

from __future__ import annotations

import os
from dataclasses import dataclass

from ..errors import ModelFailed
from .providers import PROVIDER_NAMES

MODEL_VARIABLE = "JUPYTER_BOLT_MODEL"
BASE_URL_VARIABLE = "JUPYTER_BOLT_MODEL_BASE_URL"

TIME_S = 60.0
ANSWERS = 3


@dataclass(frozen=True)
class ModelSettings:
    """What an administrator or a user has named. Without a name no model is asked."""

    name: str
    """`provider:model`, as in `openai:gpt-5` or `ollama:qwen2.5-coder:1.5b`."""
    base_url: str = ""
    """Where an OpenAI-compatible or other server of one's own answers; empty for the provider's."""
    time_s: float = TIME_S
    """Seconds for one answer, from asking to its last word."""
    answer_bytes: int = 64 * 1024
    """An answer is cut here, while it comes."""
    most_tokens: int = 8_192

    @property
    def provider(self) -> str:
        """The provider as LangChain calls it. Raises `ModelFailed` where none is named."""
        provider, _, model = self.name.partition(":")
        if not provider.strip() or not model.strip():
            raise ModelFailed(
                f"The model {self.name!r} names no provider.",
                hint="Write it as `provider:model`, as in `openai:gpt-5` or `ollama:qwen2.5-coder:1.5b`.",
            )
        return PROVIDER_NAMES.get(provider.strip(), provider.strip())

    @property
    def model(self) -> str:
        return self.name.partition(":")[2].strip()


def named_model() -> str:
    """The model that the environment names, or nothing."""
    return os.environ.get(MODEL_VARIABLE, "").strip()


def named_base_url() -> str:
    """The address that the environment names for it, or nothing."""
    return os.environ.get(BASE_URL_VARIABLE, "").strip()
