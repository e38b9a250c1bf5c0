"""What must be known of a provider before its package is there."""

from __future__ import annotations

PROVIDER_NAMES = {"google": "google_genai"}
"""Names that people use, to LangChain's."""

EXTRAS = {"openai": "openai", "anthropic": "anthropic", "google_genai": "google", "ollama": "ollama"}
"""The extra of ours that brings a provider's package."""

KEY_VARIABLES = {
    "openai": ("OPENAI_API_KEY",),
    "anthropic": ("ANTHROPIC_API_KEY",),
    "google_genai": ("GOOGLE_API_KEY", "GEMINI_API_KEY"),
}
"""Where the provider's own package looks for its key."""


def install_hint(provider: str) -> str:
    """How to install what a provider needs."""
    if extra := EXTRAS.get(provider):
        return f'Run: pip install "jupyter-bolt[{extra}]"'
    return f'Run: pip install "jupyter-bolt[openai]" langchain-{provider.replace("_", "-")}'


def key_hint(provider: str) -> str:
    """Where a key belongs."""
    if variables := KEY_VARIABLES.get(provider):
        return f"Set {' or '.join(variables)} in the environment in which Bolt runs."
    return "Set the provider's key in the environment in which Bolt runs, as its package documents."
