"""The counters themselves, in the form that prometheus-client shares between the processes of one machine."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, Metric, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15)
_answers = Counter("campaign_requests", "Answers given", ("endpoint", "method", "status"))
_seconds = Histogram("campaign_request_seconds", "From a request to its answer", ("endpoint",), buckets=SECONDS)


class Moment(Collector):
    """Figures that are asked of the database when they are read, not counted here."""

    def __init__(self, gauges: dict[str, float]) -> None:
        self.gauges = gauges

    def collect(self) -> Iterator[Metric]:
        for name, value in self.gauges.items():
            yield GaugeMetricFamily(name, name.removeprefix("campaign_").replace("_", " "), value=value)


def answered(endpoint: str, method: str, status: int, seconds: float) -> None:
    _answers.labels(endpoint, method, str(status)).inc()
    _seconds.labels(endpoint).observe(seconds)


def told(gauges: dict[str, float]) -> bytes:
    """Everything that the processes of this machine counted, and these figures of the moment."""
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    registry.register(Moment(gauges))
    return generate_latest(registry)
