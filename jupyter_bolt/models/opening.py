"""Make LangChain's object for a model. Imports take a second: call this off the event loop."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from ..errors import ModelFailed
from .failure import describe_failure
from .providers import KEY_VARIABLES, install_hint, key_hint
from .settings import ModelSettings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

ONE_CONNECTION = {"Connection": "close"}
"""Answers come minutes apart: a connection that is kept would only grow stale, or outlive its event loop."""


def open_model(settings: ModelSettings, temperature: float | None) -> BaseChatModel:
    """Open a model without asking it anything. Raises `ModelFailed` with what is missing."""
    provider = settings.provider
    try:
        from langchain.chat_models import init_chat_model
    except ImportError as error:
        raise ModelFailed("LangChain is not installed.", hint=install_hint(provider)) from error
    try:
        model: BaseChatModel = init_chat_model(
            settings.model, model_provider=provider, **_options(settings, provider, temperature)
        )
    except ImportError as error:
        raise ModelFailed(
            f"What the model provider {provider!r} needs is not installed.", hint=install_hint(provider)
        ) from error
    except Exception as error:
        reason = describe_failure(error, provider).message
        raise ModelFailed(
            f"The model {settings.name!r} could not be set up: {reason}", hint=key_hint(provider)
        ) from error
    return model


def _options(settings: ModelSettings, provider: str, temperature: float | None) -> dict[str, Any]:
    """What the provider's class is given; it ignores what it does not know."""
    options: dict[str, Any] = {
        "timeout": settings.time_s,
        "max_tokens": settings.most_tokens,
        "max_retries": 0,
    } | _own_options(settings, provider)
    if temperature is not None:
        options["temperature"] = temperature
    if settings.base_url:
        options["base_url"] = settings.base_url
    return options


def _own_options(settings: ModelSettings, provider: str) -> dict[str, Any]:
    """Options that each provider's class calls by another name."""
    match provider:
        case "openai" if settings.base_url and not _has_key(provider):
            # A server of one's own may ask for no key; the package refuses to go without.
            return {"default_headers": ONE_CONNECTION, "api_key": "none"}
        case "openai" | "anthropic":
            return {"default_headers": ONE_CONNECTION}
        case "google_genai":
            return {"additional_headers": ONE_CONNECTION, "max_retries": 1}
        case "ollama":
            kept = {"timeout": settings.time_s, "headers": ONE_CONNECTION}
            return {"client_kwargs": kept, "num_predict": settings.most_tokens}
    return {}


def _has_key(provider: str) -> bool:
    return any(os.environ.get(name) for name in KEY_VARIABLES.get(provider, ()))
