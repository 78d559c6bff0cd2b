"""Settings of a process, read once from the environment; each may come from a file (NAME_FILE)."""

import os
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict


class FileSecrets(PydanticBaseSettingsSource):
    """Reads NAME from the file that NAME_FILE names, as orchestrators mount secrets."""

    def get_field_value(
        self,
        field: FieldInfo,  # noqa: ARG002 -- the signature is pydantic's
        field_name: str,
    ) -> tuple[Any, str, bool]:
        path = os.environ.get(f"{field_name.upper()}_FILE")
        return (Path(path).read_text().strip() if path else None), field_name, False

    def __call__(self) -> dict[str, Any]:
        found = {
            name: self.get_field_value(field, name)[0]
            for name, field in self.settings_cls.model_fields.items()
        }
        return {name: value for name, value in found.items() if value is not None}


class Settings(BaseSettings):
    """What every process may need; a missing setting stops it at start with its name."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    environment: Literal["development", "test", "production"] = "production"
    database_url: SecretStr
    amqp_url: SecretStr = SecretStr("")
    redis_url: SecretStr = SecretStr("")
    listen: str = "127.0.0.1:0"
    metrics_listen: str = Field(
        default="", description="host:port where GET /metrics is answered; without, nowhere"
    )
    backends: str = Field(
        default="", description="where the other services' servers are: deals=HOST:PORT,…"
    )
    public_url: str = Field(default="", description="the origin people see, for links we hand out")
    smtp_url: SecretStr = Field(
        default=SecretStr(""),
        description="smtp[s]://[user:password@]host:port; without, mail waits",
    )
    mail_from: str = Field(
        default="Trellis <no-reply@localhost>", description="who our mail is from: NAME <ADDRESS>"
    )
    identity_public_key: SecretStr
    page_token_key: SecretStr
    log_format: Literal["json", "console"] = "json"
    log_level: str = "INFO"
    threads: int = Field(default=16, ge=1, le=256, description="gRPC worker threads")
    event_log_days: int = Field(default=0, ge=0, description="facts older go; 0 keeps them all")
    database_pool: int = Field(default=16, ge=1, le=100, description="connections a process holds")

    @property
    def addresses(self) -> dict[str, str]:
        """Service name -> gRPC address, of those that backends names."""
        pairs = (pair.partition("=") for pair in self.backends.split(",") if pair.strip())
        return {name.strip(): address.strip() for name, _, address in pairs}

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 -- the signature is pydantic's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 -- as above
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, FileSecrets(settings_cls)
