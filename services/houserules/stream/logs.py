"""Logs: one line per incident, never per post. JSON lines, or readable ones on a terminal."""

import logging
import sys
from typing import Any, Final

import orjson
import structlog

from houserules.stream.settings import Settings

QUIET: Final = ("aiokafka", "faust", "mode", "kafka", "asyncio", "abc")
"""Libraries whose warnings and errors are worth a line; below that they log per message."""


def configure_logging(settings: Settings) -> None:
    """Set up structlog and the standard library's logging for this process, on standard error."""
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    pretty = settings.log_format == "pretty" or (settings.log_format == "auto" and sys.stderr.isatty())
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
    ]
    if pretty:
        renderer: Any = structlog.dev.ConsoleRenderer()
    else:
        shared.append(structlog.processors.format_exc_info)
        renderer = structlog.processors.JSONRenderer(serializer=_dumps)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))


def _dumps(event: Any, **_: Any) -> str:
    return orjson.dumps(event, default=str).decode()
