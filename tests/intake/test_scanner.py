"""The virus scanner: a small one of our own on loopback, and what is said where there is none or where it is silent."""

import socketserver
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from campaign.config import BadSetting, Config
from campaign.intake import scanner
from campaign.intake.gate import received
from campaign.intake.limits import Purpose
from campaign.intake.scanner import Scan, answers, scan
from tests.intake.containers import EICAR

Reply = Callable[[bytes], bytes]


def clamd(data: bytes) -> bytes:
    """What the real one says."""
    return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in data else b"stream: OK\0"


class Scanner(socketserver.StreamRequestHandler):
    """The side of clamd that we use."""

    def handle(self) -> None:
        reply: Reply = self.server.reply  # type: ignore[attr-defined]
        if self.rfile.read(6) == b"zPING\0":
            self.wfile.write(b"PONG\0")
        else:
            assert self.rfile.read(4) == b"EAM\0"
            self.wfile.write(reply(b"".join(self._pieces())))

    def _pieces(self) -> Iterator[bytes]:
        while size := struct.unpack(">I", self.rfile.read(4))[0]:
            yield self.rfile.read(size)


@contextmanager
def serving(reply: Reply = clamd, path: Path | None = None) -> Iterator[str]:
    server: Any = (
        socketserver.ThreadingUnixStreamServer(str(path), Scanner)
        if path
        else socketserver.ThreadingTCPServer(("127.0.0.1", 0), Scanner)
    )
    server.reply = reply
    with server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"unix://{path}" if path else f"tcp://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.mark.parametrize("is_unix", [False, True])
@pytest.mark.parametrize(("data", "found"), [(EICAR, Scan.infected), (b"a" * 200_000, Scan.nothing_found)])
def test_what_it_says_is_believed(tmp_path: Path, is_unix: bool, data: bytes, found: Scan) -> None:
    with serving(path=tmp_path / "clamd" if is_unix else None) as url:
        assert answers(url)
        assert scan(BytesIO(data), url) == found


@pytest.mark.parametrize(
    "reply", [b"", b"stream: OK", b"INSTREAM size limit exceeded. ERROR\0", b"\xff" * 9_000, b"stream: OK \0OK"]
)
def test_whatever_else_it_says_is_not_scanned(reply: bytes) -> None:
    with serving(lambda _data: reply) as url:
        assert scan(BytesIO(b"a"), url) == Scan.not_scanned


def test_a_silent_one_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner, "SECONDS", 0.1)
    over = threading.Event()

    def silent(_data: bytes) -> bytes:
        over.wait(5)
        return b"stream: OK\0"

    with serving(silent) as url:
        started = time.monotonic()
        assert scan(BytesIO(b"a"), url) == Scan.not_scanned
        assert time.monotonic() - started < 2
        over.set()


def test_none_and_one_that_is_not_there() -> None:
    with serving() as url:
        pass
    assert scan(BytesIO(EICAR), "") == scan(BytesIO(EICAR), url) == Scan.not_scanned
    assert scan(BytesIO(EICAR), "unix:///nowhere") == Scan.not_scanned
    assert not answers(url)


def test_what_is_infected_is_refused_and_what_is_not_scanned_is_said() -> None:
    with serving() as url:
        with received(BytesIO(EICAR), Purpose.material, url) as arrival:
            assert (arrival.verdict.kind, arrival.original.read(), arrival.copy.read()) == ("infected", b"", b"")
        with received(BytesIO(b"a note"), Purpose.material, url) as arrival:
            assert arrival.verdict.scan == Scan.nothing_found
    with received(BytesIO(EICAR), Purpose.material, url) as arrival:
        assert (arrival.verdict.is_accepted, arrival.verdict.scan) == (True, Scan.not_scanned)


@pytest.mark.parametrize("url", ["", "tcp://127.0.0.1:3310", "unix:///run/clamd"])
def test_a_setting(url: str) -> None:
    assert Config.read({"CAMPAIGN_CLAMD_URL": url}).clamd_url == url


@pytest.mark.parametrize("url", ["127.0.0.1:3310", "http://a:1", "tcp://a", "tcp://a:b", "tcp://:1", "unix://"])
def test_a_setting_that_cannot_be_used(url: str) -> None:
    with pytest.raises(BadSetting):
        Config.read({"CAMPAIGN_CLAMD_URL": url})
