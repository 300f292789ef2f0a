"""What each country decides on the copies of a replaced version."""

import sqlalchemy as sa
from alembic import op

revision = "0026_stock_decisions"
down_revision = "0025_formats"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE = "stock_decisions"
RULES = [("no_update", "UPDATE"), ("no_delete", "DELETE")]


def _of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("version_id", NUMBER, nullable=False),
        sa.Column("country", _of("side", "US", "MX"), nullable=False),
        sa.Column("fate", _of("fate", "hand_out", "collect"), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", NUMBER, nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(fate = 'hand_out') = (until_on IS NOT NULL)", name=op.f("ck_stock_decisions_until_on")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_stock_decisions_reason")),
        sa.ForeignKeyConstraint(
            ["by_id", "country"], ["users.id", "users.side"], name="fk_stock_decisions_by_own_side"
        ),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_stock_decisions_version_id_versions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_decisions")),
    )
    op.create_index(op.f("ix_stock_decisions_version_id"), TABLE, ["version_id"], unique=False)
    for statement in _guards():
        op.execute(statement)


def _guards() -> list[str]:
    message = f"{TABLE} is append-only"
    if op.get_bind().dialect.name == "sqlite":
        return [
            f"CREATE TRIGGER {TABLE}_{rule} BEFORE {event} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{message}'); END"
            for rule, event in RULES
        ]
    rules = [(*rule, message, "EACH ROW") for rule in RULES]
    made = []
    for rule, event, said, each in [
        *rules,
        ("never_emptied", "TRUNCATE", f"{TABLE} is never emptied", "EACH STATEMENT"),
    ]:
        name, body = f"{TABLE}_{rule}", f"$$ BEGIN RAISE EXCEPTION '{said}'; END $$"
        made.append(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS {body}")
        made.append(f"CREATE TRIGGER {name} BEFORE {event} ON {TABLE} FOR {each} EXECUTE FUNCTION {name}()")
    return made


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.drop_table(TABLE)
    if not is_sqlite:
        for rule in ("no_update", "no_delete", "never_emptied"):
            op.execute(f"DROP FUNCTION {TABLE}_{rule}()")
