"""Answers for everything that goes wrong: what happened, what is kept, what to do, and a number to read out.

No page shows anything of the inside, and none needs the database, which may be the very thing that is gone.
"""

import errno
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import flask
from flask import Flask, Response, make_response, render_template, request
from sqlalchemy.exc import (
    DBAPIError,
    IntegrityError,
    InternalError,
    OperationalError,
    ProgrammingError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from campaign import db, i18n, web
from campaign.clock import now
from campaign.db import Side
from campaign.errors import Later, NotAllowed, Refused, Stale
from campaign.health import checks
from campaign.i18n import _, _n
from campaign.storage import StoreGone, files

CAPITALS = {Side.US: "America/New_York", Side.MX: "America/Mexico_City"}
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
CLOSED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
RETRY_SECONDS = 30
MB = 1_000_000


def install(app: Flask) -> None:
    kinds: dict[Any, tuple[type[Exception], ...]] = {
        _http_error: (HTTPException,),
        _too_large: (RequestEntityTooLarge,),
        _stale: (Stale,),
        _later: (Later,),
        _refused: (Refused,),
        _overtaken: (StaleDataError, IntegrityError),
        _out_of_order: (OperationalError, ProgrammingError, InternalError, PoolTimeout, OSError),
        _crash: (Exception,),
    }
    for answer, errors in kinds.items():
        for kind in errors:
            app.register_error_handler(kind, partial(_answered, answer))


def _answered(answer: Callable[[Any], Any], error: Exception) -> Any:
    """First of all the failed transaction is left: even the reader's language is a row that it may have taken along."""
    _leave_database()
    return answer(error)


def _page(code: int, title: str, text: str, todo: str, kept: str = "", typed: Any = ()) -> tuple[str, int]:
    page = render_template(
        "errors/error.html",
        code=code,
        title=title,
        text=text,
        kept=kept,
        todo=todo,
        typed=typed,
        reference=web.reference(),
    )
    return page, code


def _leave_database() -> None:
    """Nothing of the failed act stays; the page's frame names the reader only if the database still can."""
    try:
        db.session.rollback()
        db.read_only()
        if user := web.someone():
            str(user.role_words)
    except SQLAlchemyError:
        db.session.remove()
        web.nobody()


def _after(page: tuple[str, int], seconds: int) -> Response:
    answer = make_response(page)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _http_error(error: HTTPException) -> Any:
    code = error.code or 500
    words: dict[int, tuple[str, str, str]] = {
        400: (
            _("This request could not be read"),
            _("Part of it is missing or too old, for example a form that stayed open for very long."),
            _("Go back, reload the page and send it again."),
        ),
        403: (
            _("This is not yours to do"),
            _("Your role or your side does not allow it. The page exists; the act belongs to somebody else."),
            _("Ask a person of your side who holds that role."),
        ),
        404: (
            _("This page was not found"),
            _("The address is wrong, or the thing is not shown to you."),
            _("Go to the start page or search in the lists."),
        ),
        410: (
            _("This is not there any more"),
            _("The time for it is over, or it was closed."),
            _("Ask whoever gave you this address for a new one."),
        ),
        405: (
            _("This address does not do that"),
            _("It was called in a way that it does not know."),
            _("Go back and use the buttons of the page."),
        ),
    }
    if code < 400:
        return error
    title, text, todo = words.get(code, (_("This did not work"), error.name, _("Go back and try again.")))
    return _page(code, title, text, todo, kept=_("Nothing was changed."))


def _too_large(error: RequestEntityTooLarge) -> tuple[str, int]:
    """What was typed is shown again, to be copied, unless it is beyond all measure."""
    limit, found = request.max_content_length or web.LARGEST_FORM, request.content_length or 0
    text = _("A form may have at most %(most)s MB.", most=_megabytes(limit))
    if found > limit:
        text = _(
            "A form may have at most %(most)s MB; this one has %(found)s MB.",
            most=_megabytes(limit),
            found=_megabytes(found),
        )
    typed = _typed(4 * web.LARGEST_FORM)
    _drain(16 * web.LARGEST_FORM)
    return _page(
        413,
        _("That is too large"),
        text,
        _("Copy your text from below, shorten it and send it again.")
        if typed
        else _("Shorten the text and send it again."),
        kept=_("Nothing was changed, and nothing of this was stored."),
        typed=typed,
    )


def _drain(left: int) -> None:
    """Who is still sending hears no answer: the rest is thrown away, up to a measure."""
    while left > 0 and (chunk := request.environ["wsgi.input"].read(min(left, 65_536))):
        left -= len(chunk)


def _megabytes(count: int) -> str:
    return i18n.number(round(count / MB, 1))


def _typed(most: int) -> list[str]:
    """The sentences in a form of ours; what comes from elsewhere (no right token) is never shown back."""
    request.max_content_length = request.max_form_memory_size = most
    try:
        web.csrf.protect()
    except HTTPException:
        return []
    typed = (text.strip() for name, text in request.form.items(multi=True) if not web.is_secret(name))
    return [text for text in typed if " " in text or len(text) > 60]


def _later(error: Later) -> Response:
    """Too many tries (429) or too busy (503): from when on it may be tried again, in words and on two wall clocks."""
    seconds = max(1, -int((now() - error.until).total_seconds() // 1))
    page = _page(
        error.code,
        _("Too many tries") if error.code == 429 else _("Too busy at this moment"),
        error.message,
        _wait(error.until, seconds),
        kept=_kept(),
    )
    return _after(page, seconds)


def _kept() -> str:
    """Who is to wait at the sign-in wonders about the password."""
    is_password = request.blueprint == "accounts"
    return _("Nothing was changed; your password stays as it is.") if is_password else _("Nothing was changed.")


def _wait(until: datetime, seconds: int) -> str:
    if seconds < 60:
        return _n("Try again in one second.", "Try again in %(num)d seconds.", seconds)
    minute = until + timedelta(seconds=-until.timestamp() % 60)  # the clock on the wall shows whole minutes
    places = {Side.US: _("Washington"), Side.MX: _("Mexico City")}
    clocks = [f"{i18n.fmt_time(minute, CAPITALS[side])} {places[side]}" for side in web.order(None)]
    wait = _n("Try again in one minute", "Try again in %(num)d minutes", -(-seconds // 60))
    return f"{wait} ({' · '.join(clocks)})."


def _refused(error: Refused) -> tuple[str, int]:
    code = 403 if isinstance(error, NotAllowed) else 409
    return _page(code, _("This was not done"), error.message, _("Go back to the page."), kept=_("Nothing was changed."))


def _stale(error: Stale) -> tuple[str, int]:
    """Both texts side by side; the person's own can be sent again with the new counter, so nothing is lost."""
    fields = [(n, v) for n, v in request.form.items(multi=True) if n != "version" and not web.is_secret(n)]
    page = render_template(
        "errors/conflict.html",
        title=error.message,
        rows=error.differences,
        form_action=request.path,
        fields=[*fields, ("version", str(error.version))],
        keep_url=request.path,
        reference=web.reference(),
    )
    return page, 409


def _overtaken(error: Exception) -> Any:
    """Two people acted in the same second: the database let one through."""
    web.log.warning("overtaken", error=repr(error))
    if trouble(error) == "moved":
        return _out_of_order(error)
    return _page(
        409,
        _("Somebody was faster"),
        _("Another person changed or decided the same thing while you did."),
        _("Go back, reload the page and look at what is there now."),
        kept=_("What the other person did is kept; yours was not done."),
    )


def _out_of_order(error: Exception) -> Any:
    """The machine's trouble, not the page's: said as such, with 503 or 507; anything else of these kinds is a crash."""
    reasons = {
        "locked": (
            _("The database is busy"),
            _("Other work is being written at this moment and takes unusually long."),
            _("Go back and send it again in half a minute."),
        ),
        "closed": (
            _("Nothing can be saved at this moment"),
            _("The place where everything is kept can be read but not written. Pages can still be read."),
            _("Tell whoever runs this installation: they must make its data folder writable again."),
        ),
        "shut": (
            _("The database cannot be opened"),
            _("The place where everything is kept cannot be written, and without that it cannot be opened."),
            _("Tell whoever runs this installation: they must make its data folder writable again."),
        ),
        "full": (
            _("Nothing can be saved at this moment"),
            _("The disk where everything is kept is full. Pages can still be read."),
            _("Tell whoever runs this installation: they must make room on its disk."),
        ),
        "unreachable": (
            _("The database cannot be reached"),
            _("Without it no page can be shown. It is not your doing."),
            _("Try again in half a minute; if it lasts, tell whoever runs this installation."),
        ),
        "store gone": (
            _("The files cannot be reached at this moment"),
            _("The place where the finished sheets are kept does not answer. Other pages can still be read."),
            _("Try again in half a minute; if it lasts, tell whoever runs this installation."),
        ),
        "moved": (
            _("This installation has moved"),
            _("Its database is another one now; this server still shows the old one, and nothing can be saved here."),
            _("Tell whoever runs this installation: they must give it the new address and start it again."),
        ),
        "not set up": (
            _("This installation is not ready"),
            _("Its database was never made, or belongs to another version of this program."),
            _("Whoever runs this installation must call: python3 -m campaign migrate"),
        ),
    }
    reason = trouble(error)
    if reason is None:
        return _crash(error)
    web.log.error("out of order", reason=reason, error=repr(error), endpoint=request.endpoint)
    title, text, todo = reasons[reason]
    typed = [] if request.method in web.SAFE else _typed(web.LARGEST_FORM)
    kept = _("Nothing was changed; what was saved before is safe.")
    if typed:
        kept = " ".join([kept, _("What you typed was not saved: copy it from below.")])
    code = 507 if reason == "full" else 503
    return _after(_page(code, title, text, todo, kept=kept, typed=typed), RETRY_SECONDS)


def trouble(error: BaseException) -> str | None:
    """Which of the machine's troubles this is; None when it is a fault of the program."""
    if isinstance(error, PoolTimeout):
        return "locked"
    if isinstance(error, StoreGone):
        return "store gone"
    if isinstance(error, OSError):
        return "full" if error.errno in FULL else "closed" if error.errno in CLOSED else None
    if not isinstance(error, DBAPIError):
        return None
    if "moved to another database" in str(error.orig):  # by the trigger that `move` leaves behind
        return "moved"
    if isinstance(error, IntegrityError):
        return None
    name = getattr(error.orig, "sqlite_errorname", None)
    reason = _of_sqlite(name) if name else _of_postgresql(error)
    return reason or (None if _is_migrated() else "not set up")


def _of_sqlite(name: str) -> str | None:
    kinds = {
        ("SQLITE_BUSY", "SQLITE_LOCKED"): "locked",
        ("SQLITE_READONLY",): "closed",
        ("SQLITE_FULL",): "full",
        ("SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_PERM"): "unreachable",
    }
    kind = next((kind for starts, kind in kinds.items() if name.startswith(starts)), None)
    is_shut = kind == "unreachable" and not files.is_writable(flask.current_app.extensions["campaign"].data)
    return "shut" if is_shut else kind


def _of_postgresql(error: DBAPIError) -> str | None:
    """By SQLSTATE; one without it never reached the server."""
    state = getattr(error.orig, "sqlstate", None)
    states = {"25006": "closed", "53100": "full", "40P01": "locked", "55P03": "locked", "57014": "locked"}
    if state in states:
        return states[state]
    is_away = isinstance(error, OperationalError) or error.connection_invalidated
    return "unreachable" if is_away else None


def _is_migrated() -> bool:
    try:
        db.session.rollback()
        return checks.migration(db.session()) == checks.OK
    except SQLAlchemyError:
        return False
    finally:
        db.session.rollback()


def _crash(error: Exception) -> tuple[str, int]:
    web.log.exception("crashed", endpoint=request.endpoint, exc_info=error)
    if flask.current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise error
    return _page(
        500,
        _("Something broke on our side"),
        _("It was written down under the number below."),
        _("Try again in a minute; if it happens again, tell your administrator the number."),
        kept=_("What you had saved before is safe."),
    )
