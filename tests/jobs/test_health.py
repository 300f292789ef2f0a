"""`/readyz` and `doctor` ask the queue itself, and name what is wrong without its password."""

from dataclasses import replace

from campaign import db
from campaign.clock import now
from campaign.config import Config
from campaign.db import session
from campaign.doctor.finding import Patient
from campaign.doctor.installation import queue
from campaign.health import checks
from tests.jobs.brokers import Broker


def state(config: Config, broker: Broker) -> tuple[str, list[str]]:
    """What /readyz and doctor say of the queue."""
    ready = checks.ready(config, session(), now())["queue"]
    engine = db.make_engine(config.database_url)
    told = [f"{one.state}: {one.text}" for one in queue(Patient(config, engine, False))]
    engine.dispose()
    session.remove()
    return ready, told


def test_a_queue_is_asked(own_config: Config, broker: Broker) -> None:
    config = replace(own_config, queue_url=broker.url)
    well = ("ok", ["ok: It answers.", "ok: No job has been waiting too long."])
    assert state(config, broker) == well
    if broker.is_file:
        (own_config.data / "queue.sqlite").write_bytes(b"not a database at all" * 99)
    else:
        config = replace(config, queue_url=broker.url.replace("://", "://somebody:s3cret@", 1))
        broker.stop()
    ready, told = state(config, broker)
    assert ready == "does not answer"
    assert told[0].startswith("FAILED: It does not answer: ")
    assert "s3cret" not in " ".join(told)
    if not broker.is_file:
        broker.start()
        assert state(replace(own_config, queue_url=broker.url), broker) == well
