# Moothall: what one can do here. `make` alone says what each target is for.

BIN := .venv/bin
# What was compiled once is kept, also where the machine says otherwise: every process of a hall would spend half its
# start on compiling.
unexport PYTHONDONTWRITEBYTECODE
# Tests keep away from the data and the settings of `make run`.
TEST_ENV := env $(foreach name,$(filter MOOTHALL_%,$(.VARIABLES)),-u $(name)) MOOTHALL_DATA=$(CURDIR)/.tools/test-data
PYTEST := $(BIN)/python -m pytest -q
SPREAD := -n auto --dist worksteal
# Each process has a hall and a browser of its own.
BY_FILE := -n auto --dist loadfile

define SETUP
@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 none; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; done; \
if [ "$$python" = none ]; then echo "Moothall needs Python 3.11 or newer. Name yours: make PYTHON=/path/to/python3"; exit 1; fi; \
"$$python" -m scripts.setup
endef

.DEFAULT_GOAL := help
.PHONY: help run test check fix bench e2e assets setup wheel clean

help: ## Say what each target is for
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: setup ## Open the hall at http://127.0.0.1:8000 with a demo council in it (PORT=8001 for another port)
	@$(BIN)/moothall migrate --verbosity 0
	@$(BIN)/moothall demo
	@exec $(BIN)/moothall serve $(if $(PORT),--port $(PORT))

test: setup ## Run all tests: on SQLite, on PostgreSQL, and in a real browser
	@$(BIN)/python -m scripts.prepare tests
	@mkdir -p .tools/test-data
	@printf "\n== On SQLite\n"
	@$(TEST_ENV) $(PYTEST) $(SPREAD) $(ARGS)
	@printf "\n== On PostgreSQL\n"
	@$(TEST_ENV) $(BIN)/python -m scripts.with_postgres -- $(PYTEST) $(SPREAD) $(ARGS)
	@printf "\n== In a browser\n"
	@$(TEST_ENV) $(PYTEST) e2e $(BY_FILE)

check: setup ## Check formatting, lint, templates, imports, migrations, settings and types
	@$(BIN)/python -m scripts.check

fix: setup ## Mend what can be mended without thinking: lint and formatting
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

bench: setup ## Measure against peers in one run (ARGS="--mail PATH" for another mailbox)
	@$(BIN)/python -m scripts.prepare bench
	@$(BIN)/python -m bench $(ARGS)

e2e: setup ## Run the browser journeys alone (ARGS="-k mail" for some of them)
	@$(BIN)/python -m scripts.prepare tests
	@mkdir -p .tools/test-data
	@$(TEST_ENV) $(PYTEST) e2e $(BY_FILE) $(ARGS)

assets: ## Build the styles, fonts and scripts, if something has changed
	$(SETUP) assets

setup: ## Make this machine ready: .venv from the lock, and the assets
	$(SETUP)

wheel: setup ## Build the wheel for a server into dist/
	@rm -rf dist
	@PATH="$$PATH:$(CURDIR)/.tools/bin" uv build --wheel --quiet
	@$(BIN)/python -m zipfile -l dist/*.whl | grep kit/built/govuk.css >/dev/null || { echo "The wheel lacks the assets."; exit 1; }
	@ls dist/*.whl

clean: ## Throw away everything that was built or installed; the data in var/ stays
	@rm -rf .venv .tools node_modules dist build moothall/kit/static/kit/built
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
