"""Materials that come as files: what is handed in, its pieces and links, files of materials, their small pictures."""

import sqlalchemy as sa
from alembic import op

revision = "0007_files"
down_revision = "0006_never_emptied"
branch_labels = None
depends_on = None

TYPES = (
    "type IN ('flyer')",
    "type IN ('flyer', 'poster', 'leaflet', 'wallet_card', 'video', 'audio', 'social_post', 'toolkit', 'image', 'logo')",
)
KINDS = (
    "kind IN ('headline', 'subline', 'point', 'fact', 'alt')",
    "kind IN ('headline', 'subline', 'point', 'fact', 'alt', 'picture')",
)
SHOWN = "VARCHAR(40) DEFAULT 'unsaid' NOT NULL CONSTRAINT ck_materials_shown_shown CHECK (shown IN ('unsaid', 'nobody', 'adults', 'minors'))"
MAY_USE = "VARCHAR(40) DEFAULT 'unsaid' NOT NULL CONSTRAINT ck_materials_may_use_mayuse CHECK (may_use IN ('unsaid', 'yes', 'unsure', 'no'))"
PICTURE = "(kind = 'picture') = (image_version_id IS NOT NULL)"
# What of these tables never changes again, the database itself refuses to change.
GUARDS = [
    {
        "sqlite": [
            "CREATE TRIGGER material_files_stay_frozen BEFORE UPDATE OF material_id, role, name, type, size, sha256, copy_type, copy_sha256, added_by_id, added_at ON material_files BEGIN SELECT RAISE(ABORT, 'material_files is frozen'); END",
            "CREATE TRIGGER material_files_never_go BEFORE DELETE ON material_files BEGIN SELECT RAISE(ABORT, 'material_files is frozen'); END",
        ],
        "postgresql": [
            "CREATE FUNCTION material_files_stay_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'material_files is frozen'; END $$",
            "CREATE TRIGGER material_files_stay_frozen BEFORE UPDATE OF material_id, role, name, type, size, sha256, copy_type, copy_sha256, added_by_id, added_at ON material_files FOR EACH ROW EXECUTE FUNCTION material_files_stay_frozen()",
            "CREATE FUNCTION material_files_never_go() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'material_files is frozen'; END $$",
            "CREATE TRIGGER material_files_never_go BEFORE DELETE ON material_files FOR EACH ROW EXECUTE FUNCTION material_files_never_go()",
            "CREATE FUNCTION material_files_never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'material_files is never emptied'; END $$",
            "CREATE TRIGGER material_files_never_emptied BEFORE TRUNCATE ON material_files FOR EACH STATEMENT EXECUTE FUNCTION material_files_never_emptied()",
        ],
    },
    {
        "sqlite": [
            "CREATE TRIGGER version_files_no_update BEFORE UPDATE ON version_files BEGIN SELECT RAISE(ABORT, 'version_files is append-only'); END",
            "CREATE TRIGGER version_files_no_delete BEFORE DELETE ON version_files BEGIN SELECT RAISE(ABORT, 'version_files is append-only'); END",
        ],
        "postgresql": [
            "CREATE FUNCTION version_files_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'version_files is append-only'; END $$",
            "CREATE TRIGGER version_files_no_update BEFORE UPDATE ON version_files FOR EACH ROW EXECUTE FUNCTION version_files_no_update()",
            "CREATE FUNCTION version_files_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'version_files is append-only'; END $$",
            "CREATE TRIGGER version_files_no_delete BEFORE DELETE ON version_files FOR EACH ROW EXECUTE FUNCTION version_files_no_delete()",
            "CREATE FUNCTION version_files_never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'version_files is never emptied'; END $$",
            "CREATE TRIGGER version_files_never_emptied BEFORE TRUNCATE ON version_files FOR EACH STATEMENT EXECUTE FUNCTION version_files_never_emptied()",
        ],
    },
]
FUNCTIONS = [
    "material_files_stay_frozen",
    "material_files_never_go",
    "material_files_never_emptied",
    "version_files_no_update",
    "version_files_no_delete",
    "version_files_never_emptied",
]
TABLES = [
    "previews",
    "upload_links",
    "deliveries",
    "material_files",
    "material_regions",
    "uploads",
    "version_files",
    "version_images",
    "upload_chunks",
]


