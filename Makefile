# Two commands do everything on a fresh machine: `make demo` and `make test`.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup demo test check chaos bench locks

help: ## say what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | column -t -s '	'

$(VENV)/.ready: requirements-dev.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing. Install it: sudo apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed. Name one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv is missing. Install it: sudo apt-get install python3-venv"; exit 1; }
	@echo "Setting up $(VENV) (once, about a minute) …"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable . 2>/dev/null || $(BIN)/pip install --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

setup: $(VENV)/.ready ## set up .venv with locked packages

demo: setup ## the whole product with invented people, in a page (ARGS="--port N --play kdrt --keep DIR")
	@$(BIN)/python -m tools.demo $(ARGS)

check: setup ## style, types and the rules of the house
	@echo "ruff …" && $(BIN)/ruff check --quiet . && $(BIN)/ruff format --check --quiet .
	@echo "import-linter …" && $(BIN)/lint-imports --no-logo >/tmp/teduh-lint.$$$$ || { cat /tmp/teduh-lint.$$$$; rm -f /tmp/teduh-lint.$$$$; exit 1; }; rm -f /tmp/teduh-lint.$$$$
	@echo "mypy …" && $(BIN)/mypy

test: check ## everything that CI checks
	@$(BIN)/pytest -n auto $(ARGS) || { \
		echo "Once more, one at a time, what failed while everything ran at once …"; \
		$(BIN)/pytest --last-failed --last-failed-no-failures none $(ARGS); }

chaos: setup ## kill the program until something is lost (ARGS="--seed N --minutes M --database postgres")
	@$(BIN)/python -m tools.chaos $(ARGS)

bench: setup ## how fast, beside python-telegram-bot and aiogram (ARGS="--rounds N --seconds N --cases N")
	@$(BIN)/python -m tools.bench $(ARGS)

locks: setup ## write the hashed locks anew
	$(BIN)/uv pip compile --quiet --no-header --generate-hashes -o requirements.txt pyproject.toml
	$(BIN)/uv pip compile --quiet --no-header --generate-hashes --all-extras -o requirements-dev.txt pyproject.toml
