"""The log: one JSON line an event on standard error, whoever writes it; never a word that a person typed."""

import logging.config
from typing import Any

import structlog
from structlog.typing import Processor

SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,  # the request that it belongs to
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,  # the trace without local values: they may hold what a person typed
)
LEVELS = dict.fromkeys(
    ("gunicorn.error", "gunicorn.access", "alembic", "botocore", "urllib3", "py.warnings"), "WARNING"
)
LEVELS["huey"] = "CRITICAL"  # what matters of a queue is said by the carrier, and once
CONFIG: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(sort_keys=False, default=str),
            ],
            "foreign_pre_chain": list(SHARED),
        }
    },
    "handlers": {"line": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"level": "INFO", "handlers": ["line"]},
    "loggers": {name: {"level": level, "handlers": [], "propagate": True} for name, level in LEVELS.items()},
}

structlog.configure(
    processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)


def of(name: str) -> Any:
    """The log of one part of the program."""
    return structlog.get_logger(name)


def begin() -> None:
    """From here on this process writes its log; until then only warnings are shown."""
    logging.captureWarnings(True)
    logging.config.dictConfig(CONFIG)
