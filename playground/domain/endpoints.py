"""Models behind an address: what the settings say of them, and what choosing one means."""

from __future__ import annotations

from dataclasses import dataclass

SERVER_TEMPLATE = "server"
"""The name of the template that leaves the conversation to the server's own."""

ROUTER = "the inference router of the Hugging Face Hub"


@dataclass(frozen=True, slots=True)
class EndpointSettings:
    """One `[[endpoints]]` table of the settings; the field names are its keys."""

    name: str
    """What its lanes begin with: NAME/MODEL."""
    base_url: str = ""
    """Of an OpenAI-compatible server, as in http://127.0.0.1:8000/v1; empty: the hub's router."""
    models: tuple[str, ...] = ()
    """The server's ids; where none are named, the server is asked."""
    api_key_env: str = ""
    """The environment variable that holds the key; empty for the hub: its own login."""
    provider: str = ""
    """Of the hub's inference providers; empty leaves the choice to the router."""
    trusted: bool = False
    """Whether prompts may be sent there without asking first."""
    parallel: int = 4
    """Requests under way at once."""
    timeout_seconds: int = 60
    """A server silent for so long counts as hung."""

    @property
    def host(self) -> str:
        """Whom a prompt is sent to, in words for people."""
        address = self.base_url.partition("://")[2].partition("/")[0].rpartition("@")[2]
        return address or ROUTER

    @property
    def warning(self) -> str:
        """What choosing one of its models means."""
        return f"leaves this machine: the prompt is sent to {self.host}"
