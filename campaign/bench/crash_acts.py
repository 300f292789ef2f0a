"""People who act through the pages while `bench crash` kills, and the history of what they asked for.

A form that got no answer is sent again with the very same fields until it is acknowledged; none is ever given up.
"""

import http.client
import random
import re
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from campaign.bench.load import ask, form_of
from campaign.db import Side

PAUSE = 0.2  # seconds that a person thinks at most between two acts,
BETWEEN_BATCHES = 5  # and from one batch to the next
AGAIN = 0.1  # before the same is asked again


class Odd(Exception):
    """An answer that nobody expects of the product; the person begins something else."""


@dataclass
class Act:
    """A form that somebody sent; `kind` is its endpoint, and so its name in the record."""

    kind: str
    who: str
    word: str  # that only this act holds
    tries: int = 0
    is_acknowledged: bool = False


@dataclass
class History:
    """What was asked for, in the order of asking, and which answers were not as they should be."""

    acts: list[Act] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)


@dataclass
class Person:
    """One person in one browser."""

    who: str
    cookie: str
    port: int
    history: History

    def page(self, path: str) -> str:
        while True:
            status, text = self.ask(path)
            if status == 200:
                return text
            self._expect(status, path, text)

    def send(self, kind: str, path: str, fields: dict[str, str], word: str) -> None:
        """Until it is acknowledged: the same fields, the same `request_token`, however often."""
        act = Act(kind, self.who, word)
        self.history.acts.append(act)
        while not act.is_acknowledged:
            act.tries += 1
            status, text = self.ask(path, list(fields.items()))
            act.is_acknowledged = status == 303
            if not act.is_acknowledged:
                self._expect(status, f"{kind} {path}", text)

    def ask(self, path: str, form: list[tuple[str, str]] | None = None) -> tuple[int, str]:
        """Status 0: no answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            status, text = ask(connection, path, self.cookie, form)
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            connection.close()
        self.history.answers[status] += 1
        return status, text

    def _expect(self, status: int, what: str, page: str) -> None:
        if status not in (0, 502, 503):
            said = " ".join(re.sub("<[^>]*>", " ", page.partition("<main")[2].partition(">")[2]).split())
            self.history.odd.append(f"{self.who} {what}: {status} {said[:300]}")
            raise Odd
        time.sleep(AGAIN)

    def find(self, path: str, link: str) -> str:
        """Where the first link of this shape on that page leads."""
        found = re.search(link, self.page(path))
        if found is None:
            self.history.odd.append(f"{self.who} {path}: nothing there like {link}")
            raise Odd
        return found[1]


@dataclass
class Places:
    """What the people of one side act on: each story has things of its own."""

    side: Side
    fact: int
    held_fact: int
    flyer: int
    regions: Iterator[str]
    sets: Iterator[str]
    ended: threading.Event


Cast = dict[str, Person]  # role → who plays it on this side
Story = Callable[[Cast, Places], None]


def new_word() -> str:
    return f"crash{secrets.token_hex(6)}"


def fields_of(page: str, **typed: str) -> dict[str, str]:
    """The page's own form as a browser would send it."""
    return dict(form_of(page)) | typed


def tokens_of(page: str) -> dict[str, str]:
    return {name: value for name, value in form_of(page) if name.endswith("_token")}


def plan(cast: Cast, places: Places) -> None:
    """A campaign, and a second thought."""
    planner, title, aim = cast["planner"], new_word(), new_word()
    form = fields_of(planner.page("/campaigns/new"), kind="national", title_en=title, title_es=title)
    planner.send("campaigns.new", "/campaigns/new", form, title)
    path = planner.find(f"/campaigns/?q={title}", 'href="(/campaigns/[0-9]+)"') + "/edit"
    planner.send("campaigns.edit", path, fields_of(planner.page(path), aim_en=aim), aim)


def clear(cast: Cast, places: Places) -> None:
    """The next wording of a fact: written, sent, and cleared by the signatory."""
    planner, signatory, word, document = cast["planner"], cast["signatory"], new_word(), new_word()
    path = f"/facts/{places.fact}"
    form = fields_of(planner.page(f"{path}/edit"), en=f"Said by {word}.")
    planner.send("facts.edit", f"{path}/edit", form, f"Said by {word}.")
    planner.send("facts.submit", f"{path}/submit", tokens_of(planner.page(path)), word)
    decide = signatory.find(path, 'href="(/clearance/facts/[0-9]+)"')
    form = fields_of(signatory.page(decide), decision="cleared", document=document, has_read="y")
    signatory.send("clearance.fact", decide, form, document)


def hold(cast: Cast, places: Places) -> None:
    """Print staff stop a fact, the signatory lets it go."""
    printer, signatory, word, reason = cast["printer"], cast["signatory"], new_word(), new_word()
    path = f"/holds/facts/{places.held_fact}"
    printer.send("holds.fact", path, fields_of(printer.page(path), reason=word), word)
    lift = signatory.find(f"/facts/{places.held_fact}", 'href="(/holds/[0-9]+/lift)"')
    signatory.send("holds.lift", lift, fields_of(signatory.page(lift), reason=reason), reason)


def prepare(cast: Cast, places: Places) -> None:
    """The sheet of one region, rendered while the person waits."""
    printer, path, region = cast["printer"], f"/flyers/{places.flyer}", next(places.regions)
    printer.send("flyers.prepare", f"{path}/prepare", {**tokens_of(printer.page(path)), "region": region}, region)


def batch(cast: Cast, places: Places) -> None:
    """The sheets of a handful of regions, rendered by the worker."""
    deputy, path, chosen = cast["deputy"], f"/flyers/{places.flyer}", next(places.sets)
    deputy.send("flyers.batch", f"{path}/batch", {**tokens_of(deputy.page(path)), "set": chosen}, chosen)
    places.ended.wait(BETWEEN_BATCHES)


STORIES: tuple[Story, ...] = (plan, clear, hold, prepare, batch)


class Player(threading.Thread):
    """Plays one story over and over; what was begun is finished."""

    def __init__(self, story: Story, cast: Cast, places: Places) -> None:
        super().__init__(name=f"{story.__name__} {places.side.value}", daemon=True)
        self.story, self.cast, self.places = story, cast, places

    def run(self) -> None:
        while not self.places.ended.is_set():
            try:
                self.story(self.cast, self.places)
            except Odd:
                time.sleep(AGAIN)
            self.places.ended.wait(random.uniform(0, PAUSE))
