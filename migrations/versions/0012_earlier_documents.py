"""Papers by which a country cleared a material before it came here, and which of them went along with a version."""

import sqlalchemy as sa
from alembic import op

revision = "0012_earlier_documents"
down_revision = "0011_saved_searches"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SIDE = sa.Enum("US", "MX", name="side", native_enum=False, create_constraint=True, length=40)
COLUMNS = "material_id, country, document, document_on, signer, post, said_by_id, said_at"
# What of these tables never changes again, the database itself refuses to change: table, rule, event, message.
RULES = [
    ("earlier_documents", "stay_frozen", f"UPDATE OF {COLUMNS}", "earlier_documents is frozen"),
    ("earlier_documents", "never_go", "DELETE", "earlier_documents is frozen"),
    ("version_documents", "no_update", "UPDATE", "version_documents is append-only"),
    ("version_documents", "no_delete", "DELETE", "version_documents is append-only"),
]
TABLES = ("version_documents", "earlier_documents")


def upgrade() -> None:
    op.create_table(
        "earlier_documents",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("material_id", NUMBER, nullable=False),
        sa.Column("country", SIDE, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=False),
        sa.Column("signer", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("said_by_id", NUMBER, nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("document <> ''", name=op.f("ck_earlier_documents_document")),
        sa.CheckConstraint("signer <> ''", name=op.f("ck_earlier_documents_signer")),
        sa.ForeignKeyConstraint(
            ["said_by_id", "country"], ["users.id", "users.side"], name="fk_earlier_documents_said_by_own_side"
        ),
        sa.ForeignKeyConstraint(
            ["material_id"], ["materials.id"], name=op.f("fk_earlier_documents_material_id_materials")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_documents")),
    )
    op.create_index(op.f("ix_earlier_documents_material_id"), "earlier_documents", ["material_id"], unique=False)
    op.create_index(
        "uq_earlier_documents_current",
        "earlier_documents",
        ["material_id", "country"],
        unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )
    op.create_table(
        "version_documents",
        sa.Column("version_id", NUMBER, nullable=False),
        sa.Column("document_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["earlier_documents.id"], name=op.f("fk_version_documents_document_id_earlier_documents")
        ),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_version_documents_version_id_versions")),
        sa.PrimaryKeyConstraint("version_id", "document_id", name=op.f("pk_version_documents")),
    )
    op.create_index(op.f("ix_version_documents_document_id"), "version_documents", ["document_id"], unique=False)
    for statement in _guards():
        op.execute(statement)


def _guards() -> list[str]:
    if op.get_bind().dialect.name == "sqlite":
        return [
            f"CREATE TRIGGER {table}_{rule} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END"
            for table, rule, event, message in RULES
        ]
    rules = [(*rule, "EACH ROW") for rule in RULES]
    rules += [(table, "never_emptied", "TRUNCATE", f"{table} is never emptied", "EACH STATEMENT") for table in TABLES]
    made = []
    for table, rule, event, message, each in rules:
        name = f"{table}_{rule}"
        body = f"$$ BEGIN RAISE EXCEPTION '{message}'; END $$"
        made.append(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS {body}")
        made.append(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR {each} EXECUTE FUNCTION {name}()")
    return made


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in TABLES:
        op.drop_table(table)
    if not is_sqlite:
        names = [f"{table}_{rule}" for table, rule, _event, _message in RULES]
        for name in [*names, *(f"{table}_never_emptied" for table in TABLES)]:
            op.execute(f"DROP FUNCTION {name}()")
