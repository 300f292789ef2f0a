"""S3 for the tests: moto's server on loopback, in a thread of this worker; it can be stopped and come back."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import cache
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import boto3
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "a-secret-of-the-tests",
    "AWS_EC2_METADATA_DISABLED": "true",
}


REFUSAL = b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"


class Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        pass


class Server:
    """What was put stays while it is stopped; it comes back at the same address."""

    def __init__(self) -> None:
        self._app = DomainDispatcherApplication(create_backend_app)
        self._port, self._refused = 0, set[str]()
        self._putting = Lock()  # moto closes what is written over while another request still reads it; no store does
        self.start()

    def _answer(self, environ: Any, start_response: Any) -> Any:
        if environ["PATH_INFO"].split("/")[1] in self._refused:
            start_response("403 Forbidden", [("Content-Type", "application/xml")])
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [REFUSAL]
        with self._putting if environ["REQUEST_METHOD"] == "PUT" else nullcontext():
            return self._app(environ, start_response)

    def refuse(self, bucket: str) -> None:
        """From now on nobody may do anything in this bucket."""
        self._refused.add(bucket)

    def start(self) -> None:
        self._server: BaseWSGIServer = make_server(
            "127.0.0.1", self._port, self._answer, threaded=True, request_handler=Quiet
        )
        self._port = self._server.port
        self._thread = Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def is_up(self) -> bool:
        return self._thread.is_alive()

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()  # or the system would still take connections that nobody answers

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def bucket(self) -> str:
        """The address of a new store."""
        name = f"campaign-{uuid4().hex[:12]}"
        url = f"s3://{name}/sheets?endpoint={self.endpoint}&region=us-east-1"
        client(url).create_bucket(Bucket=name)
        return url


def client(url: str) -> Any:
    """A client beside the product's, for the store at this address."""
    return _client(parse_qs(urlsplit(url).query)["endpoint"][0])


@cache
def _client(endpoint: str) -> Any:
    return boto3.session.Session().client("s3", endpoint_url=endpoint, region_name="us-east-1")


def object_of(url: str, key: str) -> tuple[str, str]:
    """Bucket and name of the object that holds this file."""
    parts = urlsplit(url)
    return parts.netloc, f"{parts.path.strip('/')}/{key}"


@contextmanager
def server() -> Iterator[Server]:
    before = {name: os.environ.get(name) for name in CREDENTIALS}
    os.environ.update(CREDENTIALS)
    running = Server()
    yield running
    running.stop()
    for name, value in before.items():
        os.environ.pop(name) if value is None else os.environ.update({name: value})
