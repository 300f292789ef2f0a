"""Strangers who try passwords while others work: each try for another account and from another network, so that no rule
makes it wait; only the hashes that are made at once are limited. The server must trust one proxy to believe them."""

import http.client
import random
import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlencode

STRANGERS = 8
PATH = "/accounts/sign-in"


@contextmanager
def strangers(port: int) -> Iterator[Counter[str]]:
    """Until the end of the block; yields how their tries were answered."""
    ended, answers = threading.Event(), Counter[str]()
    threads = [threading.Thread(target=_try, args=(port, n, ended, answers), daemon=True) for n in range(STRANGERS)]
    for thread in threads:
        thread.start()
    yield answers
    ended.set()
    for thread in threads:
        thread.join(60)


def _try(port: int, seed: int, ended: threading.Event, answers: Counter[str]) -> None:
    chance = random.Random(seed)
    cookie, token = _form(port)
    while not ended.is_set():
        number = chance.randrange(10**9)
        fields = {"csrf_token": token, "email": f"nobody{number}@example.org", "password": f"Fentanilo{number}"}
        network = ".".join(str(chance.randrange(1, 255)) for _part in range(4))
        headers = {"Cookie": cookie, "X-Forwarded-For": network, "Content-Type": "application/x-www-form-urlencoded"}
        with suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("POST", PATH, urlencode(fields), headers)
            answers[str(connection.getresponse().status)] += 1
            connection.close()


def _form(port: int) -> tuple[str, str]:
    """A stranger's cookie and the token of the form."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", PATH)
    answer = connection.getresponse()
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.read().decode())
    cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
    connection.close()
    assert found is not None
    return cookie, found[1]
