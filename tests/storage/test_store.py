"""The promises of a store, asked of both: whole under its own hash, or an error that says what is wrong."""

import hashlib
import io
import threading
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.request import urlopen

import pytest

from campaign.config import Config
from campaign.storage import OK, Damaged, Store, store_of, verify
from tests import s3
from tests.storage.conftest import empty, overwrite

DATA = b"El fentanilo no se ve." * 1000
KEY = hashlib.sha256(DATA).hexdigest()
MIB = 1024 * 1024
SIXTEEN = b"0123456789abcdef"


class Pattern(io.BytesIO):
    """A long file that lies nowhere."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._left = size

    def read(self, size: int | None = -1) -> bytes:
        assert size is not None
        assert 0 < size <= MIB, "never all at once"
        piece = (SIXTEEN * (MIB // 16))[: min(size, self._left)]
        self._left -= len(piece)
        return piece


def put(store: Store, data: bytes = DATA) -> str:
    return store.put(io.BytesIO(data))


def test_what_was_put_is_read_back_under_its_hash(store: Store) -> None:
    assert not store.exists(KEY)
    assert put(store) == KEY
    assert store.exists(KEY)
    assert store.read(KEY) == DATA
    assert b"".join(store.open(KEY)) == DATA
    verify(store, KEY)
    assert store.state() == OK


def test_an_empty_file_is_a_file(store: Store) -> None:
    key = put(store, b"")
    assert store.read(key) == b""
    assert list(store.open(key)) == []


def test_twelve_megabytes_go_through_in_pieces(store: Store, place: Config) -> None:
    """Never the whole file in memory; measured for the folder only, as the other server keeps all in this process."""
    digest = hashlib.sha256(SIXTEEN * (12 * MIB // 16)).hexdigest()
    tracemalloc.start()
    try:
        assert store.put(Pattern(12 * MIB)) == digest
        verify(store, digest)
        assert place.store_url or tracemalloc.get_traced_memory()[1] < 6 * MIB
    finally:
        tracemalloc.stop()
    assert all(len(piece) <= MIB for piece in store.open(digest))


@pytest.mark.parametrize(
    ("start", "end"), [(0, None), (0, 5), (7, None), (7, 8), (21_990, 40_000), (0, 0), (9, 3), (22_000, None)]
)
def test_a_range_is_a_slice(store: Store, start: int, end: int | None) -> None:
    put(store)
    assert b"".join(store.open(KEY, start, end)) == DATA[start:end]


def test_the_same_bytes_are_one_file_that_is_young_again(store: Store, place: Config) -> None:
    """So the one who cleans up never takes it for an orphan; and what was damaged is mended."""
    put(store)
    overwrite(place, KEY, DATA[:-1])
    assert put(store) == KEY
    assert store.read(KEY) == DATA
    ((key, put_at),) = store.keys()
    assert key == KEY
    assert abs(datetime.now(UTC) - put_at) < timedelta(minutes=1)


def test_a_damaged_file_is_never_handed_out(store: Store, place: Config) -> None:
    put(store)
    overwrite(place, KEY, bytes([DATA[0] ^ 1]) + DATA[1:])
    with pytest.raises(Damaged, match=KEY):
        store.read(KEY)
    with pytest.raises(Damaged, match=KEY):
        verify(store, KEY)


def test_a_missing_file_is_an_error_of_its_own(store: Store) -> None:
    for ask in (store.read, store.open, lambda key: verify(store, key)):
        with pytest.raises(FileNotFoundError):
            ask(KEY)
    with pytest.raises(FileNotFoundError):
        store.open(KEY, 3, 5)


def test_what_is_deleted_is_gone_and_may_be_deleted_again(store: Store) -> None:
    put(store)
    store.delete(KEY)
    store.delete(KEY)
    assert not store.exists(KEY)
    assert list(store.keys()) == []


def test_all_keys_and_nothing_else(store: Store, place: Config) -> None:
    keys = {put(store, f"{n}".encode()) for n in range(20)}
    if not place.store_url:
        (place.data / "files" / "README").write_text("not ours")
        (place.data / "files" / KEY[:2]).mkdir(exist_ok=True)
        (place.data / "files" / KEY[:2] / "README").write_text("not ours")
    assert set(dict(store.keys())) == keys


@pytest.mark.parametrize(
    "key",
    ["", "../../etc/passwd", KEY.upper(), KEY[:-1], KEY + "0", "/" + KEY[1:], KEY[:-1] + "g", KEY + "\n"],
    ids=range(8),
)
def test_only_a_hash_is_a_key(store: Store, key: str) -> None:
    """ASVS V5.3.2."""
    for ask in (store.read, store.open, store.exists, store.delete):
        with pytest.raises(ValueError, match="SHA-256"):
            ask(key)


def test_two_writers_of_the_same_bytes_do_not_hurt_each_other(store: Store) -> None:
    keys: list[str] = []
    threads = [threading.Thread(target=lambda: keys.append(put(store))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert keys == [KEY] * 8
    assert list(dict(store.keys())) == [KEY]


def test_a_source_that_breaks_off_leaves_nothing(store: Store, place: Config) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() > 2 * MIB:
                raise OSError("the line went dead")
            return super().read(size)

    with pytest.raises(OSError, match="line went dead"):
        store.put(Broken(b"x" * 4 * MIB))
    assert list(store.keys()) == []
    assert [path for path in place.data.rglob("*") if path.is_file()] == []


def test_an_address_that_anybody_may_fetch_for_a_while(store: Store, store_url: str) -> None:
    put(store)
    address = store.url(KEY, "hoja «día» 1.pdf", "application/pdf", 60)
    if not store_url:
        assert address is None
        return
    assert address is not None
    assert "a-secret-of-the-tests" not in address
    with urlopen(address, timeout=20) as answer:
        assert answer.read() == DATA
        assert answer.headers["Content-Type"] == "application/pdf"
        said = answer.headers["Content-Disposition"]
    assert said == "attachment; filename*=UTF-8''hoja%20%C2%ABd%C3%ADa%C2%BB%201.pdf"


def test_a_reader_that_stops_early_lets_go(store: Store) -> None:
    key = store.put(Pattern(3 * MIB))
    pieces: Iterator[bytes] = store.open(key)
    assert len(next(pieces)) == MIB
    pieces.close()  # type: ignore[attr-defined]
    assert store.exists(key)


def test_what_a_broken_off_upload_left_is_cleared_after_a_while(config: Config, s3_url: str) -> None:
    """Of S3; the folder's own case stands in test_files.py: a process that was killed."""
    store = store_of(replace(config, store_url=s3_url))
    bucket, name = s3.object_of(s3_url, KEY)
    begun = s3.client(s3_url).create_multipart_upload(Bucket=bucket, Key=name)
    s3.client(s3_url).upload_part(Bucket=bucket, Key=name, UploadId=begun["UploadId"], PartNumber=1, Body=DATA)
    assert list(store.keys()) == []
    assert store.clear(datetime(2010, 1, 1, tzinfo=UTC)) == 0, "moto begins every upload in November 2010"
    put(store)
    assert store.clear(datetime.now(UTC) + timedelta(hours=1)) == 1
    assert store.clear(datetime.now(UTC) + timedelta(hours=1)) == 0
    assert store.read(KEY) == DATA
    empty(store)
