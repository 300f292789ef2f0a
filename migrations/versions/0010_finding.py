"""Materials are found by the words of their texts: a column with them, and the index over it."""

import sqlalchemy as sa
from alembic import op

revision = "0010_finding"
down_revision = "0009_kits"
branch_labels = None
depends_on = None

SQLITE = [
    "CREATE VIRTUAL TABLE materials_words USING fts5({names}, content='materials', content_rowid='id', prefix='1 2 3 4', tokenize='unicode61 remove_diacritics 2')",
    "CREATE TRIGGER materials_words_insert AFTER INSERT ON materials BEGIN INSERT INTO materials_words (rowid, {names}) VALUES (new.id, {new}); END",
    "CREATE TRIGGER materials_words_delete AFTER DELETE ON materials BEGIN INSERT INTO materials_words (materials_words, rowid, {names}) VALUES ('delete', old.id, {old}); END",
    "CREATE TRIGGER materials_words_update AFTER UPDATE OF {names} ON materials BEGIN INSERT INTO materials_words (materials_words, rowid, {names}) VALUES ('delete', old.id, {old}); INSERT INTO materials_words (rowid, {names}) VALUES (new.id, {new}); END",
    "INSERT INTO materials_words (materials_words) VALUES ('rebuild')",
]
POSTGRESQL = r"""CREATE INDEX ix_materials_words ON materials USING gin (to_tsvector('simple', regexp_replace(lower(regexp_replace(normalize({text}, NFKD), '[\u0300-\u036f]', '', 'g')), '[^a-z0-9{mark}]+', ' ', 'g')))"""
BEFORE, AFTER = ("title_en", "title_es"), ("title_en", "title_es", "words")


def upgrade() -> None:
    op.add_column("materials", sa.Column("words", sa.Text(), server_default="", nullable=False))
    _index(AFTER, "ð")


def downgrade() -> None:
    _drop()
    op.drop_column("materials", "words")
    _make(BEFORE, "")


def _index(columns: tuple[str, ...], mark: str) -> None:
    _drop()
    _make(columns, mark)


def _drop() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for event in ("insert", "delete", "update"):
            op.execute(f"DROP TRIGGER materials_words_{event}")
        op.execute("DROP TABLE materials_words")
    else:
        op.execute("DROP INDEX ix_materials_words")


def _make(columns: tuple[str, ...], mark: str) -> None:
    names = ", ".join(columns)
    new, old = (", ".join(f"{row}.{name}" for name in columns) for row in ("new", "old"))
    text = " || ' ' || ".join(f"materials.{name}" for name in columns)
    made = (
        [line.format(names=names, new=new, old=old) for line in SQLITE]
        if op.get_bind().dialect.name == "sqlite"
        else [POSTGRESQL.format(text=text, mark=mark)]
    )
    for statement in made:
        op.execute(sa.text(statement.replace(":", r"\:")))
