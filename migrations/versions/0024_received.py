"""Answers that came by mail."""

import sqlalchemy as sa
from alembic import op

revision = "0024_received"
down_revision = "0023_spots"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE = "received_letters"
RULES = [("no_update", "UPDATE"), ("no_delete", "DELETE")]


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("letter_id", NUMBER, nullable=False),
        sa.Column("comment_id", NUMBER, nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_received_letters_comment_id_comments")),
        sa.ForeignKeyConstraint(["letter_id"], ["letters.id"], name=op.f("fk_received_letters_letter_id_letters")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_received_letters")),
    )
    op.create_index(op.f("ix_received_letters_comment_id"), TABLE, ["comment_id"])
    op.create_index(op.f("ix_received_letters_letter_id"), TABLE, ["letter_id"])
    for statement in _guards():
        op.execute(statement)


def _guards() -> list[str]:
    message = f"{TABLE} is append-only"
    if op.get_bind().dialect.name == "sqlite":
        return [
            f"CREATE TRIGGER {TABLE}_{rule} BEFORE {event} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{message}'); END"
            for rule, event in RULES
        ]
    rules = [(rule, event, message, "ROW") for rule, event in RULES]
    rules.append(("never_emptied", "TRUNCATE", f"{TABLE} is never emptied", "STATEMENT"))
    made = []
    for rule, event, said, each in rules:
        name = f"{TABLE}_{rule}"
        does = f"BEGIN RAISE EXCEPTION '{said}'; END"
        made.append(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {does} $$")
        made.append(f"CREATE TRIGGER {name} BEFORE {event} ON {TABLE} FOR EACH {each} EXECUTE FUNCTION {name}()")
    return made


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.drop_table(TABLE)
    if not is_sqlite:
        for rule in ("no_update", "no_delete", "never_emptied"):
            op.execute(f"DROP FUNCTION {TABLE}_{rule}()")
