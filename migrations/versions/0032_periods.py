"""Calendars of the regions, and written exceptions to blackouts."""

import sqlalchemy as sa
from alembic import op

revision = "0032_periods"
down_revision = "0031_spot_pages"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE = "blackout_exceptions"
RULES = [("no_update", "UPDATE"), ("no_delete", "DELETE")]


def _of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "periods",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("side", _of("side", "US", "MX"), nullable=False),
        sa.Column("kind", _of("periodkind", "school_term", "school_break", "blackout", "holiday"), nullable=False),
        sa.Column("region_key", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("title_es", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_opened_on", sa.Date(), nullable=False),
        sa.Column("entered_by_id", NUMBER, nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("row_version", NUMBER, nullable=False),
        sa.CheckConstraint("source <> ''", name=op.f("ck_periods_source")),
        sa.CheckConstraint("title_en <> '' OR title_es <> ''", name=op.f("ck_periods_title")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_periods_order")),
        sa.CheckConstraint("substr(region_key, 1, 2) = side", name=op.f("ck_periods_region")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["users.id"], name=op.f("fk_periods_entered_by_id_users")),
        sa.ForeignKeyConstraint(["region_key"], ["regions.key"], name=op.f("fk_periods_region_key_regions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_periods")),
    )
    op.create_index("ix_periods_region", "periods", ["region_key", "starts_on", "ends_on"], unique=False)
    op.create_table(
        "blackout_exceptions",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("activity_id", NUMBER, nullable=False),
        sa.Column("period_id", NUMBER, nullable=False),
        sa.Column("side", _of("side", "US", "MX"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", NUMBER, nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_blackout_exceptions_reason")),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_blackout_exceptions_activity_id_activities")
        ),
        sa.ForeignKeyConstraint(
            ["by_id", "side"], ["users.id", "users.side"], name="fk_blackout_exceptions_by_own_side"
        ),
        sa.ForeignKeyConstraint(["period_id"], ["periods.id"], name=op.f("fk_blackout_exceptions_period_id_periods")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blackout_exceptions")),
        sa.UniqueConstraint("activity_id", "period_id", name=op.f("uq_blackout_exceptions_activity_id_period_id")),
    )
    op.create_index(op.f("ix_blackout_exceptions_period_id"), "blackout_exceptions", ["period_id"], unique=False)
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
    op.drop_table("periods")
    if not is_sqlite:
        for rule in ("no_update", "no_delete", "never_emptied"):
            op.execute(f"DROP FUNCTION {TABLE}_{rule}()")