def upgrade() -> None:
    op.create_table(
        "previews",
        sa.Column("of_sha256", sa.Text(), nullable=False),
        sa.Column("page", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("edge", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("width", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("height", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("of_sha256", "page", "edge", name=op.f("pk_previews")),
    )
    op.create_table(
        "upload_links",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "side",
            sa.Enum("US", "MX", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("most_files", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("row_version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("recipient <> ''", name=op.f("ck_upload_links_recipient")),
        sa.CheckConstraint("(revoked_at IS NULL) = (revoked_by_id IS NULL)", name=op.f("ck_upload_links_revoked")),
        sa.CheckConstraint("most_files BETWEEN 1 AND 100", name=op.f("ck_upload_links_most_files")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_upload_links_campaign_id_campaigns")),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_upload_links_created_by_id_users")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_upload_links_organization_id_organizations")
        ),
        sa.ForeignKeyConstraint(["revoked_by_id"], ["users.id"], name=op.f("fk_upload_links_revoked_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_upload_links_token_hash")),
    )
    op.create_index(op.f("ix_upload_links_organization_id"), "upload_links", ["organization_id"], unique=False)
    op.create_index(op.f("ix_upload_links_side"), "upload_links", ["side"], unique=False)
    op.create_table(
        "deliveries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organization_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "side",
            sa.Enum("US", "MX", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("link_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column(
            "shown",
            sa.Enum(
                "unsaid",
                "nobody",
                "adults",
                "minors",
                name="shown",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "may_use",
            sa.Enum(
                "unsaid", "yes", "unsure", "no", name="mayuse", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "sent",
                "taken",
                "declined",
                "closed",
                name="deliverystate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("row_version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("(state IN ('open', 'closed')) = (sent_at IS NULL)", name=op.f("ck_deliveries_sent")),
        sa.CheckConstraint("(by_id IS NULL) = (link_id IS NOT NULL)", name=op.f("ck_deliveries_sender")),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_deliveries_by_id_users")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_deliveries_campaign_id_campaigns")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("fk_deliveries_decided_by_id_users")),
        sa.ForeignKeyConstraint(["link_id"], ["upload_links.id"], name=op.f("fk_deliveries_link_id_upload_links")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_deliveries_organization_id_organizations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
    )
    op.create_index(op.f("ix_deliveries_by_id"), "deliveries", ["by_id"], unique=False)
    op.create_index(op.f("ix_deliveries_link_id"), "deliveries", ["link_id"], unique=False)
    op.create_index(op.f("ix_deliveries_organization_id"), "deliveries", ["organization_id"], unique=False)
    op.create_index("ix_deliveries_side", "deliveries", ["side", "state", "id"], unique=False)
    op.create_table(
        "material_files",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("material_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "main", "captions", "transcript", name="filerole", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "language",
            sa.Enum(
                "en", "es", "both", "none", name="filelanguage", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("copy_type", sa.Text(), nullable=False),
        sa.Column("copy_sha256", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("scan", sa.Text(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("added_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_material_files_name")),
        sa.CheckConstraint("size > 0", name=op.f("ck_material_files_size")),
        sa.ForeignKeyConstraint(["added_by_id"], ["users.id"], name=op.f("fk_material_files_added_by_id_users")),
        sa.ForeignKeyConstraint(
            ["material_id"], ["materials.id"], name=op.f("fk_material_files_material_id_materials")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material_files")),
    )
    op.create_index("ix_material_files_current", "material_files", ["material_id", "is_current"], unique=False)
    op.create_index(op.f("ix_material_files_sha256"), "material_files", ["sha256"], unique=False)
    op.create_table(
        "material_regions",
        sa.Column("material_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("region_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["material_id"], ["materials.id"], name=op.f("fk_material_regions_material_id_materials")
        ),
        sa.ForeignKeyConstraint(["region_key"], ["regions.key"], name=op.f("fk_material_regions_region_key_regions")),
        sa.PrimaryKeyConstraint("material_id", "region_key", name=op.f("pk_material_regions")),
    )
    op.create_index(op.f("ix_material_regions_region_key"), "material_regions", ["region_key"], unique=False)
    op.create_table(
        "uploads",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("delivery_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column(
            "language",
            sa.Enum(
                "en", "es", "both", "none", name="filelanguage", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("pair_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("received", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "receiving",
                "checking",
                "accepted",
                "refused",
                "removed",
                name="uploadstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("copy_type", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("copy_sha256", sa.Text(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("scan", sa.Text(), nullable=False),
        sa.Column("reason_en", sa.Text(), nullable=False),
        sa.Column("reason_es", sa.Text(), nullable=False),
        sa.Column("material_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'accepted') = (copy_sha256 IS NOT NULL)", name=op.f("ck_uploads_accepted")),
        sa.CheckConstraint(
            "state <> 'refused' OR (reason_en <> '' AND reason_es <> '')", name=op.f("ck_uploads_reason")
        ),
        sa.CheckConstraint("received BETWEEN 0 AND size", name=op.f("ck_uploads_received")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_uploads_size")),
        sa.ForeignKeyConstraint(["delivery_id"], ["deliveries.id"], name=op.f("fk_uploads_delivery_id_deliveries")),
        sa.ForeignKeyConstraint(["material_id"], ["materials.id"], name=op.f("fk_uploads_material_id_materials")),
        sa.ForeignKeyConstraint(["pair_id"], ["uploads.id"], name=op.f("fk_uploads_pair_id_uploads")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
        sa.UniqueConstraint("delivery_id", "key", name=op.f("uq_uploads_delivery_id_key")),
    )
    op.create_index(op.f("ix_uploads_material_id"), "uploads", ["material_id"], unique=False)
    op.create_index(op.f("ix_uploads_sha256"), "uploads", ["sha256"], unique=False)
    op.create_table(
        "version_files",
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["material_files.id"], name=op.f("fk_version_files_file_id_material_files")
        ),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_version_files_version_id_versions")),
        sa.PrimaryKeyConstraint("version_id", "file_id", name=op.f("pk_version_files")),
    )
    op.create_index(op.f("ix_version_files_file_id"), "version_files", ["file_id"], unique=False)
    op.create_table(
        "version_images",
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("image_version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["image_version_id"], ["versions.id"], name=op.f("fk_version_images_image_version_id_versions")
        ),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_version_images_version_id_versions")),
        sa.PrimaryKeyConstraint("version_id", "image_version_id", name=op.f("pk_version_images")),
    )
    op.create_index(op.f("ix_version_images_image_version_id"), "version_images", ["image_version_id"], unique=False)
    op.create_table(
        "upload_chunks",
        sa.Column("upload_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("start", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["upload_id"], ["uploads.id"], name=op.f("fk_upload_chunks_upload_id_uploads")),
        sa.PrimaryKeyConstraint("upload_id", "start", name=op.f("pk_upload_chunks")),
    )
    number = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    _allow("materials", "ck_materials_type_materialtype", *TYPES)
    _allow("blocks", "ck_blocks_kind_blockkind", *KINDS)
    _add("blocks", f"image_version_id {number} CONSTRAINT fk_blocks_image_version_id_versions REFERENCES versions (id)")
    _check_pictures()
    op.add_column("materials", sa.Column("summary_en", sa.Text(), server_default="", nullable=False))
    op.add_column("materials", sa.Column("summary_es", sa.Text(), server_default="", nullable=False))
    op.add_column("materials", sa.Column("credit", sa.Text(), server_default="", nullable=False))
    op.add_column("materials", sa.Column("source", sa.Text(), server_default="", nullable=False))
    op.add_column("materials", sa.Column("audience", sa.Text(), server_default="", nullable=False))
    op.add_column("materials", sa.Column("topics", sa.JSON(), server_default="[]", nullable=False))
    _add("materials", f"shown {SHOWN}")
    _add("materials", f"may_use {MAY_USE}")
    _add(
        "materials",
        f"adapted_from_id {number} CONSTRAINT fk_materials_adapted_from_id_materials REFERENCES materials (id)",
    )
    op.create_index(op.f("ix_materials_adapted_from_id"), "materials", ["adapted_from_id"], unique=False)
    for statements in GUARDS:
        for statement in statements[op.get_bind().dialect.name]:
            op.execute(statement)


def _add(table: str, column: str) -> None:
    """With its constraint beside it: SQLite adds none later."""
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")


def _allow(table: str, name: str, old: str, new: str) -> None:
    """Other values in a CHECK. SQLite changes no constraint of a table that others point to but in its own text, as
    https://www.sqlite.org/lang_altertable.html (7, the simpler procedure) has it; what lies in the table stays."""
    if op.get_bind().dialect.name == "sqlite":
        _rewrite(table, f"CONSTRAINT {name} CHECK ({old})", f"CONSTRAINT {name} CHECK ({new})")
    else:
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({new})")


def _check_pictures() -> None:
    rule = f"CONSTRAINT ck_blocks_picture CHECK ({PICTURE})"
    if op.get_bind().dialect.name == "sqlite":
        fact = "CONSTRAINT ck_blocks_fact CHECK"
        _rewrite("blocks", fact, f"{rule}, {fact}")
    else:
        op.execute(f"ALTER TABLE blocks ADD {rule}")


def _rewrite(table: str, old: str, new: str) -> None:
    texts = sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :table").bindparams(table=table)
    text = op.get_bind().execute(texts).scalar_one()
    assert text.count(old) == 1, f"{table}: {old}"
    op.execute("PRAGMA writable_schema = ON")
    change = sa.text("UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = :table")
    op.get_bind().execute(change.bindparams(sql=text.replace(old, new), table=table))
    op.execute("PRAGMA writable_schema = RESET")


def downgrade() -> None:
    """Only while nothing came as a file: what is in the record cannot be taken out of it."""
    files = "SELECT 1 FROM materials WHERE type <> 'flyer' UNION SELECT 1 FROM blocks WHERE kind = 'picture'"
    if op.get_bind().execute(sa.text(files)).first():
        raise RuntimeError("There are materials that came as files; the version before this one does not know them.")
    op.drop_index(op.f("ix_materials_adapted_from_id"), table_name="materials")
    for column in (
        "adapted_from_id",
        "may_use",
        "shown",
        "topics",
        "audience",
        "source",
        "credit",
        "summary_es",
        "summary_en",
    ):
        op.drop_column("materials", column)
    _drop_pictures()
    _allow("blocks", "ck_blocks_kind_blockkind", *reversed(KINDS))
    _allow("materials", "ck_materials_type_materialtype", *reversed(TYPES))
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for function in FUNCTIONS:
            op.execute(f"DROP FUNCTION {function}()")


def _drop_pictures() -> None:
    rule = f"CONSTRAINT ck_blocks_picture CHECK ({PICTURE})"
    if op.get_bind().dialect.name == "sqlite":
        _rewrite("blocks", f"{rule}, ", "")
    else:
        op.execute("ALTER TABLE blocks DROP CONSTRAINT ck_blocks_picture")
    op.drop_column("blocks", "image_version_id")
