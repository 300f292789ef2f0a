"""A person at a real screen: every page that appears is looked at, and a page with a fault stops the test."""

import hashlib
import os
import re
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Download, Locator, Page, Request, Response, expect

from tests.journeys.words import Words
from tests.tiers import FULL

# A picture of a whole page costs as much as making it; of a page with a fault there is always one.
ARE_WANTED = "CAMPAIGN_TEST_ARTIFACTS" in os.environ or FULL
PASSWORD = "two-keys-one-lock"
AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    "preload": False,  # it would fetch the style sheets once more
}
# The browser says most violations on its console by itself; this also tells those that it does not.
TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""
WAIT_FOR_PICTURES = """() => Promise.all([...document.images].map((image) => {
  image.loading = "eager";
  return image.decode().then(() => null, () => image.src);
}))"""

EMPTY_PICTURES = "[...document.images].map((image) => (image.naturalWidth ? null : image.src))"

_readable: set[str] = set()


class Visitor:
    """One browser window; `say` are the words of its screen, `name` the person in it.

    Where scripts do not run, neither does what measures access (axe) or waits for pictures; all the rest is looked at.
    """

    def __init__(self, context: BrowserContext, name: str, say: Words, pictures: Path, has_script: bool = True) -> None:
        self.name = name
        self.has_script = has_script
        self.say = say
        self.pictures = pictures
        context.add_init_script(TELL_VIOLATIONS)
        self.page: Page = context.new_page()
        self.page.set_default_timeout(60_000)  # a sheet is drawn for each country before it is sent; slow is no fault
        self.faults: list[str] = []
        self.clicks = 0  # of `press` and `tick`: what a person's finger does, without what it types
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("requestfailed", self._miss)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"{message.text} ({message.location.get('url', '')})")

    def _miss(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a download, or a picture of a page that was left
            self.faults.append(f"not loaded: {request.url}: {request.failure}")

    # Finding things by what a person reads

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def button(self, words: str, inside: Locator | None = None) -> Locator:
        return (inside or self.main).get_by_role("button", name=self.say(words), exact=True)

    def link(self, words: str, inside: Locator | None = None) -> Locator:
        return (inside or self.main).get_by_role("link", name=self.say(words), exact=True)

    def field(self, words: str, inside: Locator | None = None) -> Locator:
        """A control by its label, with or without "(optional)" behind it."""
        label = re.compile(rf"^\s*{re.escape(self.say(words))}\s*(\(.*\))?\s*$")
        return (inside or self.main).get_by_label(label)

    def row(self, words: str) -> Locator:
        return self.main.get_by_role("listitem").filter(has_text=words)

    def sees(self, sentence: str, **values: object) -> None:
        """The sentence stands on the screen; without values its gaps may hold anything."""
        wanted = self.say(sentence, **values) if values else self.say.pattern(sentence)
        expect(self.main).to_contain_text(wanted)

    # Going from page to page

    def open(self, path: str, picture: str = "", status: int = 200) -> None:
        self._arrived(self.page.goto(path), status)
        self.look(picture, status)

    def press(self, control: Locator, picture: str = "", status: int = 200) -> None:
        """Press what leads to another page, and look at that page."""
        self.clicks += 1
        with self.page.expect_navigation() as arrival:
            control.click()
        self._arrived(arrival.value, status)
        self.look(picture, status)

    def tick(self, control: Locator) -> None:
        """A box, or one of several choices; its label may lie over it."""
        self.clicks += 1
        control.check(force=True)

    def go_to(self, section: str, picture: str = "") -> None:
        """By the menu of sections; on a narrow screen it is unfolded first."""
        menu = self.page.locator("summary").filter(has_text=self.say("Menu"))
        if menu.is_visible():
            menu.click()
        sections = self.page.get_by_role("navigation", name=self.say("Sections"))
        self.press(sections.get_by_role("link", name=self.say(section), exact=True), picture)

    def _arrived(self, answer: Response | None, status: int) -> None:
        assert answer is not None, f"{self.name} got no page"
        assert answer.status == status, f"{self.name}: {answer.url}: {answer.status}: {self.main.inner_text()[:400]}"

    def download(self, control: Locator) -> bytes:
        with self.page.expect_download() as found:
            control.click()
        file: Download = found.value
        return Path(file.path()).read_bytes()

    def sign_in(self) -> None:
        self.page.goto("/accounts/sign-in")
        self.press(self.page.get_by_role("link", name={"en": "English", "es": "Español"}[self.say.language]), "sign-in")
        self.field("E-mail address").fill(f"{self.name}@example.org")
        self.field("Password").fill(PASSWORD)
        self.press(self.button("Sign in"), "home")

    def sign_out(self) -> None:
        """By the menu of the person; a narrow screen has one menu for everything."""
        menu = self.page.locator("details.person, details.menu").filter(visible=True)
        menu.locator("summary").click()
        self.press(self.button("Sign out", menu))

    # Looking

    def look(self, picture: str = "", status: int = 200) -> None:
        """What must be true of every page; with a name, its picture is kept where somebody wants to see it."""
        self.page.wait_for_load_state("load")
        found = [f"picture not shown: {source}" for source in self._pictures_missing()]
        found += [*self._said_by_the_browser(status), *self._too_wide()]
        if (language := self.page.evaluate("document.documentElement.lang")) != self.say.language:
            found.append(f"a page in {language!r}")
        if picture and ARE_WANTED:
            self._keep(picture)
        found += self._unreadable() if self.has_script else []
        if found:
            self._keep("fault")
        self.faults.clear()  # what the two instruments just did to the page is not the page's
        assert not found, f"{self.name}, {self.page.url}:\n  " + "\n  ".join(found)

    def _pictures_missing(self) -> list[str]:
        missing = self.page.evaluate(WAIT_FOR_PICTURES if self.has_script else EMPTY_PICTURES)
        return [source for source in missing if source]

    def _keep(self, picture: str) -> None:
        self.pictures.mkdir(parents=True, exist_ok=True)
        number = len(list(self.pictures.glob("*.png"))) + 1
        path = self.pictures / f"{number:02}-{self.name}-{picture}.png"
        self.page.screenshot(path=path, full_page=True, caret="initial")

    def _too_wide(self) -> list[str]:
        has, may = self.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        return [f"{has} px wide in a window of {may}"] if has > may else []

    def _unreadable(self) -> list[str]:
        """axe-core, WCAG 2.0 to 2.2, A and AA. It takes longer than all else: daily, of screens that differ in nothing
        but the words between their tags, the first is read."""
        screen = self._screen()
        if screen in _readable and not FULL:
            return []
        violations: list[dict[str, Any]] = Axe().run(self.page, options=AXE).response["violations"]
        if not violations:
            _readable.add(screen)
        return [
            f"axe {violation['id']}: {node['html'][:160]}: {node.get('failureSummary', '')[:300]}"
            for violation in violations
            for node in violation["nodes"][:3]
        ]

    def _screen(self) -> str:
        """The tags as they stand, in this window: without words, numbers, and what a form or an address holds."""
        tags = re.sub(r">[^<]+<", "><", self.page.content())
        shape = re.sub(r'\b(value|href|src|action|title|content)="[^"]*"|(?<!<h)(?<!</h)\d+', "", tags)
        return f"{self.say.language} {self.page.viewport_size} {hashlib.sha256(shape.encode()).hexdigest()}"

    def _said_by_the_browser(self, status: int) -> list[str]:
        """Console, policy and script faults so far; the answer that was expected is none."""
        said, self.faults = self.faults, []
        return [words for words in said if status < 400 or f"status of {status}" not in words]
