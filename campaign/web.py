"""The gate: who is it, may they see it, may they do it; no route exists without a rule, and no view loads an object."""

import hmac
import secrets
import time
from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from inspect import signature
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_type_hints

import flask
import structlog
from flask import Flask, Response, abort, g, redirect, request, url_for
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect
from werkzeug.routing import BaseConverter, IntegerConverter
from werkzeug.wrappers import Response as BaseResponse

from campaign import clock, db, i18n, logs, once
from campaign.db import Base, Side, session
from campaign.sheets import csv_line

if TYPE_CHECKING:
    from campaign.accounts.models import User

log = logs.of("campaign")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
DESK = "home.index"  # open to anybody, and for whoever is signed in the page where work begins
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LARGEST_FORM = 2_000_000  # bytes; texts only: a route that takes files names its own (`largest=`)
csrf = CSRFProtect()
Rule = Callable[..., bool]
View = TypeVar("View", bound=Callable[..., Any])
T = TypeVar("T")
_asker: ContextVar["User | None"] = ContextVar("asker", default=None)  # as the gate found it


def anyone(user: "User | None") -> bool:
    """The public: no sign-in is asked for."""
    return True


def machine(user: "User | None") -> bool:
    """Whatever asks whether we run: who it is is not even looked up, so that it is answered without a database."""
    return True


def watcher(user: "User | None") -> bool:
    """Whatever knows the token of this installation (CAMPAIGN_METRICS_TOKEN); while there is none, nobody."""
    token = flask.current_app.extensions["campaign"].metrics_token
    given = request.headers.get("Authorization", "")
    return token is not None and hmac.compare_digest(given.encode(), f"Bearer {token}".encode())


def signed_in(user: "User") -> bool:
    """Whoever has an account that is active."""
    return True


@dataclass(frozen=True)
class Guard:
    """What a route demands: a rule to act, a rule to see, the kind of object its address names, and whether whoever
    writes must have proved a short while ago to be there."""

    allow: Rule
    see: Rule | None
    loads: dict[str, type[Base]]
    is_fresh: bool = False
    largest: int = LARGEST_FORM  # bytes of a form with its files


@dataclass(frozen=True)
class Keeper:
    """What the gate asks of accounts and partners, which it may not import; an answer stands in the way, None lets
    through."""

    enrol: Callable[[], BaseResponse | None]  # whoever decides or administers must have a second factor
    confirm: Callable[[], BaseResponse | None]  # a fresh proof for what is sensitive; nothing typed is lost
    keep: Callable[[], BaseResponse | None]  # a form sent after its session ran out; nothing typed is lost
    goes_on: Callable[[], bool]  # whether it is such a form that the same person now sends on
    admit: Callable[[], BaseResponse | None] = lambda: None  # whose organization waits, or owes the terms of use


class Blueprint(flask.Blueprint):
    """A blueprint whose routes must name a rule; one that does not is a TypeError at import."""

    def get(self, rule: str, *, allow: Rule, see: Rule | None = None, **options: Any) -> Callable[[View], View]:  # type: ignore[override]
        return self._guarded(rule, ("GET",), allow, see, options)

    def post(self, rule: str, *, allow: Rule, see: Rule | None = None, **options: Any) -> Callable[[View], View]:  # type: ignore[override]
        """`fresh=True`: what is sensitive, as for a form."""
        return self._guarded(rule, ("POST",), allow, see, options)

    def put(self, rule: str, *, allow: Rule, see: Rule | None = None, **options: Any) -> Callable[[View], View]:  # type: ignore[override]
        """A piece of a file that comes in pieces: its body is bytes, its token stands in a header."""
        return self._guarded(rule, ("PUT",), allow, see, options)

    def form(self, rule: str, *, allow: Rule, see: Rule | None = None, **options: Any) -> Callable[[View], View]:
        """A page with a form: GET shows it, POST takes it, under the same rules. `fresh=True`: whoever sends it must
        have proved to be there within 15 minutes, or is asked to, and what was typed goes along."""
        return self._guarded(rule, ("GET", "POST"), allow, see, options)

    def route(self, rule: str, **options: Any) -> Callable[[Any], Any]:
        raise TypeError(f"{rule}: use get, post, put or form, which demand a rule")

    def _guarded(
        self, rule: str, methods: Sequence[str], allow: Rule, see: Rule | None, options: dict[str, Any]
    ) -> Callable[[View], View]:
        if not SAFE.issuperset(methods) and allow.__name__.startswith("see_"):
            raise TypeError(f"{rule}: {allow.__name__} is a rule for reading and may not guard a write")
        is_fresh = bool(options.pop("fresh", False))
        if is_fresh and allow is anyone:
            raise TypeError(f"{rule}: nobody proves who they are before they sign in")
        largest = int(options.pop("largest", LARGEST_FORM))

        def register(view: View) -> View:
            loads = {n: t for n, t in get_type_hints(view).items() if isinstance(t, type) and issubclass(t, Base)}
            if len(loads) > 1:
                raise TypeError(f"{rule}: one object per address")
            if loads and see is None and allow is not anyone:
                raise TypeError(f"{rule}: an address that names an object needs a rule for seeing it")
            if set(signature(view).parameters) - {"return"} and "<" not in rule:
                raise TypeError(f"{rule}: a view's arguments come from its address")
            cast(Any, view).guard = Guard(allow, see, loads, is_fresh, largest)
            self.add_url_rule(rule, endpoint=view.__name__, view_func=view, methods=list(methods), **options)
            return view

        return register


