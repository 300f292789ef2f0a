"""Each side's own reviews: routes, the steps of a version, deputies; and who took part in a version stands on it."""

import sqlalchemy as sa
from alembic import op

revision = "0020_reviews"
down_revision = "0019_turns"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def _of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


ROLES = ("administrator", "planner", "reviewer", "signatory", "partner", "printer", "secretariat", "observer")
TYPES = (*("flyer", "poster", "leaflet", "wallet_card", "video", "audio", "social_post", "toolkit", "image", "logo"),)
SIDE = _of("side", "US", "MX")
# What of these tables never changes again: table, columns.
FROZEN = {
    "deputies": "side, role, user_id, named_by_id, document, from_on, until_on, named_at",
    "reviews": "version_id, side, name_en, name_es, comes_first, is_urgent, begun_at",
    "review_steps": "review_id, side, position, turn, name_en, name_es, days",
}
# Rows that are history once this holds of them: table, trigger, message, condition.
ENDED = (
    ("deputies", "stay_ended", "it has ended", "OLD.ended_at IS NOT NULL"),
    ("review_steps", "stay_decided", "a step that has ended is history", "OLD.outcome IS NOT NULL"),
)
NOT_THEIRS = {
    "sqlite": "SELECT 1 FROM reviews JOIN versions ON versions.id = reviews.version_id JOIN json_each(versions.author_ids) AS author WHERE reviews.id = NEW.review_id AND author.value = NEW.decided_by_id UNION ALL SELECT 1 FROM reviews JOIN clearances ON clearances.version_id = reviews.version_id WHERE reviews.id = NEW.review_id AND clearances.by_id = NEW.decided_by_id AND clearances.decision <> 'revoked'",
    "postgresql": "SELECT 1 FROM reviews JOIN versions ON versions.id = reviews.version_id CROSS JOIN LATERAL json_array_elements_text(versions.author_ids) AS author(value) WHERE reviews.id = NEW.review_id AND author.value = CAST(NEW.decided_by_id AS text) UNION ALL SELECT 1 FROM reviews JOIN clearances ON clearances.version_id = reviews.version_id WHERE reviews.id = NEW.review_id AND clearances.by_id = NEW.decided_by_id AND clearances.decision <> 'revoked'",
}
NO_REVIEWER = "SELECT 1 FROM reviews JOIN review_steps ON review_steps.review_id = reviews.id WHERE reviews.version_id = NEW.version_id AND review_steps.decided_by_id = NEW.by_id AND NEW.decision <> 'revoked'"
NO_STRANGER = "SELECT 1 FROM deputies WHERE deputies.id = NEW.as_deputy_id AND NOT (deputies.user_id = NEW.by_id AND deputies.side = NEW.country AND deputies.role = 'signatory')"
# Refused where such a row is found (law 2): table, trigger, event, message, question.
LAWS = (
    ("review_steps", "begin_lawful", "INSERT", "nobody reviews what they made or signed", NOT_THEIRS),
    ("review_steps", "stay_lawful", "UPDATE OF decided_by_id", "nobody reviews what they made or signed", NOT_THEIRS),
    ("clearances", "no_reviewer", "INSERT", "a reviewer of a version is not its signatory", {"": NO_REVIEWER}),
    ("clearances", "no_stranger", "INSERT", "only a deputy signs for somebody", {"": NO_STRANGER}),
)


def upgrade() -> None:
    _deputies()
    _routes()
    _reviews()
    for column in ("reviewer_ids", "signatory_ids"):
        op.add_column("versions", sa.Column(column, sa.JSON(), server_default="[]", nullable=False))
    number = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    key = "CONSTRAINT fk_clearances_as_deputy_id_deputies REFERENCES deputies (id)"
    op.execute(f"ALTER TABLE clearances ADD COLUMN as_deputy_id {number} {key}")
    for statement in _guards():
        op.execute(statement)


