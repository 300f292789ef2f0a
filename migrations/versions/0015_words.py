"""On PostgreSQL the words of a row come from a function that tells the planner what they cost; SQLite has its own index."""

from alembic import op

revision = "0015_words"
down_revision = "0014_comments"
branch_labels = None
depends_on = None

FUNCTION = r"""
CREATE FUNCTION words_of(said text, mark text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 5000 AS $$
BEGIN
  RETURN to_tsvector('simple', regexp_replace(
    lower(regexp_replace(normalize(said, NFKD), '[\u0300-\u036f]', '', 'g')), '[^a-z0-9' || mark || ']+', ' ', 'g'));
END $$"""
BEFORE = (
    r"to_tsvector('simple', regexp_replace(lower(regexp_replace(normalize({text}, NFKD), "
    r"'[\u0300-\u036f]', '', 'g')), '[^a-z0-9{mark}]+', ' ', 'g'))"
)
# Table, its columns, the letter before words that only some may find.
INDEXES = (
    ("campaigns", ("search",), ""),
    ("materials", ("title_en", "title_es", "words"), "ð"),
    ("fact_versions", ("en", "es", "name_en", "name_es", "dial"), ""),
)


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(FUNCTION)
    _index("words_of({text}, '{mark}')")


def _index(expression: str) -> None:
    for table, columns, mark in INDEXES:
        text = " || ' ' || ".join(f"{table}.{name}" for name in columns)
        op.execute(f"DROP INDEX ix_{table}_words")
        made = expression.replace("{text}", text).replace("{mark}", mark)
        op.execute(f"CREATE INDEX ix_{table}_words ON {table} USING gin ({made})")


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    _index(BEFORE)
    op.execute("DROP FUNCTION words_of(text, text)")
