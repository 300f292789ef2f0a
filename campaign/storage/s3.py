"""The store in S3 or what speaks like it: `s3://bucket[/prefix]?endpoint=http://…&region=…`.

Who we are stands in the usual variables (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY), never in the address.
"""

import errno
import hashlib
import re
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from typing import Any, BinaryIO
from urllib.parse import parse_qsl, quote, urlsplit

import boto3
from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config as ClientConfig
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

from campaign.config import BadSetting
from campaign.storage.store import CHUNK, OK, StoreGone, checked_key, is_key, pieces, whole

PART = 8 * 1024 * 1024  # bytes of one part of a multipart upload; the only ones in memory
BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
CANNOT, REFUSED, MISSING = "cannot be reached", "refuses our credentials", "the bucket is missing"
# A page waits for a store that is gone at most twice this long.
PATIENCE = {"connect_timeout": 2, "read_timeout": 10, "retries": {"total_max_attempts": 2, "mode": "standard"}}
TRANSFER = TransferConfig(multipart_threshold=PART, multipart_chunksize=PART, use_threads=False)
REASONS = {"NoSuchBucket": MISSING, "403": REFUSED, "AccessDenied": REFUSED, "InvalidAccessKeyId": REFUSED}
REASONS |= {"SignatureDoesNotMatch": REFUSED, "ExpiredToken": REFUSED, "InvalidToken": REFUSED}


def of_url(url: str) -> "S3":
    """The store that the address names; raises BadSetting, which never repeats the address."""
    parts = urlsplit(url)
    given = dict(parse_qsl(parts.query, keep_blank_values=True))
    endpoint, region = given.pop("endpoint", None), given.pop("region", None)
    if given:
        raise BadSetting("CAMPAIGN_STORE_URL", "after the question mark it takes only endpoint= and region=.")
    if "@" in parts.netloc or (endpoint and "@" in endpoint):
        reason = "credentials stand in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, never in the address."
        raise BadSetting("CAMPAIGN_STORE_URL", reason)
    if endpoint is not None and not endpoint.startswith(("http://", "https://")):
        raise BadSetting("CAMPAIGN_STORE_URL", "its endpoint begins with http:// or https://.")
    if not BUCKET.fullmatch(parts.netloc):
        raise BadSetting("CAMPAIGN_STORE_URL", "a bucket's name is 3 to 63 small letters, digits, dots and hyphens.")
    try:
        return S3(parts.netloc, parts.path.strip("/"), endpoint, region)
    except (ValueError, BotoCoreError):
        raise BadSetting("CAMPAIGN_STORE_URL", "its endpoint or region cannot be read.") from None


class S3:
    """Objects under `prefix/abcd…`, all in one bucket that exists already."""

    def __init__(self, bucket: str, prefix: str = "", endpoint: str | None = None, region: str | None = None) -> None:
        self._bucket = bucket
        self._prefix = f"{prefix}/" if prefix else ""
        style = {"addressing_style": "path" if endpoint else "auto"}
        settings = ClientConfig(signature_version="s3v4", s3=style, **PATIENCE)
        # A session of its own: making a client from the shared one is not safe among threads.
        session = boto3.session.Session()
        self._client: Any = session.client("s3", endpoint_url=endpoint, region_name=region, config=settings)

    @property
    def place(self) -> str:
        return f"s3://{self._bucket}/{self._prefix}"

    def put(self, source: BinaryIO) -> str:
        """The key is known only at the end, so the source is kept aside meanwhile, large ones on the disk."""
        digest = hashlib.sha256()
        with tempfile.SpooledTemporaryFile(max_size=PART) as aside:
            for piece in pieces(source):
                digest.update(piece)
                aside.write(piece)
            aside.seek(0)
            key = digest.hexdigest()
            with _told():
                self._client.upload_fileobj(aside, **self._object(key), Config=TRANSFER)
        return key

    def open(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        wanted = self._object(key)
        if end is not None and end <= start:
            return iter(())
        if start or end is not None:
            wanted["Range"] = f"bytes={start}-{'' if end is None else end - 1}"
        with _told():
            try:
                body = self._client.get_object(**wanted)["Body"]
            except ClientError as error:
                if _code(error) == "InvalidRange":  # it begins behind the last byte
                    return iter(())
                raise
        return _streamed(body)

    def read(self, key: str) -> bytes:
        return whole(key, self.open(key))

    def exists(self, key: str) -> bool:
        try:
            with _told():
                self._client.head_object(**self._object(key))
        except FileNotFoundError:
            return False
        return True

    def delete(self, key: str) -> None:
        with _told():
            self._client.delete_object(**self._object(key))

    def keys(self) -> Iterator[tuple[str, datetime]]:
        with _told():
            pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=self._prefix)
            for page in pages:
                for found in page.get("Contents", ()):
                    name = found["Key"].removeprefix(self._prefix)
                    if is_key(name):
                        yield name, found["LastModified"]

    def url(self, key: str, name: str, mimetype: str, seconds: int) -> str | None:
        shown = {
            "ResponseContentDisposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
            "ResponseContentType": mimetype,
        }
        with _told():
            signed: str = self._client.generate_presigned_url(
                "get_object", Params={**self._object(key), **shown}, ExpiresIn=seconds
            )
        return signed

    def clear(self, before: datetime) -> int:
        with _told():
            pages = self._client.get_paginator("list_multipart_uploads").paginate(
                Bucket=self._bucket, Prefix=self._prefix
            )
            found = [upload for page in pages for upload in page.get("Uploads", ()) if upload["Initiated"] < before]
            for upload in found:
                self._client.abort_multipart_upload(Bucket=self._bucket, Key=upload["Key"], UploadId=upload["UploadId"])
        return len(found)

    def state(self) -> str:
        try:
            with _told():
                self._client.head_bucket(Bucket=self._bucket)
        except FileNotFoundError:
            return MISSING
        except StoreGone as gone:
            return str(gone)
        return OK

    def _object(self, key: str) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": self._prefix + checked_key(key)}


def _streamed(body: Any) -> Iterator[bytes]:
    with _told(), closing(body):
        yield from body.iter_chunks(CHUNK)


@contextmanager
def _told() -> Iterator[None]:
    """What boto3 raises, in our words; whatever is not "there is no such file" is the store's trouble."""
    try:
        yield
    except ClientError as error:
        if _code(error) in ("NoSuchKey", "404"):
            raise FileNotFoundError(errno.ENOENT, "not in the store") from error
        raise StoreGone(REASONS.get(_code(error), CANNOT)) from error
    except NoCredentialsError as error:
        raise StoreGone("has no credentials of ours") from error
    except (BotoCoreError, Boto3Error) as error:
        raise StoreGone(CANNOT) from error


def _code(error: ClientError) -> str:
    return str(error.response["Error"]["Code"])
