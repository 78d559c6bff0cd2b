"""What every line of migrations does to run: the body of each migrations/env.py."""

from alembic import context


def run() -> None:
    """Runs the pending migrations on the connection chassis.migrate opened."""
    attributes = context.config.attributes
    context.configure(
        connection=attributes["connection"],
        version_table=attributes["version_table"],
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
