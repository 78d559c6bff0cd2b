"""Alembic's entry; see chassis.migration_env."""

from chassis.migration_env import run

run()
