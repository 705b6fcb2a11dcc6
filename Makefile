# What a developer types. Everything runs in .venv, which the first target that needs it makes.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.installed
DEV := $(VENV)/.installed-dev
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help demo test test-kafka lint format bench clean

help:            ## this list
	@sed -n 's/^\([a-z-]*\): *.*## */\1\t/p' $(MAKEFILE_LIST) | expand -t 14

$(READY): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) -e .
	touch $@

$(DEV): $(READY)
	$(PIP) -e ".[test,lint]"
	touch $@

demo: $(READY)   ## a broker, a worker, posts and verdicts in this terminal, until Ctrl-C
	@exec $(BIN)/houserules demo

test: $(DEV)   ## all tests, on the embedded broker
	$(BIN)/python -m pytest -n 2 --dist loadfile tests/unit tests/property
	$(BIN)/python -m pytest -n 3 --dist loadfile --durations=12 tests/stream tests/faults

test-kafka: $(DEV) ## stream and fault tests on Apache Kafka (Java 17 and Maven needed)
	HOUSERULES_TEST_BROKER=kafka $(BIN)/python -m pytest --durations=12 tests/stream tests/faults

lint: $(DEV)   ## ruff and mypy --strict
	$(BIN)/ruff check services tests
	$(BIN)/ruff format --check services tests
	$(BIN)/mypy

format: $(DEV) ## let ruff mend what it can
	$(BIN)/ruff check --fix services tests
	$(BIN)/ruff format services tests

bench: $(DEV)  ## posts per second and microseconds per post, beside two baselines
	$(BIN)/python tests/bench/stream_bench.py

clean:           ## remove everything that was made
	rm -rf $(VENV) .kafka .pytest_cache .mypy_cache .ruff_cache .hypothesis build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
