"""The servers below the suite: private ones, or those the caller names in the environment."""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from deploy.local.servers import PostgreSQL, RabbitMQ, Redis, Server


class Backing:
    """PostgreSQL, RabbitMQ and Redis: private, or given by DATABASE_URL, AMQP_URL and REDIS_URL.

    A given DATABASE_URL must belong to a role that may create databases; the path of the URL is
    replaced by each program's name.
    """

    def __init__(self, local: Path, ports: Mapping[str, int]) -> None:
        self.given = {name: os.environ.get(name, "") for name in GIVEN}
        logs = local / "logs"
        self.postgresql = PostgreSQL(
            local / "postgresql", ports["postgresql"], logs / "postgresql.log"
        )
        self.rabbitmq = RabbitMQ(local / "rabbitmq", ports["rabbitmq"], logs / "rabbitmq.log")
        self.redis = Redis(local / "redis", ports["redis"], logs / "redis.log")

    def servers(self) -> list[Server]:
        """The private servers to run, in the order they should start."""
        mine = {
            "AMQP_URL": self.rabbitmq,  # first: it needs the longest
            "DATABASE_URL": self.postgresql,
            "REDIS_URL": self.redis,
        }
        return [server for name, server in mine.items() if not self.given[name]]

    def database(self, name: str) -> str:
        """The URL of a database called `name`, made when missing."""
        if not self.given["DATABASE_URL"]:
            return self.postgresql.database(name)
        return given_database(self.given["DATABASE_URL"], name)

    @property
    def amqp(self) -> str:
        return self.given["AMQP_URL"] or self.rabbitmq.url()

    @property
    def cache(self) -> str:
        return self.given["REDIS_URL"] or self.redis.url()


GIVEN = ("DATABASE_URL", "AMQP_URL", "REDIS_URL")


def given_database(url: str, name: str) -> str:
    """Makes sure of the database on a server that was given; returns its URL."""
    with psycopg.connect(url, autocommit=True, connect_timeout=5) as connection:
        known = connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone()
        if known is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
