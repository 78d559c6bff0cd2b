"""Settings of the gateway, on top of those every process has."""

from datetime import timedelta
from urllib.parse import urlsplit

from pydantic import Field, SecretStr

from chassis.config import Settings


class DoorSettings(Settings):
    """What tells who comes in: where users see us, and how long sessions last."""

    public_url: str = "http://127.0.0.1:8080"
    session_idle: timedelta = timedelta(hours=8)

    @property
    def public_origin(self) -> str:
        """The origin users see, as browsers write it: scheme and host, port when unusual."""
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}".lower()

    @property
    def https(self) -> bool:
        """Whether users reach us over TLS, so that cookies may be Secure."""
        return urlsplit(self.public_url).scheme == "https"


class GatewaySettings(DoorSettings):
    """What only the gateway needs: its keys, who may ask, how often.

    allowed_origins: comma separated, for programs in other origins' pages (with API keys, never
    cookies); trusted_proxies: how many proxies of ours stand in front and add to X-Forwarded-For.
    The limits are requests a minute.
    """

    identity_private_key: SecretStr
    session_key: SecretStr
    gateway_workers: int = Field(default=1, ge=1, le=64, description="processes")
    gateway_threads: int = Field(default=64, ge=2, le=1000, description="of each, one a request")
    trusted_proxies: int = Field(default=0, ge=0, le=10)
    allowed_origins: str = ""
    session_lifetime: timedelta = timedelta(days=7)
    rate_limit_user: int = Field(default=1200, ge=1)
    rate_limit_key: int = Field(default=1200, ge=1)
    rate_limit_ip: int = Field(default=600, ge=1)

    @property
    def origins(self) -> frozenset[str]:
        """The other origins whose pages may read our answers."""
        return frozenset(filter(None, (text.strip() for text in self.allowed_origins.split(","))))
