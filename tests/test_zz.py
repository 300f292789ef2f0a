from tests.house.places import *
from tests.house.test_access import *
import collections, traceback


def test_r(world, app, config, connection):
    print_editions(world, config)
    seen = collections.defaultdict(set)
    ps = places(app, world)
    for who in IDENTITIES:
        b = Browser(app, None if who == "anonymous" else world.user(who))
        try:
            tok = b.token
        except Exception as e:
            seen["token", repr(e)[:300]].add(who)
            tok = ""
        c = b.client.get_cookie("campaign")
        for p in ps:
            try:
                ask(app, p, tok, c.value if c else "", connection)
            except AssertionError as e:
                seen[p.method + p.endpoint, repr(e.__cause__)[:250]].add(who)
    for k, v in seen.items():
        print("CRASH", *k, sorted(v)[:3])
