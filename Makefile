# Every task of the project; `make` prints them. Longer things are Python in deploy/ or protos/.
PYTHON ?= python3
LOCAL := $(PYTHON) -m deploy.local
BIN := .venv/bin
export PYTHONPATH := $(CURDIR):$(CURDIR)/gen

.DEFAULT_GOAL := help
.PHONY: help run stop setup protos lock migrate clean check lint format types test test-unit drill bench docs routes photos

##@ Start
run: ## The whole suite on this machine, no Docker (PORT=8000, METRICS=9400, DETACH=1 for the background)
	@exec $(LOCAL) run

stop: ## Stop a suite that runs in the background, or was left behind
	@$(LOCAL) stop

setup: ## Install what is missing: servers, packages, generated code, built screens
	@$(LOCAL) setup

protos: ## Generate gen/ from protos/ again
	@$(LOCAL) setup && $(LOCAL) protos

lock: setup ## Pin what pyproject.toml asks for in requirements.lock, with hashes
	@$(LOCAL) lock

migrate: setup ## Apply new migrations to the running suite's databases
	@$(BIN)/python -m deploy.local.migrate

clean: ## Stop the suite and delete its data, .venv and generated code
	@$(LOCAL) clean
	@rm -rf .venv gen node_modules gateway/ui/dist services/*/ui/dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

##@ Check
check: lint types ## What a change must pass besides the tests
	@$(BIN)/python -m docs.generate --check

lint: setup ## Style, import rules, protos
	@$(BIN)/ruff format --check . && $(BIN)/ruff check .
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m protos.check

format: setup ## Format the code and mend what can be mended
	@$(BIN)/ruff check --fix-only -q . && $(BIN)/ruff format .

types: setup ## mypy --strict; the screens against the API's document
	@$(BIN)/mypy
	@PATH="$(CURDIR)/.venv/bin:$$PATH" npm run -s types && PATH="$(CURDIR)/.venv/bin:$$PATH" npm run -s typecheck

##@ Test
test: ## All tests but load and the long drills (T=path or other pytest arguments)
	@$(LOCAL) setup tests
	@$(BIN)/pytest $(T)

test-unit: setup ## Only the tests that need nothing, in seconds (T=path for fewer)
	@$(BIN)/pytest $(or $(T),tests/unit tests/contract)

drill: setup ## The long drills: kill, freeze and starve parts while a ledger counts what is lost
	@DRILL=full $(BIN)/pytest tests/drills $(T)

bench: setup ## The API against a bare baseline, facts and mails, the screens; results as JSON
	@failed=0; for part in tests.load tests.load.messaging tests.load.screens; do $(BIN)/python -m $$part || failed=1; done; exit $$failed

##@ Look
photos: setup ## Pictures of every screen for docs/screens, from the demo data (N="home board" for some)
	@DETACH=1 $(LOCAL) run && $(BIN)/python -m tests.e2e.browser.photos $(N)

docs: setup ## Generate docs/reference again
	@$(BIN)/python -m docs.generate

routes: setup ## Every route with its permission and the RPC behind it
	@$(BIN)/python -m docs.generate routes

help:
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n\033[1m%s\033[0m\n", substr($$0, 5)} \
	  /^[a-z-]+:.*## / {printf "  \033[36m%-10s\033[0m %s\n", $$1, $$2}' Makefile
