"""Full-text search, one function for both engines: every word typed is the beginning of a word that stands there,
accents and case aside. The database itself keeps the index right, whoever writes the row; who may see what it finds is
not known here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnClause, FromClause, Select, column, false, func, literal_column, table

from campaign.audit.guards import Statements, guard
from campaign.db import plain, session

MARK = "ð"  # a letter that nothing typed ever keeps, and that both engines take for a letter
# Our `plain`, and whatever is no letter or digit parts words. The planner is told what one row costs, a tenth of a
# millisecond: else it reads 100,000 rows, newest first, to find the one that has a rare word.
WORDS_OF = r"""
CREATE OR REPLACE FUNCTION words_of(said text, mark text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 5000 AS $$
BEGIN
  RETURN to_tsvector('simple', regexp_replace(
    lower(regexp_replace(normalize(said, NFKD), '[\u0300-\u036f]', '', 'g')), '[^a-z0-9' || mark || ']+', ' ', 'g'));
END $$"""
S = TypeVar("S", bound=Select[*tuple[object, ...]])


@dataclass(frozen=True)
class Words:
    """The words of some columns of one table whose key is `id`."""

    table: str
    columns: tuple[str, ...]
    is_marked: bool = False

    @property
    def name(self) -> str:
        return f"{self.table}_words"

    @property
    def vector(self) -> str:
        """PostgreSQL's index is on this expression."""
        text = " || ' ' || ".join(f"{self.table}.{name}" for name in self.columns)
        return f"words_of({text}, '{MARK if self.is_marked else ''}')"

    @property
    def statements(self) -> Statements:
        """SQLite's index is a table of its own that three triggers keep; it holds no text, only where words stand."""
        names = ", ".join(self.columns)
        new, old = (", ".join(f"{row}.{name}" for name in ("id", *self.columns)) for row in ("new", "old"))
        add = f"INSERT INTO {self.name} (rowid, {names}) VALUES ({new});"
        drop = f"INSERT INTO {self.name} ({self.name}, rowid, {names}) VALUES ('delete', {old});"
        after = f"CREATE TRIGGER {self.name}"
        return {
            "sqlite": [
                f"CREATE VIRTUAL TABLE {self.name} USING fts5({names}, content='{self.table}', content_rowid='id', "
                "prefix='1 2 3 4', tokenize='unicode61 remove_diacritics 2')",
                f"{after}_insert AFTER INSERT ON {self.table} BEGIN {add} END",
                f"{after}_delete AFTER DELETE ON {self.table} BEGIN {drop} END",
                f"{after}_update AFTER UPDATE OF {names} ON {self.table} BEGIN {drop} {add} END",
            ],
            "postgresql": [WORDS_OF, f"CREATE INDEX ix_{self.name} ON {self.table} USING gin ({self.vector})"],
        }


def searchable(kept: FromClause, *columns: str, is_marked: bool = False) -> Words:
    """Index these columns whenever the table is made; migrations hold the same statements in full. `is_marked`: some of
    its words begin with a mark, and only who has that mark finds them."""
    words = Words(str(kept.name), columns, is_marked)  # type: ignore[attr-defined]
    guard(kept, words.statements)
    return words


def tokens(text: str) -> list[str]:
    """The words of a text as they are looked for: without accents and case, letters and digits only."""
    return re.findall("[a-z0-9]+", plain(text))


def codes(typed: str, letter: str) -> tuple[list[int], str]:
    """The numbers of codes like F-0142 among the words typed, and the other words: a code is exact, never a part."""
    words = typed.split()
    found = [re.fullmatch(rf"{letter}-0*(\d{{1,9}})", word.upper(), re.ASCII) for word in words]
    others = (word for word, code in zip(words, found, strict=True) if not code)
    return [int(code[1]) for code in found if code], " ".join(others)


def matching(query: S, words: Words, typed: str, marks: Sequence[str] = ()) -> S:
    """Of these rows those that have all the words typed, plain or behind one of these marks, newest first; without any
    words the query as it is."""
    if not typed.strip():
        return query
    found = tokens(typed)
    if not found:
        return query.where(false())
    return cast(S, _with(query, words, tuple(found), tuple(marks), session.get_bind().dialect.name))


@lru_cache(512)
def _with(
    query: Select[Any], words: Words, found: tuple[str, ...], marks: tuple[str, ...], dialect: str
) -> Select[Any]:
    """Page after page, and person after person, the same words are sought."""
    key: ColumnClause[int] = literal_column(f"{words.table}.id")
    if dialect == "sqlite":
        kept = table(words.name, column("rowid"))
        either = (" OR ".join(f'"{mark}{word}"*' for mark in ("", *marks)) for word in found)
        asked = literal_column(words.name).op("MATCH")(" AND ".join(f"({one})" for one in either))
        outside_in = literal_column(f"+{words.name}.rowid") == key  # the plus: from the words to the rows, never back
        return query.join(kept, outside_in).where(asked).order_by(None).order_by(kept.c.rowid.desc())
    either = (" | ".join(f"{mark}{word}:*" for mark in ("", *marks)) for word in found)
    asked = literal_column(words.vector).op("@@")(func.to_tsquery("simple", " & ".join(f"({one})" for one in either)))
    return query.where(asked).order_by(None).order_by(key.desc())
