# Each target works as the first command on a fresh clone; a second run reuses .venv.
.DEFAULT_GOAL := help
SHELL := /bin/sh

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
DEMO := out/demo

# The first Python that is new enough and can make a virtual environment; PYTHON=… names another.
PYTHON ?= $(shell for python in python3 python3.11 python3.12 python3.13; do \
	$$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)

.PHONY: help demo test check clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 10

demo: $(VENV)/.base ## find the claims of data/articles: a table here, records and a page in out/
	$(BIN)/sayso extract data/articles -o $(DEMO).jsonl
	$(BIN)/sayso show $(DEMO).jsonl --format table
	$(BIN)/sayso show $(DEMO).jsonl -o $(DEMO).html

test: $(VENV)/.dev ## the whole test suite
	$(BIN)/pytest

check: $(VENV)/.dev ## format, lint, types, fast tests
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/pytest -m "not slow"

clean: ## remove what the targets above made
	rm -rf $(VENV) out dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "sayso needs Python 3.11 or newer with its venv module" \
	"(Debian and Ubuntu: apt install python3 python3-venv); none was found." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.base: pyproject.toml | $(BIN)/python
	@echo "Installing sayso into $(VENV) …"
	@$(PIP) --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.base
	@echo "Installing what training and testing need into $(VENV) …"
	@$(PIP) --editable '.[dev,train]'
	@touch $@
