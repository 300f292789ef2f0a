"""What each side reports on a date of an activity, and who was reminded of it."""

import sqlalchemy as sa
from alembic import op

revision = "0035_reports"
down_revision = "0034_releases"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE = "reports"
RULES = [("no_update", "UPDATE"), ("no_delete", "DELETE")]


def _of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "report_reminders",
        sa.Column("occurrence_id", NUMBER, nullable=False),
        sa.Column("side", _of("side", "US", "MX"), nullable=False),
        sa.Column("stage", NUMBER, nullable=False),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["occurrence_id"],
            ["occurrences.id"],
            name=op.f("fk_report_reminders_occurrence_id_occurrences"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name=op.f("fk_report_reminders_person_id_users")),
        sa.PrimaryKeyConstraint("occurrence_id", "side", "stage", "person_id", name=op.f("pk_report_reminders")),
    )
    op.create_index(op.f("ix_report_reminders_told_on"), "report_reminders", ["told_on"], unique=False)
    op.create_table(
        "reports",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("occurrence_id", NUMBER, nullable=False),
        sa.Column("side", _of("side", "US", "MX"), nullable=False),
        sa.Column("n", NUMBER, nullable=False),
        sa.Column("took_place", sa.Boolean(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("people", NUMBER, nullable=False),
        sa.Column("copies_en", NUMBER, nullable=False),
        sa.Column("copies_es", NUMBER, nullable=False),
        sa.Column("copies_both", NUMBER, nullable=False),
        sa.Column("material_ids", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("correction", sa.Text(), nullable=False),
        sa.Column("photo_sha256", sa.Text(), nullable=False),
        sa.Column("photo_type", sa.Text(), nullable=False),
        sa.Column("shown", _of("shown", "nobody", "agreed"), nullable=True),
        sa.Column("consent", sa.Text(), nullable=False),
        sa.Column("by_id", NUMBER, nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(photo_sha256 = '') = (shown IS NULL)", name=op.f("ck_reports_photo")),
        sa.CheckConstraint("n > 0 AND (n = 1 OR correction <> '')", name=op.f("ck_reports_n")),
        sa.CheckConstraint("shown IS NULL OR shown <> 'agreed' OR consent <> ''", name=op.f("ck_reports_consent")),
        sa.CheckConstraint("took_place OR (reason <> '' AND people = 0)", name=op.f("ck_reports_took_place")),
        sa.CheckConstraint(
            "copies_en BETWEEN 0 AND 1000000000 AND copies_es BETWEEN 0 AND 1000000000 AND copies_both BETWEEN 0 AND 1000000000",
            name=op.f("ck_reports_copies"),
        ),
        sa.CheckConstraint("people BETWEEN 0 AND 1000000000", name=op.f("ck_reports_people")),
        sa.ForeignKeyConstraint(["by_id", "side"], ["users.id", "users.side"], name="fk_reports_by_own_side"),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrences.id"], name=op.f("fk_reports_occurrence_id_occurrences")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("occurrence_id", "side", "n", name=op.f("uq_reports_occurrence_id_side_n")),
    )
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
    op.drop_table("reports")
    op.drop_table("report_reminders")
    if not is_sqlite:
        for rule in ("no_update", "no_delete", "never_emptied"):
            op.execute(f"DROP FUNCTION {TABLE}_{rule}()")
