"""Settings: everything an operator can choose, read from the environment (`COCKPIT_…`) or `.env`."""

from __future__ import annotations

import secrets
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[1]


class Settings(BaseSettings):
    """The operator's choices; `docs/settings.md` explains each."""

    model_config = SettingsConfigDict(env_prefix="COCKPIT_", env_file=".env", extra="ignore")

    city: Path = Field(default=ROOT / "data" / "demo", description="folder of the city package")
    deliveries: Path | None = Field(
        default=None, description="folder of the deliveries; default: what the package names"
    )
    data: Path = Field(default=ROOT / "var", description="folder for the store, cache and other state")
    store_url: str | None = Field(
        default=None,
        description="SQLAlchemy address of the store; default: SQLite in the data folder",
    )
    redis_url: str | None = Field(
        default=None, description="Redis for the cache; default: files in the data folder"
    )
    secret_key: str | None = Field(
        default=None, description="signs sessions; default: made once and kept in the data folder"
    )
    dev_actors: bool = Field(
        default=False,
        description="show the switch between roles; development and demonstration only",
    )

    spark: str | None = Field(
        default=None,
        description="Spark master on which records are added up, e.g. spark://host:7077; default: in the process",
    )
    spark_folder: Path | None = Field(
        default=None,
        description="folder that Spark's workers see too; default: the temporary folder of this machine",
    )

    @property
    def database(self) -> str:
        """The store's address."""
        if self.store_url:
            return self.store_url
        self.data.mkdir(parents=True, exist_ok=True)
        return f"sqlite:///{(self.data / 'cockpit.db').resolve()}"

    @property
    def signing_key(self) -> str:
        """One key for all workers; made on first use, readable by the owner only."""
        if self.secret_key:
            return self.secret_key
        path = self.data / "secret_key"
        self.data.mkdir(parents=True, exist_ok=True)
        try:
            with path.open("x") as file:
                path.chmod(0o600)
                file.write(secrets.token_hex(32))
        except FileExistsError:
            pass
        return path.read_text().strip()
