# Everything that is done to this repository, on a desk and in CI alike. `make` lists it.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules --no-print-directory

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes
SIWEI := $(PY) -m county.site.cli
# Checks need settings, never data: they look at a folder of their own.
APART := WECOM=real SIWEI_HOME=$(CURDIR)/var/check
WORKERS ?= 2
ARGS ?=

# Each stamp is newer than what it was made from, so a warm start does nothing twice.
BASE := $(VENV)/base.stamp
DEV := $(VENV)/dev.stamp
NPM := ui/node_modules/npm.stamp
UI := ui/built/ui.stamp
WORDS := $(VENV)/words.stamp
FONTS := $(VENV)/fonts.stamp
CATALOGUES := $(shell find county -name '*.po' 2>/dev/null)
SOURCES := $(wildcard ui/src/*) ui/icons.txt ui/build.mjs

.PHONY: help demo test check fix docs lock pictures messages worker serve setup clean

help: ## List these targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

demo: setup ## Install, make the database, play an invented county, serve it on port 8000
	@$(SIWEI) demo $(ARGS)

test: setup check tools/browser.stamp ## Everything: checks, then structure, unit, story, acceptance and browser tests
	@$(PY) -m pytest -n $(WORKERS) --dist loadgroup $(ARGS)

check: setup $(DEV) ## Format, lint, types, layers, generated pages, translations
	@$(PY) -m ruff format --check --quiet .
	@$(PY) -m ruff check --quiet .
	@$(APART) $(PY) -m mypy --no-error-summary
	@$(VENV)/bin/lint-imports --no-logo > var/check/layers.log || { cat var/check/layers.log; exit 1; }
	@$(APART) $(SIWEI) generate_docs --check
	@$(APART) $(SIWEI) messages missing

fix: $(DEV) ## Format, and repair what can be repaired
	@$(PY) -m ruff check --quiet --fix-only .
	@$(PY) -m ruff format --quiet .

docs: setup ## Write docs/generated and .env.example from the code
	@$(APART) $(SIWEI) generate_docs

lock: $(DEV) ## Resolve the requirements anew: versions and hashes
	@for name in requirements requirements-build requirements-node requirements-dev; do \
	  $(VENV)/bin/uv pip compile --quiet --upgrade --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-header --no-annotate $$name.in -o $$name.txt || exit 1; \
	done
	@tools/node npm update --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved --prefix ui

pictures: setup $(DEV) tools/browser.stamp ## Take the README's pictures anew, with the browser tests
	@TAKE_PICTURES=1 $(PY) -m pytest tests/browser/test_the_main_job.py tests/browser/test_the_main_job_over_wecom.py -q

messages: setup $(DEV) ## Collect what the code says into the catalogues, compile them, list what is missing
	@$(APART) $(SIWEI) messages extract
	@$(APART) $(SIWEI) messages compile
	@$(APART) $(SIWEI) messages missing

worker: setup ## One more worker process, beside a county that is being served
	@$(SIWEI) worker $(ARGS)

serve: setup ## Serve the county for real: the embedded PostgreSQL, or DATABASE_URL
	@$(SIWEI) serve $(ARGS)

setup: $(BASE) $(UI) $(WORDS) $(FONTS) ## Everything that running needs, and nothing that only testing needs
	@mkdir -p var/check

clean: ## Remove what was built; the data in var/ stays, but for that of tests and checks
	rm -rf $(VENV) ui/node_modules ui/built county/design/static/built var/check var/test
	rm -rf *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	rm -f tools/*.stamp
	find county -name '*.mo' -delete

$(BASE): requirements.txt requirements-build.txt pyproject.toml tools/venv
	@tools/venv $(VENV)
	@echo "Installing what the county needs …"
	@$(PIP) -r requirements-build.txt
	@$(PIP) -r requirements.txt
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-index --no-build-isolation -e .
	@touch $@

$(DEV): requirements-dev.txt $(BASE)
	@echo "Installing what tests need …"
	@$(PIP) -r requirements-dev.txt
	@touch $@

$(NPM): ui/package.json ui/package-lock.json tools/node | $(BASE)
	@echo "Fetching the front end's parts …"
	@cd ui && ../tools/node npm ci --ignore-scripts --no-audit --no-fund --loglevel=error > /dev/null
	@touch $@

$(UI): $(NPM) $(SOURCES)
	@tools/node node ui/build.mjs
	@touch $@

$(WORDS): $(CATALOGUES) | $(BASE)
	@mkdir -p var/check
	@$(APART) $(SIWEI) messages compile
	@touch $@

# Without them the county runs and says so; the next set-up tries again.
$(FONTS): tools/fonts | $(BASE)
	@tools/fonts $(VENV)/share/fonts && touch $@ || true

tools/browser.stamp: tools/browser
	@tools/browser
	@touch $@
