"""The two ways a letter leaves: a file in the outbox folder, or a mail server (CAMPAIGN_MAIL_URL).

A server that is away is tried again for as long as it is away; a recipient that it refuses is not.
"""

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from functools import partial
from ipaddress import ip_address
from urllib.parse import parse_qsl, unquote, urlsplit

from campaign.config import BadSetting, Config
from campaign.errors import Refused
from campaign.i18n import _, both
from campaign.jobs.work import Away, Failed
from campaign.mail.addresses import address
from campaign.storage import files

SETTING = "CAMPAIGN_MAIL_URL"
PATIENCE = 20  # seconds that a mail server may take to answer
PORTS = {"starttls": 587, "implicit": 465, "none": 25}
Carrier = Callable[[EmailMessage, str], None]  # the letter, and the name of its file


def carrier_of(config: Config) -> Carrier:
    """Raises BadSetting. The carrier raises Away (try again) or Failed (never)."""
    if not config.mail_url:
        return partial(_put, config)
    return partial(_hand_over, server_of(config.mail_url))


def sender_of(config: Config) -> str:
    """Whom the letters are from: `from=` of the address of the server, else this installation."""
    given = server_of(config.mail_url).sender if config.mail_url else ""
    host = urlsplit(config.base_url).hostname or "localhost"
    return given or f"campaign@{'localhost' if _is_number(host) else host}"


def _put(config: Config, letter: EmailMessage, name: str) -> None:
    files.write(config.data / "outbox" / f"{name}.eml", letter.as_bytes())


@dataclass(frozen=True)
class Server:
    """A mail server, as its address names it."""

    host: str
    port: int
    tls: str
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)


def server_of(url: str) -> Server:
    """smtp://user:password@host:port?tls=starttls|implicit|none&from=address. Raises BadSetting."""
    try:
        parts = urlsplit(url)
        query = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
        port, host = parts.port, parts.hostname
    except ValueError:
        raise BadSetting(SETTING, "its port or what follows the question mark cannot be read.") from None
    if not host or set(query) - {"tls", "from"} or parts.path.strip("/"):
        raise BadSetting(SETTING, "a mail server is smtp://user:password@host:port?tls=…&from=… and nothing else.")
    tls = query.get("tls", "starttls")
    if tls not in PORTS:
        raise BadSetting(SETTING, f"tls= is one of {', '.join(PORTS)}.")
    if tls == "none" and parts.password and not _is_loopback(host):
        raise BadSetting(SETTING, "a password is sent to another machine only under TLS.")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Server(host, port or PORTS[tls], tls, _sender(query.get("from", "")), user, password)


def _sender(given: str) -> str:
    try:
        return address(given) if given else ""
    except Refused:
        raise BadSetting(SETTING, "from= is not an e-mail address.") from None


def _is_loopback(host: str) -> bool:
    return host == "localhost" or (_is_number(host) and ip_address(host).is_loopback)


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _hand_over(server: Server, letter: EmailMessage, name: str) -> None:
    """Everything but a plain no about this letter means: try again."""
    try:
        with _connected(server) as connection:
            _send(connection, letter)
    except (smtplib.SMTPException, OSError) as error:
        raise Away(type(error).__name__) from None  # its words may repeat the address or the password


def _send(connection: smtplib.SMTP, letter: EmailMessage) -> None:
    try:
        connection.send_message(letter)
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _words in refused.recipients.values()]
        raise _answer(codes[0] if codes else 0) from None
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as refused:
        raise _answer(refused.smtp_code) from None
    except smtplib.SMTPNotSupportedError:  # an address with letters that this server does not know
        raise _answer(553) from None


def _answer(code: int) -> Exception:
    return Failed(both(_refused)) if 500 <= code < 600 else Away(f"answer {code}")


def _connected(server: Server) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.tls == "implicit":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
    if server.tls == "starttls":
        connection.starttls(context=context)
    if server.user:
        connection.login(server.user, server.password)
    return connection


def _refused() -> str:
    """To both administrators, so it names nobody."""
    return _("The mail server does not take this letter: it does not know or does not want the address.")
