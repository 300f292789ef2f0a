"""Of what kind each notice is, why each person gets it, how it comes by mail, and everybody's own inbox."""

import sqlalchemy as sa
from alembic import op

revision = "0036_notice_kinds"
down_revision = "0035_reports"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
KINDS = (
    "holds",
    "account",
    "installation",
    "tracks",
    "reviews",
    "expiring",
    "schedule",
    "reports",
    "tasks",
    "comments",
    "partners",
    "people",
)
BECAUSE = (
    "administrator",
    "planner",
    "reviewer",
    "signatory",
    "printer",
    "own",
    "asked",
    "answers",
    "sender",
    "organization",
    "coordinator",
)
# Old notices, by where they led and, where one page served several, by what was said; the first that fits counts.
PATHS = (
    ("%#review-%", "expiring"),
    ("%#ends-%", "expiring"),
    ("%#seal-%", "tasks"),
    ("%#comment-%", "comments"),
    ("/reviews/%", "reviews"),
    ("/people/requests/%", "people"),
    ("/people/transfers/%", "people"),
    ("/people/%", "account"),
    ("/uploads/%", "partners"),
    ("/partners/%#%", "expiring"),
    ("/partners/%", "partners"),
    ("/campaigns/%", "tracks"),
    ("/schedule/%", "schedule"),
    ("/flyers/%", "holds"),
    ("/facts/%", "holds"),
    ("/materials/%", "holds"),
    ("/jobs/%", "installation"),
)
SAID = (
    ("A reviewer wants changes:%", "reviews"),
    ("The review has ended:%", "reviews"),
    ("The other country goes on alone%", "reviews"),
)
# Who had a letter finds it in the inbox, as something that was read.
INBOX = """
INSERT INTO inbox_lines (user_id, notice_id, kind, way, path, written_at, read_at)
SELECT letters.user_id, notices.id, notices.kind, 'at_once', notices.path, notices.written_at, notices.written_at
FROM letters JOIN notices ON notices.id = letters.notice_id ORDER BY letters.id"""
NOTICES = sa.table("notices", sa.column("kind"), sa.column("path"), sa.column("subject_en"))


def _of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _kind() -> sa.Enum:
    return _of("noticekind", *KINDS)


def _because() -> sa.Enum:
    return _of("because", *BECAUSE)


def _add(table: str, column: str, name: str, values: tuple[str, ...], rule: str = "") -> None:
    """With its CHECK, which alembic leaves out on SQLite."""
    listed = ", ".join(f"'{value}'" for value in values)
    check = f"CONSTRAINT ck_{table}_{column}_{name} CHECK ({column} IN ({listed}))"
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column} VARCHAR(40) {rule} {check}")


def upgrade() -> None:
    _add("notices", "kind", "noticekind", KINDS, "DEFAULT 'account' NOT NULL")
    _add("letters", "because", "because", BECAUSE)
    _add("personal_letters", "kind", "noticekind", KINDS)
    _add("personal_letters", "because", "because", BECAUSE)
    for path, kind in reversed(PATHS):
        op.execute(NOTICES.update().where(NOTICES.c.path.like(path)).values(kind=kind))
    for subject, kind in SAID:
        op.execute(NOTICES.update().where(NOTICES.c.subject_en.like(subject)).values(kind=kind))
    op.create_table(
        "notice_switches",
        sa.Column("user_id", NUMBER, nullable=False),
        sa.Column(
            "kind",
            _kind(),
            nullable=False,
        ),
        sa.Column("way", _of("way", "at_once", "digest", "off"), nullable=False),
        sa.CheckConstraint("kind NOT IN ('holds', 'account', 'installation')", name=op.f("ck_notice_switches_fixed")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notice_switches_user_id_users")),
        sa.PrimaryKeyConstraint("user_id", "kind", name=op.f("pk_notice_switches")),
    )
    op.create_table(
        "inbox_lines",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("user_id", NUMBER, nullable=False),
        sa.Column("notice_id", NUMBER, nullable=True),
        sa.Column("letter_id", NUMBER, nullable=True),
        sa.Column(
            "kind",
            _kind(),
            nullable=False,
        ),
        sa.Column(
            "because",
            _because(),
            nullable=True,
        ),
        sa.Column("way", _of("way", "at_once", "digest", "off"), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digest_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(notice_id IS NULL) <> (letter_id IS NULL)", name=op.f("ck_inbox_lines_told")),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["personal_letters.id"], name=op.f("fk_inbox_lines_letter_id_personal_letters")
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_inbox_lines_notice_id_notices")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_inbox_lines_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_lines")),
    )
    op.create_index(op.f("ix_inbox_lines_user_id"), "inbox_lines", ["user_id", "written_at"], unique=False)
    op.execute(INBOX)


def downgrade() -> None:
    op.drop_table("inbox_lines")
    op.drop_table("notice_switches")
    op.drop_column("personal_letters", "because")
    op.drop_column("personal_letters", "kind")
    op.drop_column("letters", "because")
    op.drop_column("notices", "kind")
