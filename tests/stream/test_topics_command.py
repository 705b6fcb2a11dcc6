"""`houserules topics` as a person or a script uses it: what it prints, and its exit codes."""

import json

import pytest

from houserules.brokers.probe import free_port
from houserules.cli.main import main
from houserules.stream.topics import TOPICS


def test_create_verify_describe(broker: str, topic_prefix: str, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--broker", broker, "--topic-prefix", topic_prefix]
    assert main(["topics", "verify", "posts", "verdicts", *where]) == 1
    assert f"houserules topics create posts verdicts --broker {broker}" in capsys.readouterr().out

    assert main(["topics", "create", "--partitions", "2", *where]) == 0
    assert capsys.readouterr().out.splitlines() == [f"created {topic_prefix}{spec.name}" for spec in TOPICS]
    assert main(["topics", "create", *where]) == 0
    assert "nothing to create" in capsys.readouterr().out

    assert main(["topics", "verify", *where]) == 0
    assert capsys.readouterr().out == "all topics are in order\n"

    assert main(["topics", "describe", *where]) == 0
    lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines()}
    assert "restricted" in lines[f"{topic_prefix}evidence"]
    assert "latest of each key" in lines[f"{topic_prefix}reviews"]


def test_json_is_for_scripts(broker: str, topic_prefix: str, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--broker", broker, "--topic-prefix", topic_prefix, "--json"]
    assert main(["topics", "verify", "posts", *where]) == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert "missing" in problem
    assert main(["topics", "create", "posts", *where]) == 0
    assert json.loads(capsys.readouterr().out) == {"created": [f"{topic_prefix}posts"]}
    assert main(["topics", "describe", "posts", *where]) == 0
    (state,) = json.loads(capsys.readouterr().out)
    assert state["topic"] == f"{topic_prefix}posts"
    assert state["partitions"] == 4
    assert state["restricted"]
    assert state["intended"].items() <= state["config"].items()


def test_a_name_that_is_no_topic_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["topics", "create", "verdict"]) == 2
    assert "no such topic: verdict" in capsys.readouterr().err


def test_a_broker_that_is_not_there_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["topics", "verify", "--broker", f"127.0.0.1:{free_port()}"]) == 3
    told = capsys.readouterr().err
    assert "HOUSERULES_BROKER" in told
    assert len(told.splitlines()) == 1


def test_a_certificate_file_that_is_not_there_is_configuration(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["topics", "verify", "--security-protocol", "SSL", "--ssl-cafile", "/no/such.pem"]) == 2
    assert "HOUSERULES_SSL_CAFILE=/no/such.pem: no such file" in capsys.readouterr().err
