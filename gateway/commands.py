"""Commands that prepare the gateway's database and end: migrate, seed, first-admin."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from chassis import logs
from chassis.clock import Clock
from chassis.config import Settings
from chassis.database import Database
from chassis.errors import Error
from chassis.migrate import migrate as run_migrations
from chassis.roles import migrations_of
from chassis.service import Parts
from gateway.accounts import permissions
from gateway.accounts.composition import use_cases
from gateway.accounts.seeding import Seeding, keep_key, kept_key


def migrate() -> None:
    """Brings the database of accounts and the built-in roles up to date, and tells the services
    of people they have not heard of."""
    with composed("migrate") as parts:
        run_migrations(parts.database, migrations_of("gateway.accounts"))
        seed = seeding(parts)
        seed.roles()
        seed.people()


def seed(api_key_file: Path | None) -> None:
    """Makes roles, teams and demo people; prints {"logins", "admin_api_key"} as JSON.

    Refuses in production, where passwords that everybody can read have no place.
    """
    with composed("seed") as parts:
        if parts.settings.environment == "production":
            sys.exit("seed: not in production; use first-admin")
        made = seeding(parts).demo(api_key=kept_key(api_key_file))
        keep_key(api_key_file, made["admin_api_key"])
    sys.stdout.write(json.dumps(made) + "\n")


def first_admin(email: str, name: str) -> None:
    """Makes the roles and somebody who holds the admin role; reads the password from stdin."""
    password = sys.stdin.readline().rstrip("\n")
    with composed("first-admin") as parts:
        try:
            user = seeding(parts).first_admin(email=email, name=name, password=password)
        except Error as error:
            sys.exit(f"first-admin: {error.message}")
    sys.stdout.write(json.dumps({"id": str(user.id), "email": user.email}) + "\n")


def seeding(parts: Parts) -> Seeding:
    """Seeding with the use cases of accounts."""
    return Seeding(parts.database, use_cases(parts, permissions.of_suite()))


@contextmanager
def composed(role: str) -> Iterator[Parts]:
    """Settings from the environment, logs and the database of accounts.

    Exits with the names of settings that are missing or wrong.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        names = ", ".join(str(item["loc"][0]).upper() for item in error.errors())
        sys.exit(f"gateway {role}: missing or wrong setting: {names}")
    logs.configure(log_format=settings.log_format, level=settings.log_level)
    url, clock = settings.database_url.get_secret_value(), Clock()
    database = Database(url, service="gateway", clock=clock, pool_size=2, role=role)
    try:
        yield Parts(settings=settings, database=database, clock=clock)
    finally:
        database.close()
