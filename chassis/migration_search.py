"""What search needs in a database: trigrams, and fold(), which forgets letter case and accents."""

from alembic import op


def create_fold() -> None:
    """pg_trgm and fold(text): small letters without accents, what search compares."""
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
    op.execute(
        "CREATE FUNCTION fold(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS "
        "$$ SELECT lower(public.unaccent('public.unaccent', $1) COLLATE \"und-x-icu\") $$"
    )
