# The commands of this project. Everything is set up in .venv inside the checkout; Python 3.11 or newer, git and make are enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
BENCH_READY := $(VENV)/.ready-bench
BROWSER_READY := $(VENV)/.ready-browser
FUZZ_READY := $(VENV)/.ready-fuzz
# TESTS=tests/bot runs a part of the tests.
TESTS ?=
# SECONDS_EACH=300 lets each target of make fuzz run that long.
SECONDS_EACH ?= 60
# Twice the cores: conversations wait for sockets half of the time.
WORKERS ?= $(shell $(PYTHON) -c "import os; print(2 * (os.cpu_count() or 2))")

.PHONY: demo tour test test-browser proof fuzz check format lint types bench clean help

help:            ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 16

$(READY): pyproject.toml .ci/constraints.txt
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed: install it, or run make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed, this is $$($(PYTHON) --version); run make PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Setting up $(VENV) (once, about a minute)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint .ci/constraints.txt --editable '.[dev]'
	@touch $@

$(BENCH_READY): $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint .ci/constraints.txt --editable '.[bench]'
	@touch $@

$(BROWSER_READY): $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint .ci/constraints.txt --editable '.[browser]'
	@touch $@

$(FUZZ_READY): $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint .ci/constraints.txt --editable '.[fuzz]'
	@touch $@

demo: $(READY)   ## 17 organisations, 575 members and a month of meetings on this machine: prints the address to open
	@$(BIN)/chibo demo $(ARGS)

tour: $(READY)   ## plays one cell's month on each network and prints the conversation
	@$(BIN)/chibo demo --tour $(ARGS)

test: $(READY)   ## all tests, on SQLite and PostgreSQL, on both networks
	@$(BIN)/python -m pytest --numprocesses $(WORKERS) $(TESTS)

test-browser: $(BROWSER_READY)   ## the page in a real browser: needs Chromium on this machine
	@$(BIN)/python -m pytest --numprocesses 2 tests/browser

proof: $(READY)  ## long proofs with real processes: kills, broken networks, poison; prints tables (about 10 minutes)
	@$(BIN)/python -m pytest -s -rs tests/proof

fuzz: $(FUZZ_READY)   ## odd inputs led by coverage for everything that reads hostile input (a minute each, seven readers)
	@$(BIN)/python -m tests.proof.fuzz all --seconds $(SECONDS_EACH)

check: $(READY) format lint types test   ## format, lint, strict types, tests

format: $(READY)
	@$(BIN)/ruff format --check --quiet . || { echo "Some files are not formatted: run $(BIN)/ruff format ."; exit 1; }

lint: $(READY)
	@$(BIN)/ruff check --quiet .

types: $(READY)
	@$(BIN)/mypy

bench: $(BENCH_READY)   ## measures, side by side with what one would use instead; prints ratios (20 minutes; ARGS=--small: less)
	@$(BIN)/python -m bench $(ARGS)

clean:           ## removes what the commands above made
	rm -rf $(VENV) .demo .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
