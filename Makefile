# Møteplass. `make run` and `make test` are all a fresh clone needs; `make help` lists the rest.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help run test quick check bench calibrate translations lock migration clean

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-warn-script-location
CATALOGUES := $(wildcard arenas/translations/*/LC_MESSAGES/messages.po)

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

run: .venv/runtime .venv/translations .venv/warm ## Set up what is missing, then serve the app (PORT, DATABASE_URL)
	@scripts/run

test: .venv/dev .venv/translations .venv/warm ## Everything: lint, types, units, both databases, a real browser
	@scripts/test

quick: .venv/dev .venv/translations ## The fast part, under a minute: lint and the tests of rules, without a database
	@scripts/test --quick

check: .venv/dev ## Lint, format, types, security lint
	@scripts/check

bench: .venv/dev .venv/translations ## The web against bare Flask, the analysis against scipy, as ratios
	@$(BIN)/python -m benchmarks

calibrate: .venv/dev ## How often the analysis is wrong: 200 null and planted data sets, 10 minutes
	@$(BIN)/python -m benchmarks.calibrate

translations: .venv/dev ## Collect the texts, merge them into the catalogues, compile
	@$(BIN)/python scripts/translations.py
	@touch .venv/translations

lock: .venv/dev ## Resolve pyproject.toml anew into the two lock files
	@scripts/lock

migration: .venv/dev ## A new numbered migration: make migration NAME="add a column"
	@$(BIN)/moteplass db revision "$(NAME)"

clean: ## Remove the environment and caches; the database in instance/ stays
	rm -rf .venv .mypy_cache .ruff_cache .hypothesis build *.egg-info

# Stamps: each says that the files it was made from are installed as they are now.
.venv/made:
	@echo "Making the environment .venv ..."
	@$(PYTHON) -m venv .venv || { echo "Python's venv is missing: apt-get install python3-venv"; exit 1; }
	@touch $@

.venv/runtime: .venv/made requirements.txt pyproject.toml
	@echo "Installing the pinned dependencies ..."
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev: .venv/made requirements-dev.txt pyproject.toml
	@echo "Installing the pinned dependencies, the developers' too ..."
	@$(PIP) --require-hashes -r requirements-dev.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch .venv/runtime $@

.venv/translations: $(CATALOGUES) | .venv/runtime
	@for catalogue in $(CATALOGUES); do \
	    $(BIN)/pybabel --quiet compile --use-fuzzy -i $$catalogue -o $${catalogue%.po}.mo || exit 1; \
	done
	@touch $@

# The analysis is compiled here, once, so that no page waits for it.
.venv/warm: $(wildcard network/*kernel.py network/compiled.py) | .venv/runtime
	@echo "Compiling the analysis ..."
	@$(BIN)/python -m network.warm
	@touch $@
