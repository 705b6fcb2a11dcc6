"""Configuration of everything that talks to a broker: one table, from which flags, environment and README are made.

Each field below is one setting: environment variable, flag, default and meaning stand in its metadata. A value is taken
from the flag if given, else from the environment, else from the default; a bad value fails at start and names its source.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final, Literal, cast

from houserules.evidence.keyring import KeyringError, parse_keyring

Stage = Literal["all", "screen", "redact", "judge", "review"]
TransportName = Literal["batch", "stock"]
SecurityProtocol = Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"]
SaslMechanism = Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]

PREFIX: Final = "HOUSERULES_"
DEVELOPMENT_KEY: Final = "houserules-development-key"
DEVELOPMENT_EVIDENCE_KEYS: Final = "development:aG91c2VydWxlcy1kZXZlbG9wbWVudC1ldmlkZW5jZSE="


class SettingsError(ValueError):
    """A setting has a value that cannot work. The message names the setting, its source and what would do."""


@dataclass(frozen=True, slots=True)
class SettingInfo:
    """One row of the configuration table."""

    name: str
    env: str
    flag: str
    default: Any
    kind: Callable[[str], Any]
    help: str
    choices: tuple[str, ...] = ()
    secret: bool = False


def _setting(
    default: Any,
    help_text: str,
    *,
    kind: Callable[[str], Any] = str,
    choices: tuple[str, ...] = (),
    secret: bool = False,
) -> Any:
    return field(default=default, metadata={"help": help_text, "kind": kind, "choices": choices, "secret": secret})


def _boolean(text: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    try:
        return words[text.strip().lower()]
    except KeyError:
        raise ValueError("expected true or false") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings of a process, checked. Times are seconds, sizes are counts unless the name says otherwise."""

    broker: str = _setting("127.0.0.1:9092", "Kafka bootstrap servers, `host:port`, comma separated")
    security_protocol: SecurityProtocol = _setting(
        "PLAINTEXT", "How to talk to the broker", choices=("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL")
    )
    sasl_mechanism: SaslMechanism = _setting(
        "SCRAM-SHA-512", "SASL mechanism", choices=("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512")
    )
    sasl_username: str = _setting("", "SASL user name")
    sasl_password: str = _setting(
        "", "SASL password; `HOUSERULES_SASL_PASSWORD_FILE` names a file to read it from", secret=True
    )
    ssl_cafile: str = _setting("", "File of the certificate authorities that sign the broker's certificate")
    ssl_certfile: str = _setting("", "Client certificate file, for mutual TLS")
    ssl_keyfile: str = _setting("", "Private key file of the client certificate")
    topic_prefix: str = _setting("", "Put before every topic name, such as `staging.`")
    group: str = _setting(
        "houserules", "Consumer group of the worker that reads `posts`; other stages append their name"
    )
    stage: Stage = _setting(
        "all",
        "Which stages this worker runs; `review` carries out what people decide, and is never part of `all`",
        choices=("all", "screen", "redact", "judge", "review"),
    )
    transport: TransportName = _setting(
        "batch",
        "`batch` delivers whole record batches; `stock` is Faust's own, record by record, for comparison: slow, and it may "
        "skip posts when workers come and go",
        choices=("batch", "stock"),
    )
    policy: str = _setting("its-not-okay", "Name of a shipped policy, or a policy directory")
    policy_poll: float = _setting(
        5.0,
        "A changed policy is taken up after this long at most; 0 looks only on SIGHUP, which always reads it again",
        kind=float,
    )
    window_key: str = _setting(
        DEVELOPMENT_KEY,
        "Secret that keys every hash in window state; the same on all workers, changed only with the state; "
        "`HOUSERULES_WINDOW_KEY_FILE` names a file to read it from",
        secret=True,
    )
    evidence_keys: str = _setting(
        DEVELOPMENT_EVIDENCE_KEYS,
        "Secret keys of sealed evidence, `name:base64` of 32 bytes, comma or newline separated: the first seals, all open; "
        "`houserules evidence key NAME` makes one; `HOUSERULES_EVIDENCE_KEYS_FILE` names a file to read them from",
        secret=True,
    )
    webhook_secret: str = _setting(
        "",
        "Secret that signs the deliveries of the webhook connector, at least 16 bytes; `HOUSERULES_WEBHOOK_SECRET_FILE` names "
        "a file to read it from",
        secret=True,
    )
    max_batch: int = _setting(1000, "Most records in one batch", kind=int)
    in_flight: int = _setting(8, "Most batches per partition that wait for the broker's acknowledgement", kind=int)
    session_timeout: float = _setting(
        10.0, "After this long without a heartbeat the group gives the partitions away", kind=float
    )
    heartbeat_interval: float = _setting(2.0, "Time between heartbeats", kind=float)
    commit_interval: float = _setting(1.0, "Time between offset commits", kind=float)
    drain_timeout: float = _setting(20.0, "Longest wait for batches in flight on stop or rebalance", kind=float)
    stall_timeout: float = _setting(
        60.0, "With records waiting and none finished for this long, `/healthz` fails", kind=float
    )
    dead_letter_run: int = _setting(1000, "This many dead letters in a row stop the worker", kind=int)
    dead_letter_ratio: float = _setting(
        0.25, "A larger share of dead letters in the last 5,000 records stops the worker", kind=float
    )
    create_topics: bool = _setting(False, "Create missing topics at start (development)", kind=_boolean)
    partitions: int = _setting(4, "Partitions of topics that are created", kind=int)
    replication: int = _setting(1, "Replication factor of topics that are created", kind=int)
    host: str = _setting("127.0.0.1", "Address that health and metrics listen on")
    port: int = _setting(8080, "Port of `/healthz`, `/readyz`, `/metrics` and `/policy`; 0 takes a free one", kind=int)
    log_level: str = _setting("info", "Least level logged", choices=("debug", "info", "warning", "error"))
    log_format: str = _setting(
        "auto", "`auto` is pretty on a terminal and JSON elsewhere", choices=("auto", "json", "pretty")
    )

    def __post_init__(self) -> None:
        """Refuse combinations that cannot work, before anything connects."""
        for name in ("max_batch", "in_flight", "partitions", "replication", "dead_letter_run"):
            if getattr(self, name) < 1:
                raise SettingsError(f"{_flag(name)} must be at least 1")
        if self.max_batch > MAX_BATCH_LIMIT:
            raise SettingsError(
                f"{_flag('max_batch')} must be at most {MAX_BATCH_LIMIT}: a batch's state change is one record"
            )
        if self.policy_poll < 0:
            raise SettingsError(f"{_flag('policy_poll')} must be 0 or more")
        if not 0 < self.dead_letter_ratio <= 1:
            raise SettingsError(f"{_flag('dead_letter_ratio')} must be above 0 and at most 1")
        if self.heartbeat_interval * 3 > self.session_timeout:
            raise SettingsError(
                f"{_flag('heartbeat_interval')} must be at most a third of {_flag('session_timeout')}, "
                "or one lost heartbeat costs the partitions"
            )
        if self.security_protocol.startswith("SASL") and not (self.sasl_username and self.sasl_password):
            raise SettingsError(
                f"{self.security_protocol} needs {_env('sasl_username')} and {_env('sasl_password')} (or its _FILE form)"
            )
        if len(self.window_key.encode()) > 64:
            raise SettingsError(f"{_env('window_key')} must be at most 64 bytes")
        if not self.window_key:
            raise SettingsError(f"{_env('window_key')} must not be empty")
        try:
            parse_keyring(self.evidence_keys)
        except KeyringError as error:
            raise SettingsError(f"{_env('evidence_keys')}: {error}") from error

    @classmethod
    def load(cls, flags: Mapping[str, Any] | None = None, environ: Mapping[str, str] | None = None) -> "Settings":
        """Settings from flags (by field name, None = not given), then environment, then defaults.

        Raises SettingsError naming the variable or flag that is wrong.
        """
        environ = os.environ if environ is None else environ
        values: dict[str, Any] = {}
        for info in table():
            given = (flags or {}).get(info.name)
            if given is not None:
                values[info.name] = given
            elif (text := _from_environment(info, environ)) is not None:
                values[info.name] = _parse(info, text)
        return cls(**values)

    def topic(self, name: str) -> str:
        """The broker's name of a topic, from its plain one."""
        return self.topic_prefix + name


