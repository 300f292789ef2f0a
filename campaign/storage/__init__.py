"""Stored files: bytes under their SHA-256 in a folder or in S3; written once, never changed, and promised only when
they are kept.
"""

import os
from functools import cache
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sqlalchemy import Column, MetaData, select
from sqlalchemy.orm import Session

from campaign.config import BadSetting, Config
from campaign.db import Base
from campaign.storage.folder import Folder
from campaign.storage.store import OK, Damaged, Store, StoreGone, verify

__all__ = ["OK", "Damaged", "Store", "StoreGone", "store_of", "stored_columns", "stored_keys", "verify"]
SETTING = "CAMPAIGN_STORE_URL"


def store_of(config: Config) -> Store:
    """Where this installation keeps its files; whether it answers is asked when it is used. Raises BadSetting."""
    return _opened(config.store_url or (config.data / "files").as_uri(), not config.store_url, os.getpid())


@cache
def _opened(url: str, is_own: bool, process: int) -> Store:
    """One for each process: what a fork inherits are its parent's connections."""
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.netloc in ("", "localhost") and parts.path.startswith("/"):
        return Folder(Path(unquote(parts.path)), is_own)
    if parts.scheme != "s3":
        raise BadSetting(SETTING, "it names a folder as file:///path or a bucket as s3://bucket.")
    try:
        s3 = import_module("campaign.storage.s3")
    except ModuleNotFoundError:
        raise BadSetting(SETTING, "S3 needs the package boto3: pip install 'campaign[s3]'.") from None
    opened: Store = s3.of_url(url)
    return opened


def stored_columns(metadata: MetaData) -> list[Column[str]]:
    """The columns that hold keys of stored files: all that keeps a file from being an orphan."""
    return [column for table in metadata.sorted_tables for column in table.columns if column.info.get("stored")]


def stored_keys(session: Session) -> set[str]:
    """The keys of all files that a row names."""
    return {key for column in stored_columns(Base.metadata) for key in session.scalars(select(column)) if key}