def _deputies() -> None:
    op.create_table(
        "deputies",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("side", SIDE, nullable=False),
        sa.Column("role", _of("role", *ROLES), nullable=False),
        sa.Column("user_id", NUMBER, nullable=False),
        sa.Column("named_by_id", NUMBER, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("named_at", TIME, nullable=False),
        sa.Column("ended_at", TIME, nullable=True),
        sa.CheckConstraint("user_id <> named_by_id", name=op.f("ck_deputies_another")),
        sa.CheckConstraint("role IN ('reviewer', 'signatory')", name=op.f("ck_deputies_deciding")),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_deputies_days")),
        sa.CheckConstraint("document <> ''", name=op.f("ck_deputies_document")),
        sa.ForeignKeyConstraint(["user_id", "side"], ["users.id", "users.side"], name="fk_deputies_own_side"),
        sa.ForeignKeyConstraint(
            ["named_by_id", "side"], ["users.id", "users.side"], name="fk_deputies_named_by_own_side"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputies")),
    )
    for column in ("user_id", "named_by_id"):
        op.create_index(op.f(f"ix_deputies_{column}"), "deputies", [column], unique=False)


def _routes() -> None:
    op.create_table(
        "review_routes",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("side", SIDE, nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("name_es", sa.Text(), nullable=False),
        sa.Column("comes_first", sa.Boolean(), nullable=False),
        sa.Column("is_live", sa.Boolean(), nullable=False),
        sa.Column("row_version", NUMBER, nullable=False),
        sa.CheckConstraint("name_en <> '' OR name_es <> ''", name=op.f("ck_review_routes_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_routes")),
        sa.UniqueConstraint("id", "side", name=op.f("uq_review_routes_id_side")),
    )
    op.create_table(
        "review_route_steps",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("route_id", NUMBER, nullable=False),
        sa.Column("position", NUMBER, nullable=False),
        sa.Column("turn", NUMBER, nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("name_es", sa.Text(), nullable=False),
        sa.Column("days", NUMBER, nullable=False),
        sa.Column("may_skip", sa.Boolean(), nullable=False),
        sa.Column("reviewer_ids", sa.JSON(), nullable=False),
        sa.CheckConstraint("name_en <> '' OR name_es <> ''", name=op.f("ck_review_route_steps_name")),
        sa.CheckConstraint("turn >= 1 AND days >= 1", name=op.f("ck_review_route_steps_days")),
        sa.ForeignKeyConstraint(
            ["route_id"], ["review_routes.id"], name=op.f("fk_review_route_steps_route_id_review_routes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_route_steps")),
        sa.UniqueConstraint("route_id", "position", name=op.f("uq_review_route_steps_route_id_position")),
    )
    op.create_table(
        "review_defaults",
        sa.Column("side", SIDE, nullable=False),
        sa.Column("type", _of("materialtype", *TYPES), nullable=False),
        sa.Column("route_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["route_id", "side"], ["review_routes.id", "review_routes.side"], name="fk_review_defaults_own_route"
        ),
        sa.PrimaryKeyConstraint("side", "type", name=op.f("pk_review_defaults")),
    )


def _reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("version_id", NUMBER, nullable=False),
        sa.Column("side", SIDE, nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("name_es", sa.Text(), nullable=False),
        sa.Column("comes_first", sa.Boolean(), nullable=False),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("has_finding", sa.Boolean(), nullable=False),
        sa.Column("begun_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_reviews_version_id_versions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint("id", "side", name=op.f("uq_reviews_id_side")),
        sa.UniqueConstraint("version_id", "side", name=op.f("uq_reviews_version_id_side")),
    )
    op.create_table(
        "review_steps",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("review_id", NUMBER, nullable=False),
        sa.Column("side", SIDE, nullable=False),
        sa.Column("position", NUMBER, nullable=False),
        sa.Column("turn", NUMBER, nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("name_es", sa.Text(), nullable=False),
        sa.Column("days", NUMBER, nullable=False),
        sa.Column("reviewer_ids", sa.JSON(), nullable=False),
        sa.Column("opened_at", TIME, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("taken_by_id", NUMBER, nullable=True),
        sa.Column("taken_at", TIME, nullable=True),
        sa.Column("outcome", _of("outcome", "passed", "changes", "skipped"), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("decided_by_id", NUMBER, nullable=True),
        sa.Column("decided_at", TIME, nullable=True),
        sa.Column("as_deputy_id", NUMBER, nullable=True),
        sa.CheckConstraint("turn >= 1 AND days >= 1", name=op.f("ck_review_steps_days")),
        sa.CheckConstraint("(opened_at IS NULL) = (due_on IS NULL)", name=op.f("ck_review_steps_opened")),
        sa.CheckConstraint("(taken_at IS NULL) = (taken_by_id IS NULL)", name=op.f("ck_review_steps_taken")),
        sa.CheckConstraint("(decided_at IS NULL) = (outcome IS NULL)", name=op.f("ck_review_steps_ended")),
        sa.CheckConstraint(
            "(decided_by_id IS NOT NULL) = (outcome IS NOT NULL AND outcome <> 'skipped')",
            name=op.f("ck_review_steps_by"),
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome <> 'changes' OR reason <> ''", name=op.f("ck_review_steps_reason")
        ),
        sa.CheckConstraint("language IN ('', 'en', 'es')", name=op.f("ck_review_steps_language")),
        sa.ForeignKeyConstraint(
            ["review_id", "side"], ["reviews.id", "reviews.side"], name="fk_review_steps_own_review"
        ),
        sa.ForeignKeyConstraint(
            ["taken_by_id", "side"], ["users.id", "users.side"], name="fk_review_steps_taken_by_own_side"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id", "side"], ["users.id", "users.side"], name="fk_review_steps_decided_by_own_side"
        ),
        sa.ForeignKeyConstraint(["as_deputy_id"], ["deputies.id"], name=op.f("fk_review_steps_as_deputy_id_deputies")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_steps")),
        sa.UniqueConstraint("review_id", "position", name=op.f("uq_review_steps_review_id_position")),
    )
    op.create_index(
        "ix_review_steps_waiting",
        "review_steps",
        ["side", "due_on"],
        unique=False,
        sqlite_where=sa.text("outcome IS NULL"),
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.create_table(
        "review_reminders",
        sa.Column("step_id", NUMBER, nullable=False),
        sa.Column("stage", _of("stage", "due", "overdue"), nullable=False),
        sa.Column("told_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["step_id"], ["review_steps.id"], name=op.f("fk_review_reminders_step_id_review_steps")
        ),
        sa.PrimaryKeyConstraint("step_id", "stage", name=op.f("pk_review_reminders")),
    )


def _guards() -> list[str]:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    make, made = (_on_sqlite if is_sqlite else _on_postgresql), []
    for table, columns in FROZEN.items():
        made += make(table, "stay_frozen", f"UPDATE OF {columns}", f"{table} is frozen")
        made += make(table, "never_go", "DELETE", f"{table} is frozen")
        if not is_sqlite:
            made += _on_postgresql(table, "never_emptied", "TRUNCATE", f"{table} is never emptied", each="STATEMENT")
    for table, name, message, when in ENDED:
        made += make(table, name, "UPDATE", message, when=f"WHEN ({when}) ")
    for table, name, event, message, found in LAWS:
        asked = found.get("") or found["sqlite" if is_sqlite else "postgresql"]
        if is_sqlite:
            made += _on_sqlite(table, name, event, message, when=f"WHEN EXISTS ({asked}) ")
        else:
            made += _on_postgresql(table, name, event, message, asked=asked)
    return made


def _on_sqlite(table: str, name: str, event: str, message: str, when: str = "") -> list[str]:
    does = f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    return [f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} {when}{does}"]


def _on_postgresql(
    table: str, name: str, event: str, message: str, when: str = "", asked: str = "", each: str = "ROW"
) -> list[str]:
    does = f"RAISE EXCEPTION '{message}';"
    does = f"IF EXISTS ({asked}) THEN {does} END IF; RETURN NEW;" if asked else does
    made = f"{table}_{name}"
    return [
        f"CREATE FUNCTION {made}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {does} END $$",
        f"CREATE TRIGGER {made} BEFORE {event} ON {table} FOR EACH {each} {when}EXECUTE FUNCTION {made}()",
    ]


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name in ("no_reviewer", "no_stranger"):
        op.execute(f"DROP TRIGGER clearances_{name}" + ("" if is_sqlite else " ON clearances"))
    op.execute("ALTER TABLE clearances DROP COLUMN as_deputy_id")
    tables = ("review_reminders", "review_steps", "reviews", "review_defaults", "review_route_steps", "review_routes")
    for table in (*tables, "deputies"):
        op.drop_table(table)
    for column in ("signatory_ids", "reviewer_ids"):
        op.execute(f"ALTER TABLE versions DROP COLUMN {column}")
    if not is_sqlite:
        names = [f"{table}_{rule}" for table in FROZEN for rule in ("stay_frozen", "never_go", "never_emptied")]
        names += [f"{table}_{name}" for table, name, *_rest in (*ENDED, *LAWS)]
        for name in names:
            op.execute(f"DROP FUNCTION {name}()")