class IdConverter(IntegerConverter):
    """A row's number; larger than any database can hold is simply not found."""

    def __init__(self, map: Any) -> None:
        super().__init__(map, min=1, max=2**63 - 1)


class KeyConverter(BaseConverter):
    """A region's key: country and code, US-48141 or MX-02004; leading zeros are part of it."""

    regex = r"(?:US|MX)-\d{2,5}"


def me() -> "User":
    """The person who sent this request; only behind a rule that demands a sign-in."""
    return cast("User", someone())


def someone() -> "User | None":
    """The person who sent this request, or nobody on a public page; a list asks a hundred times."""
    if (found := _asker.get()) is not None:
        return found
    return cast("User", current_user._get_current_object()) if current_user.is_authenticated else None


def nobody() -> None:
    """From here on this request is nobody's: the database cannot say who sent it."""
    _asker.set(None)
    g.user = None
    g._login_user = flask.current_app.login_manager.anonymous_user()  # type: ignore[attr-defined]


def order(user: "User | None") -> list[Side]:
    """The countries' order on a screen (law 20): the reader's own side first; for who has none, Spanish names Mexico
    first and English the United States."""
    first = user.side if user and user.side else (Side.MX if i18n.current() == "es" else Side.US)
    return [first, first.opposite]


def gate() -> BaseResponse | None:
    """Runs before every view: identity, CSRF, object, sight (404), right (403), then the audit bracket."""
    db.read_only()  # a page takes no write lock, nor does the question who is asking
    if request.endpoint is None or request.endpoint == "static":
        return None
    view = flask.current_app.view_functions[request.endpoint]
    guard: Guard = cast(Any, view).guard
    is_safe = request.method in SAFE
    if guard.allow in (machine, watcher):
        g.is_watched = True
        return None if guard.allow(None) else abort(404)
    g.user = someone()
    _asker.set(g.user)
    if guard.allow is not anyone and g.user is None:
        return _to_sign_in(guard)
    is_inside = g.user is not None and (guard.allow is not anyone or request.endpoint == DESK)
    if is_inside and (way := _keeper().enrol() or _keeper().admit()) is not None:
        return way
    if not is_safe:
        request.max_content_length = guard.largest
        if not is_from_our_pages():
            abort(400)
        if not _keeper().goes_on():
            csrf.protect()
        if guard.is_fresh and (asked := _keeper().confirm()) is not None:
            return asked
        db.writing()
        if (place := _repeated()) is not None:
            return redirect(own_path(place), 303)
    found = _load(guard)
    if guard.see and not guard.see(g.user, *found):
        abort(404)
    if not guard.allow(g.user, *found):
        abort(403)
    if not is_safe:
        db.begin_act(g.user, g.user.side if g.user else None, request.endpoint, clock.now())
    return None


def _keeper() -> Keeper:
    return cast(Keeper, flask.current_app.extensions["keeper"])


def is_proof(name: str) -> bool:
    """A field that says who sends the form, not what is sent."""
    return name == "csrf_token" or name.startswith("proof_")


def is_secret(name: str) -> bool:
    """A field that no page shows again."""
    return is_proof(name) or "password" in name


def is_from_our_pages() -> bool:
    """Beside the token: a browser says by itself when a form was sent from another site; older ones say nothing."""
    return request.headers.get("Sec-Fetch-Site", "none") in ("same-origin", "none")


def _to_sign_in(guard: Guard) -> BaseResponse:
    if request.method in SAFE:
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), 303)
    request.max_content_length = guard.largest
    return _keeper().keep() or redirect(url_for("accounts.sign_in"), 303)


