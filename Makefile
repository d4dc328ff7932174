# Tasks; `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
HOST ?= 127.0.0.1
SOURCES ?=
# A folder of one's own documents gets a data folder of its own, so that samples never mix with it.
DATA ?= $(if $(SOURCES),.fagkompas-$(shell printf '%s' '$(SOURCES)' | cksum | cut -d' ' -f1),.fagkompas)
# Compiling every file of every package ahead takes as long as fetching them; what is imported is compiled then.
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile -c constraints.txt
# Neighbours share what was set up for them; who has ended takes over half of what another has left. One more than the
# two cores we count on: browsers, processes and pauses are waited for a third of the time.
WORKERS := -n 3 --dist worksteal
# Counting lines costs a third of the suite's time, so the floor is held where nobody waits.
COVERAGE := $(if $(CI),--cov --cov-report=term:skip-covered)

# What is compiled is kept, out of sight, wherever we run: every process of the tests would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX := $(CURDIR)/$(VENV)/bytecode

.DEFAULT_GOAL := help
.PHONY: help run test check fix readme clean

help: ## list the tasks
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | sort

$(VENV)/.python:
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.python pyproject.toml constraints.txt
	$(PIP_INSTALL) -e .
	@touch $@

$(VENV)/.test: $(VENV)/.python pyproject.toml constraints.txt
	$(PIP_INSTALL) -e '.[test]'
	@touch $@ $(VENV)/.run

run: $(VENV)/.run ## set up, ingest the samples (or SOURCES=path) and serve on PORT
	$(BIN)/fagkompas --data $(DATA) ingest $(or $(SOURCES),knowledge/samples) || [ $$? -eq 3 ]
	$(BIN)/fagkompas --data $(DATA) serve --host $(HOST) --port $(PORT)

test: $(VENV)/.test ## set up and run the whole test suite
	$(BIN)/python -m pytest $(WORKERS) $(COVERAGE)

check: $(VENV)/.test ## lint, format, types and import layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: $(VENV)/.test ## put right what can be put right by a tool
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

readme: $(VENV)/.test ## run the README's examples and write their answers and its tables anew
	$(BIN)/python -m tests.readme

clean: ## remove what the tasks made
	rm -rf $(VENV) .fagkompas .fagkompas-* *.egg-info .pytest_cache .mypy_cache .ruff_cache .coverage
