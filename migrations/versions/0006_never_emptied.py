"""What is history cannot be emptied in one stroke either (PostgreSQL; SQLite deletes row by row, which is refused)."""

from alembic import op

revision = "0006_never_emptied"
down_revision = "0005_people"
branch_labels = None
depends_on = None

TABLES = (
    "accreditations",
    "audit_entries",
    "audit_subjects",
    "clearances",
    "deciders",
    "fact_versions",
    "holds",
    "logos",
    "role_requests",
    "terms_acceptances",
    "versions",
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    for table in TABLES:
        name = f"{table}_never_emptied"
        says = f"BEGIN RAISE EXCEPTION '{table} is never emptied'; END"
        op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {says} $$")
        op.execute(f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    for table in TABLES:
        op.execute(f"DROP TRIGGER {table}_never_emptied ON {table}")
        op.execute(f"DROP FUNCTION {table}_never_emptied()")