def _repeated() -> str | None:
    """Where this very form led when it was sent before; None when it was not."""
    if g.user is None or "request_token" not in request.form:
        return None
    fields = [pair for pair in request.form.items(multi=True) if not is_proof(pair[0])]
    fields += [(name, file.filename or "") for name, file in request.files.items(multi=True)]
    claim = once.Claim(once.key_of(g.user.id, request.path, fields))
    place = once.led_to(claim, clock.now())
    if place is None:
        g.sent_form = claim
    return place


def _note_place(response: Response) -> Response:
    if (claim := g.pop("sent_form", None)) is not None:
        if response.status_code == 303:
            once.led(claim, response.location or "")
        else:
            once.forget(claim)
    return response


def request_token() -> str:
    """Makes a form one of a kind."""
    return secrets.token_hex(8)


def _load(guard: Guard) -> list[Base]:
    arguments = request.view_args or {}
    g.named = {name: arguments[name] for name in guard.loads}
    for name, kind in guard.loads.items():
        thing = session.get(kind, arguments[name])
        if thing is None:
            abort(404)
        arguments[name] = thing
    return [arguments[name] for name in guard.loads]


def reference() -> str:
    """Eight characters that a person can read out on the phone; every line that this request logs carries them."""
    return cast(str, g.reference)


def _begin() -> None:
    _forget()
    raw = "".join([CROCKFORD[byte % 32] for byte in secrets.token_bytes(8)])
    g.reference, g.began = f"{raw[:4]}-{raw[4:]}", time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=g.reference)


def elapsed() -> float:
    """Seconds since this request began."""
    return time.perf_counter() - cast(float, g.began)


def _note(response: Response) -> Response:
    """One line for each answer. An address may hold a secret (a link that signs in): of it only the endpoint is noted,
    and the number or key of the row that it names."""
    response.headers["X-Request-ID"] = reference()
    if "is_watched" in g and response.status_code < 400:
        return response  # every few seconds, and nothing happened
    user = g.get("user")
    log.info(
        "request",
        method=request.method,
        endpoint=request.endpoint,
        **g.get("named", {}),
        status=response.status_code,
        ms=round(elapsed() * 1000, 1),
        user=user.id if user else None,
    )
    return response


CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
HTTPS_ONLY = "max-age=31536000"


def secure(response: Response) -> Response:
    """Headers of every answer; pages of signed-in people are never kept by a cache."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CSP)
    headers.update(HEADERS)
    if flask.current_app.extensions["campaign"].is_secure:
        headers["Strict-Transport-Security"] = HTTPS_ONLY
    headers.setdefault("Cache-Control", "no-store")
    response.vary.update(("Cookie", "Accept-Language"))
    return response


def of_file(is_secure: bool) -> Callable[[Any, str, str], None]:
    """Headers of a static file: opened by itself it runs nothing either."""
    own = {**HEADERS, "Content-Security-Policy": SANDBOX}
    own |= {"Strict-Transport-Security": HTTPS_ONLY} if is_secure else {}

    def add(headers: Any, path: str, url: str) -> None:
        for name, value in own.items():
            headers[name] = value

    return add


def download(data: bytes, name: str, mimetype: str, inline: bool = False) -> Response:
    """A file of ours; whatever it holds, it runs nothing in the reader's browser."""
    response = Response(data, mimetype=mimetype)
    response.headers.set("Content-Disposition", "inline" if inline else "attachment", filename=name)
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def table(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """A list as CSV that a spreadsheet opens with its accents; a cell that it would run as a formula is text."""
    text = "".join(csv_line(row) for row in (header, *rows))
    return download(text.encode("utf-8-sig"), name, "text/csv")


def own_path(target: str | None) -> str:
    """A path on this site to go on to, or home: never another host, whatever a link claims."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or "\\" in target:
        return url_for("home.index")
    try:
        flask.current_app.url_map.bind("localhost").match(target.split("?")[0], method="GET")
    except Exception:
        return url_for("home.index")
    return target


def install(app: Flask, keeper: Keeper) -> None:
    """The gate, the converters and the headers, on one application."""
    app.extensions["keeper"] = keeper
    app.url_map.converters.update({"id": IdConverter, "key": KeyConverter})
    csrf.init_app(app)
    app.before_request(_begin)
    app.before_request(gate)
    app.after_request(_note_place)
    app.after_request(_note)
    app.after_request(secure)
    app.teardown_request(_close)


def _forget() -> None:
    """Between two requests of one thread: who asks, and in which language, is found out anew."""
    _asker.set(None)
    i18n.forget_reader()


def _close(error: BaseException | None) -> None:
    _forget()
    db.end_act()
    session.remove()
