"""CPU ms of all checks of the two languages over a flyer of 40 blocks, each text a new one."""

import time

from flask import Flask

from campaign.app import create_app
from campaign.config import Config
from campaign.wording.checks import look

BLOCKS, REPEATS = 40, 5
EN = (
    "Take only medicine from your doctor, your clinic or a licensed drugstore. Call 911 and stay with the person until"
    " help comes ({n})."
)
ES = (
    "Toma solo medicina de tu médico, tu clínica o una farmacia autorizada. Llama al 911 y quédate con la persona hasta"
    " que llegue la ayuda ({n})."
)


def measure(config: Config, count: int | None) -> dict[str, object]:
    """The least of five, after one that reads the lists of words."""
    app = create_app(config)
    blocks = count or BLOCKS
    spent = [_once(app, blocks, turn * blocks) for turn in range(REPEATS + 1)][1:]
    return {"blocks": blocks, "cpu_ms": round(min(spent) * 1000, 1)}


def _once(app: Flask, blocks: int, first: int) -> float:
    with app.test_request_context():
        began = time.process_time()
        for n in range(first, first + blocks):
            list(look(EN.format(n=n), ES.format(n=n), "tu"))
        return time.process_time() - began
