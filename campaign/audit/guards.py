"""Triggers by which the database itself refuses to change what must never change, whoever asks it."""

from sqlalchemy import DDL, FromClause, event

Statements = dict[str, list[str]]  # by dialect


def append_only(table: str) -> Statements:
    """Rows are only ever added: no UPDATE, no DELETE."""
    return _all(
        refuse(table, "no_update", "UPDATE", f"{table} is append-only"),
        refuse(table, "no_delete", "DELETE", f"{table} is append-only"),
        never_emptied(table),
    )


def frozen(table: str, columns: tuple[str, ...], when: str = "") -> Statements:
    """These columns never change again, and the row stays, once `when` holds of the old row."""
    return _all(
        refuse(table, "stay_frozen", f"UPDATE OF {', '.join(columns)}", f"{table} is frozen", when),
        refuse(table, "never_go", "DELETE", f"{table} is frozen", when),
        never_emptied(table),
    )


def never_emptied(table: str) -> Statements:
    """PostgreSQL empties a table without looking at its rows, so that no trigger for a row would see it."""
    trigger = f"{table}_never_emptied"
    return {
        "sqlite": [],
        "postgresql": [
            f"CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{table} is never emptied'; END $$",
            f"CREATE TRIGGER {trigger} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {trigger}()",
        ],
    }


def refuse(table: str, name: str, event: str, message: str, when: str = "") -> Statements:
    """One trigger before an event; on PostgreSQL with its function."""
    condition = f"WHEN ({when}) " if when else ""
    trigger = f"{table}_{name}"
    return {
        "sqlite": [
            f"CREATE TRIGGER {trigger} BEFORE {event} ON {table} {condition}BEGIN SELECT RAISE(ABORT, '{message}'); END"
        ],
        "postgresql": [
            f"CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{message}'; END $$",
            f"CREATE TRIGGER {trigger} BEFORE {event} ON {table} FOR EACH ROW {condition}EXECUTE FUNCTION {trigger}()",
        ],
    }


def refuse_if(table: str, name: str, event: str, message: str, found: dict[str, str]) -> Statements:
    """One trigger before an event, where a question to other rows finds one; `found` asks it of each database."""
    trigger = f"{table}_{name}"
    return {
        "sqlite": [
            f"CREATE TRIGGER {trigger} BEFORE {event} ON {table} WHEN EXISTS ({found['sqlite']}) "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        ],
        "postgresql": [
            f"CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF EXISTS ({found['postgresql']}) THEN RAISE EXCEPTION '{message}'; END IF; RETURN NEW; END $$",
            f"CREATE TRIGGER {trigger} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {trigger}()",
        ],
    }


def _all(*some: Statements) -> Statements:
    return {dialect: [line for statements in some for line in statements[dialect]] for dialect in some[0]}


def guard(table: FromClause, statements: Statements) -> None:
    """Make the triggers whenever the table is made; migrations hold the same statements in full."""
    for dialect, lines in statements.items():
        for line in lines:
            ddl = DDL(line.replace("%", "%%"))  # type: ignore[no-untyped-call]
            event.listen(table, "after_create", ddl.execute_if(dialect=dialect))
