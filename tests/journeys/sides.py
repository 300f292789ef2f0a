"""The two sides in the words of the screens, and at which screens a journey is made."""

from tests.tiers import FULL

COUNTRY = {"us": "the United States", "mx": "Mexico"}
OTHER = {"us": "mx", "mx": "us"}
EVERY = [(width, language) for width in (1280, 390) for language in ("en", "es")]
RUNS = EVERY if FULL else [(1280, "en"), (390, "es")]
