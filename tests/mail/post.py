"""A mail server on this machine that keeps what it is given, or refuses it, and the settings that lead to it."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, Session


class Post:
    """What arrived; `answers` says what it answers to an address instead of taking it."""

    def __init__(self, answers: dict[str, str]) -> None:
        self.answers = answers
        self.taken: list[tuple[list[str], EmailMessage]] = []
        self.url = ""

    async def handle_RCPT(self, server: Any, session: Session, envelope: Envelope, to: str, options: list[str]) -> str:
        if to in self.answers:
            return self.answers[to]
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        self.taken.append((envelope.rcpt_tos, message_from_bytes(content, policy=policy.default)))
        return "250 OK"


@contextmanager
def office(answers: dict[str, str] | None = None, password: str = "") -> Iterator[Post]:
    """Open while the block runs; with a password it takes letters only from `campaign` who knows it."""
    post = Post(answers or {})

    def known(server: object, session: object, envelope: object, mechanism: object, given: Any) -> AuthResult:
        is_known = (given.login, given.password) == (b"campaign", password.encode())
        return AuthResult(success=is_known, handled=False)

    options: dict[str, Any] = {"authenticator": known, "auth_required": True, "auth_require_tls": False}
    port = unused()
    controller = Controller(post, hostname="127.0.0.1", port=port, **(options if password else {}))
    controller.start()
    try:
        post.url = f"smtp://{'campaign:' + password + '@' if password else ''}127.0.0.1:{port}?tls=none"
        yield post
    finally:
        controller.stop()


def unused() -> int:
    """A port where nobody answers."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
