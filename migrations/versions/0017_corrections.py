"""Which blocks of a version a hold says are wrong."""

import sqlalchemy as sa
from alembic import op

revision = "0017_corrections"
down_revision = "0016_reasons"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RULES = [("no_update", "UPDATE"), ("no_delete", "DELETE")]


def upgrade() -> None:
    op.create_table(
        "named_blocks",
        sa.Column("hold_id", NUMBER, nullable=False),
        sa.Column("version_id", NUMBER, nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["hold_id"], ["holds.id"], name=op.f("fk_named_blocks_hold_id_holds")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_named_blocks_version_id_versions")),
        sa.PrimaryKeyConstraint("hold_id", name=op.f("pk_named_blocks")),
    )
    op.create_index(op.f("ix_named_blocks_version_id"), "named_blocks", ["version_id"], unique=False)
    for statement in _guards():
        op.execute(statement)


def _guards() -> list[str]:
    message = "named_blocks is append-only"
    if op.get_bind().dialect.name == "sqlite":
        return [
            f"CREATE TRIGGER named_blocks_{rule} BEFORE {event} ON named_blocks "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            for rule, event in RULES
        ]
    rules = [(*rule, message, "EACH ROW") for rule in RULES]
    made = []
    emptied = ("never_emptied", "TRUNCATE", "named_blocks is never emptied", "EACH STATEMENT")
    for rule, event, said, each in [*rules, emptied]:
        name, body = f"named_blocks_{rule}", f"$$ BEGIN RAISE EXCEPTION '{said}'; END $$"
        made.append(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS {body}")
        made.append(f"CREATE TRIGGER {name} BEFORE {event} ON named_blocks FOR {each} EXECUTE FUNCTION {name}()")
    return made


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.drop_table("named_blocks")
    if not is_sqlite:
        for rule in ("no_update", "no_delete", "never_emptied"):
            op.execute(f"DROP FUNCTION named_blocks_{rule}()")
