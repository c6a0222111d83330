# Everything a newcomer needs. Each target sets up what it needs, once.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links pyproject.toml

# Byte code is kept: every start would otherwise compile everything again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo run test quick coverage check bench soak migration lock cities prior privacy clean

demo: $(VENV)/.run ## the bot in a Discord of its own, in your browser: no account, no token
	$(BIN)/syllabot demo

run: $(VENV)/.run ## the bot on Discord, with config.toml or SYLLABOT_… variables
	$(BIN)/syllabot run

# Three at a time: on two cores, one of them mostly waits for a browser, a database or a child.
test: $(VENV)/.dev ## the whole suite
	$(BIN)/python -m pytest -n 3 --dist worksteal

# Tests are told apart by what they use (tests/needs.py), not by a list.
quick: $(VENV)/.dev ## the tests that need no wire, browser or database
	HYPOTHESIS_PROFILE=quick $(BIN)/python -m pytest -n 2 --dist worksteal \
		-m "not wire and not browser and not database and not postgres"

# Every process leaves a file of its own; see [tool.coverage] in pyproject.toml.
coverage: $(VENV)/.dev ## the whole suite, and which branches of bot and cogs it took
	$(BIN)/python -m coverage erase
	$(BIN)/python -m coverage run -m pytest -n 3 --dist worksteal
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage report

check: $(VENV)/.dev ## format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.dev ## the measurements that the README quotes
	$(BIN)/python -m tests.bench

# Half of the minutes on each database. SEED=… repeats what an earlier run tried. YEAR=1 lives through
# a year of two hundred members first, lets prompts to ten thousand fall due at once, and then lives
# through twelve weeks of papers (an hour or more),
# MINUTES=0 through these alone.
MINUTES ?= 10
soak: $(VENV)/.dev ## MINUTES=10: fuzz, forged ids, kills and cuts against a real process, on both databases
	$(BIN)/python -m tests.soak --minutes $(MINUTES) $(if $(SEED),--seed $(SEED)) $(if $(YEAR),--year)
	$(if $(YEAR),WEEKS=12 $(BIN)/python -m pytest -q tests/papers/test_many_weeks.py)

migration: $(VENV)/.dev ## NAME="what changed": write a migration from the tables
	$(BIN)/syllabot db revision "$(NAME)"

lock: $(VENV)/.dev ## remake the locked requirements from pyproject.toml
	$(LOCK) --extra build --output-file requirements.txt
	$(LOCK) --extra build --extra dev --output-file requirements-dev.txt

cities: $(VENV)/.dev ## remake the list of cities from GeoNames
	$(BIN)/python -m tests.inputs.geonames

prior: $(VENV)/.dev ## remake what the ranking of papers believes at first, from ../shared/papers
	$(BIN)/python -m tests.ranking.train_prior

privacy: $(VENV)/.dev ## remake PRIVACY.md and TERMS.md from what the features declare
	$(BIN)/syllabot privacy > PRIVACY.md
	$(BIN)/syllabot privacy --terms > TERMS.md

clean: ## forget the virtual environment
	rm -rf $(VENV)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Syllabot needs Python 3.11 or newer: make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt | $(BIN)/python
	@test -e $(VENV)/.dev || echo "Setting up (a minute or two, once) …"
	$(PIP) --require-hashes --only-binary :all: --requirement requirements.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	$(PIP) --require-hashes --only-binary :all: --requirement requirements-dev.txt
	@touch $@
