"""Functions of search: small letters without accents, words, and keys that forgive typing errors.

A table that is searched has search_text, search_words and typo_keys as generated columns, and an
index over each of the last two; see chassis.search.
"""

from alembic import op

revision = "0003"
down_revision = "0002"

#: Signs between words; an address falls into its parts.
SIGNS = """.,;:@-_/\\|()[]{}<>"''+&!?*#%~`=^$´’"""
#: Country codes of one and two digits; all others have three (ITU E.164).
COUNTRIES = "1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]"
OPTIONS = "RETURNS {} LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE"


def upgrade() -> None:
    for extension in ("pg_trgm", "unaccent"):
        op.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    fold()
    words()
    typos()


def fold() -> None:
    """fold('Łukasz MÜLLER') is 'lukasz muller', whatever the database's locale."""
    op.execute(
        f"CREATE FUNCTION fold(text) {OPTIONS.format('text')} AS "
        """$$ SELECT lower(public.unaccent('public.unaccent', $1) COLLATE "und-x-icu") $$"""
    )


def words() -> None:
    """search_words: the words of a folded text, and of phone numbers the ways to begin them.

    +4930123456 is found by 4930123456, by 30123456 (without its country) and from its end
    backwards, as ~65432103940 (see chassis.search).
    """
    spaces = f"translate($1, '{SIGNS}', repeat(' ', {length(SIGNS)}))"
    op.execute(
        f"CREATE FUNCTION folded_words(text) {OPTIONS.format('text[]')} AS "
        f"$$ SELECT array_remove(string_to_array({spaces}, ' '), '') $$"
    )
    number = r"substring($1 from '\+(\d{6,15})')"
    country = rf"(?\:{COUNTRIES}|(?!{COUNTRIES})\d{{3}})"
    national = rf"substring($1 from '\+{country}(\d{{4,}})')"
    op.execute(
        f"CREATE FUNCTION search_words(text) {OPTIONS.format('tsvector')} AS "
        f"$$ SELECT array_to_tsvector(array_remove(folded_words($1) || "
        f"ARRAY[{national}, '~' || reverse({number})], NULL)) $$"
    )


def typos() -> None:
    """typo_keys: hashes of the first six letters of each word, whole and with one left out.

    Two words share a key when one error lies between their beginnings: a letter too many, too
    few, wrong, or swapped with its neighbour.
    """
    letters = f"translate($1, '{SIGNS}0123456789', repeat(' ', {length(SIGNS) + 10}))"
    op.execute(
        f"CREATE FUNCTION typo_keys(text) {OPTIONS.format('integer[]')} AS $$ "  # noqa: S608 -- of constants
        "SELECT coalesce(array_agg(DISTINCT hashtext(overlay(word placing '' from place for "
        "(place <= length(word))::integer))), '{}') "
        "FROM (SELECT DISTINCT left(word, 6) AS word "
        f"FROM unnest(string_to_array({letters}, ' ')) AS word WHERE length(word) > 2) AS words, "
        "generate_series(CASE WHEN length(word) > 3 THEN 1 ELSE length(word) + 1 END, "
        "length(word) + 1) AS place $$"
    )


def length(signs: str) -> int:
    """How many signs these are; a quote is written twice."""
    return len(signs.replace("''", "'"))