MAX_BATCH_LIMIT: Final = 8000
"""48 bytes of state a post: 8,000 posts stay well under the 1 MB that a broker takes as one record."""


def _env(name: str) -> str:
    return PREFIX + name.upper()


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")


def table() -> list[SettingInfo]:
    """The configuration table, in order."""
    return [
        SettingInfo(
            name=item.name,
            env=_env(item.name),
            flag=_flag(item.name),
            default=item.default,
            kind=cast(Callable[[str], Any], item.metadata["kind"]),
            help=item.metadata["help"],
            choices=item.metadata["choices"],
            secret=item.metadata["secret"],
        )
        for item in fields(Settings)
    ]


def _from_environment(info: SettingInfo, environ: Mapping[str, str]) -> str | None:
    if (text := environ.get(info.env)) is not None:
        return text
    if info.secret and (path := environ.get(info.env + "_FILE")):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingsError(f"{info.env}_FILE={path}: {error.strerror}; name a readable file") from error
    return None


def _parse(info: SettingInfo, text: str) -> Any:
    try:
        value = info.kind(text)
    except ValueError as error:
        raise SettingsError(f"{info.env}={'***' if info.secret else text}: {error}") from error
    if info.choices and value not in info.choices:
        raise SettingsError(f"{info.env}={text}: expected one of {', '.join(info.choices)}")
    return value
