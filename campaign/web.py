"""The gate: who is it, may they see it, may they do it; no route exists without a rule, and no view loads an object."""

import csv
import hmac
import secrets
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from inspect import signature
from io import StringIO
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_type_hints

import flask
import structlog
from flask import Flask, Response, abort, g, redirect, request, url_for
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import Select, func, literal_column, select
from werkzeug.routing import BaseConverter, IntegerConverter
from werkzeug.wrappers import Response as BaseResponse

from campaign import clock, db, i18n, logs, once
from campaign.db import Base, Side, session

if TYPE_CHECKING:
    from campaign.accounts.models import User

log = logs.of("campaign")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LARGEST_FORM = 2_000_000  # bytes; texts only: files will have limits of their own
csrf = CSRFProtect()
Rule = Callable[..., bool]
View = TypeVar("View", bound=Callable[..., Any])
T = TypeVar("T")


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
    """What a route demands: a rule to act, a rule to see, and the kind of object its address names."""

    allow: Rule
    see: Rule | None
    loads: dict[str, type[Base]]


class Blueprint(flask.Blueprint):
    """A blueprint whose routes must name a rule; one that does not is a TypeError at import."""

    def get(self, rule: str, *, allow: Rule, see: Rule | None = None, **options: Any) -> Callable[[View], View]:  # type: ignore[override]
        return self._guarded(rule, ("GET",), allow, see, options)

    def post(self, rule: str, *, allow: Rule, see: Rule | None = None, **options: Any) -> Callable[[View], View]:  # type: ignore[override]
        return self._guarded(rule, ("POST",), allow, see, options)

    def form(self, rule: str, *, allow: Rule, see: Rule | None = None, **options: Any) -> Callable[[View], View]:
        """A page with a form: GET shows it, POST takes it, under the same rules."""
        return self._guarded(rule, ("GET", "POST"), allow, see, options)

    def route(self, rule: str, **options: Any) -> Callable[[Any], Any]:
        raise TypeError(f"{rule}: use get, post or form, which demand a rule")

    def _guarded(
        self, rule: str, methods: Sequence[str], allow: Rule, see: Rule | None, options: dict[str, Any]
    ) -> Callable[[View], View]:
        if "POST" in methods and allow.__name__.startswith("see_"):
            raise TypeError(f"{rule}: {allow.__name__} is a rule for reading and may not guard a write")

        def register(view: View) -> View:
            loads = {n: t for n, t in get_type_hints(view).items() if isinstance(t, type) and issubclass(t, Base)}
            if len(loads) > 1:
                raise TypeError(f"{rule}: one object per address")
            if loads and see is None and allow is not anyone:
                raise TypeError(f"{rule}: an address that names an object needs a rule for seeing it")
            if set(signature(view).parameters) - {"return"} and "<" not in rule:
                raise TypeError(f"{rule}: a view's arguments come from its address")
            cast(Any, view).guard = Guard(allow, see, loads)
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
    return cast("User", current_user._get_current_object())


def someone() -> "User | None":
    """The person who sent this request, or nobody on a public page."""
    return me() if current_user.is_authenticated else None


def nobody() -> None:
    """From here on this request is nobody's: the database cannot say who sent it."""
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
    if guard.allow is not anyone and g.user is None:
        here = request.full_path.rstrip("?") if is_safe else None
        return redirect(url_for("accounts.sign_in", next=here), 303)
    if not is_safe:
        csrf.protect()
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


def _repeated() -> str | None:
    """Where this very form led when it was sent before; None when it was not."""
    if g.user is None or "request_token" not in request.form:
        return None
    fields = [pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token"]
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
    i18n.forget_reader()
    raw = "".join(secrets.choice(CROCKFORD) for _ in range(8))
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
FORMULA = ("=", "+", "-", "@", "\t")  # with these a spreadsheet begins to calculate


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
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([f"'{cell}" if str(cell).startswith(FORMULA) else cell for cell in row] for row in rows)
    return download(text.getvalue().encode("utf-8-sig"), name, "text/csv")


COUNTED = 1_000  # so many rows a list counts and pages through; whatever lies further on, words and filters find


def counted(query: Select[Any]) -> int:
    """How many rows there are; one more than are counted means: more than that."""
    some: Select[Any] = query.with_only_columns(literal_column("1"), maintain_column_froms=True).order_by(None)
    return session.scalar(select(func.count()).select_from(some.limit(COUNTED + 1).subquery())) or 0


def amount(count: int) -> str:
    """A number that was counted, in words where it stands for more than were counted."""
    if count <= COUNTED:
        return i18n.number(count)
    return i18n._("more than %(number)s", number=i18n.number(COUNTED))


def figures(counts: Iterable[Any], choices: Iterable[T]) -> dict[T, int | None]:
    """How many rows each choice of a filter would show; nothing but the choices when more were found than are
    counted."""
    found: dict[T, int | None] = dict(counts)
    is_cut = sum(count or 0 for count in found.values()) > COUNTED
    return dict.fromkeys(choices) if is_cut else found


@dataclass(frozen=True)
class Page:
    """One page of a list; the address bar carries the whole state. `is_cut`: there are more rows than were counted."""

    items: Sequence[Any]
    number: int
    size: int
    total: int
    is_cut: bool

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    def url(self, number: int) -> str:
        arguments = {**request.args.to_dict(flat=False), **(request.view_args or {}), "page": number}
        return url_for(cast(str, request.endpoint), **arguments)


def paged(query: Select[Any], size: int = 25) -> Page:
    """The page that the address asks for; a number that makes no sense is the first page, one too high the last."""
    found = counted(query)
    total = min(found, COUNTED)
    raw = request.args.get("page", "1")
    number = min(max(int(raw) if raw.isdecimal() and len(raw) < 9 else 1, 1), max(1, -(-total // size)))
    items = session.scalars(query.limit(size).offset((number - 1) * size)).unique().all()
    return Page(items, number, size, total, found > COUNTED)


def own_path(target: str | None) -> str:
    """A path on this site to go on to, or home: never another host, whatever a link claims."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or "\\" in target:
        return url_for("home.index")
    try:
        flask.current_app.url_map.bind("localhost").match(target.split("?")[0], method="GET")
    except Exception:
        return url_for("home.index")
    return target


def install(app: Flask) -> None:
    """The gate, the converters and the headers, on one application."""
    app.url_map.converters.update({"id": IdConverter, "key": KeyConverter})
    csrf.init_app(app)
    app.before_request(_begin)
    app.before_request(gate)
    app.after_request(_note_place)
    app.after_request(_note)
    app.after_request(secure)
    app.teardown_request(_close)


def _close(error: BaseException | None) -> None:
    i18n.forget_reader()
    db.end_act()
    session.remove()
