# City Cockpit. `make run` and `make test` do all their own set-up.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8050
# One of the demo city's departments lets its figures be read from a database.
DEMO := COCKPIT_DEMO_SQL_URL=sqlite:///data/demo/deliveries/data_bureau/exchange.db
DECIDED := $(or $(COCKPIT_DATA),var)/decided.txt

.PHONY: help run demo test check format lock system-packages benchmark clean

help:  ## what can be done
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

# The environment is built anew only when the lock changes.
$(VENV)/.run-stamp: requirements.lock
	@bash scripts/environment.sh $(PYTHON) $(VENV) run

$(VENV)/.dev-stamp: requirements-dev.lock requirements.lock
	@bash scripts/environment.sh $(PYTHON) $(VENV) dev

run: demo  ## make the demo city, load it and serve it on 127.0.0.1:8050
	@$(DEMO) $(BIN)/cockpit serve --dev-actors --port $(PORT)

demo: $(VENV)/.run-stamp  ## only make and load the demo city
	@$(BIN)/python -m data.demo.generator
	@$(DEMO) $(BIN)/cockpit load
	@test -f $(DECIDED) || $(DEMO) $(BIN)/python -m data.demo.decisions

system-packages:  ## what tests need from Debian: Chromium, fonts, PostgreSQL, Redis, Java
	@bash scripts/system_packages.sh

check: $(VENV)/.dev-stamp  ## lint, format, types, import contracts, secrets
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python scripts/check_secrets.py

format: $(VENV)/.dev-stamp  ## put the code into shape
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

test: $(VENV)/.dev-stamp system-packages check  ## everything: checks, then all tests
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lock:  ## compile the lock files from pyproject.toml
	@$(BIN)/uv pip compile pyproject.toml --python-version 3.11 --no-header --no-emit-index-url -q -o requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --group dev -c requirements.lock --python-version 3.11 --no-header --no-emit-index-url -q -o requirements-dev.lock

benchmark: $(VENV)/.dev-stamp  ## print the figures of benchmarks/
	@$(BIN)/python -m benchmarks

clean:  ## remove the environment and all that was built
	@rm -rf $(VENV) var data/demo/deliveries
