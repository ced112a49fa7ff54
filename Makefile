# `make site` and `make test` do everything on a fresh machine with Python >= 3.11, git and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help site serve check bundle test test-all bench first-visit screenshots gpu lint format schemas modules lock clean

help: ## what there is to make
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) --version). Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "No virtual environment: on Debian, apt-get install python3-venv"; rm -rf $(VENV); exit 1; }

$(VENV)/site: $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "Installing Broadsheet (once) ..."
	@$(PIP) install -c constraints.txt -e '.[pictures]'
	@touch $@

$(VENV)/dev: $(VENV)/site
	@echo "Installing what the tests need (once) ..."
	@$(PIP) install -c constraints.txt -e '.[zensical,dask,test,lint,bench]'
	@touch $@

# The theme's third-party JavaScript is made once, and anew when its list changes or Node.js comes to the machine; what
# went wrong is said once, for the site is built without it too.
NPM := $(if $(shell command -v npm),npm,none)
BUNDLED := $(VENV)/bundle-$(NPM)
TESTED := $(VENV)/tested-$(NPM)
BUNDLE := npm ci --silent --omit=dev && npm run --silent bundle

$(VENV)/bundle-npm: package.json package-lock.json themes/bundle.mjs | $(VENV)/bin/python
	@echo "Bundling the theme's JavaScript (once) ..."
	@{ $(BUNDLE); } >/dev/null 2>&1 || echo "That failed (no network?): the benchmark explorer stays as it is or is left out. 'make bundle' tries again."
	@touch $@

$(VENV)/bundle-none: | $(VENV)/bin/python
	@echo "No Node.js here: the benchmark explorer is left out and its page says so; pictures of links are set in a plainer face."
	@touch $@

site: $(VENV)/site $(BUNDLED) ## build this repository's digest into site/
	@$(BIN)/broadsheet build
	@echo "'make serve' shows it on http://127.0.0.1:8000/"

serve: $(VENV)/site $(BUNDLED) ## build, show on http://127.0.0.1:8000, rebuild what changes
	@$(BIN)/broadsheet serve

check: $(VENV)/site ## tell every problem in the content
	@$(BIN)/broadsheet check

bundle: ## fetch and bundle the theme's JavaScript (needs Node.js)
	@$(BUNDLE)

# What only the tests need of npm; they skip by name what they do not find.
$(VENV)/tested-npm: $(VENV)/bundle-npm
	@npm ci --silent >/dev/null 2>&1 || echo "npm ci failed: tests that need its packages will be skipped."
	@touch $@

$(VENV)/tested-none: $(VENV)/bundle-none

test: $(VENV)/dev $(BUNDLED) $(TESTED) ## run the tests (installs what they need, a browser too when root)
	@sh tests/browser/install.sh
	@$(BIN)/python -m pytest

test-all: $(VENV)/dev $(BUNDLED) $(TESTED) ## the tests, the slow ones too
	@sh tests/browser/install.sh
	@$(BIN)/python -m pytest -m ''

bench: $(VENV)/dev ## measure beside Hugo, MkDocs and the floor
	@$(BIN)/python tests/benchmarks/run.py $(BENCH)

first-visit: $(VENV)/dev ## time first visits of the built site on a slow telephone
	@$(BIN)/python tests/benchmarks/first_visit.py

SHOTS ?= screenshots
screenshots: $(VENV)/dev ## pictures of every kind of page into SHOTS=DIR
	@$(BIN)/python tests/browser/screenshots.py $(SHOTS)

RUN ?= gpu-run
gpu: ## measure on the NVIDIA card in this machine into RUN=DIR (needs torch; docs/gpu-runs.md)
	@$(PYTHON) tests/gpu/run.py --out $(RUN)

lint: $(VENV)/dev ## style and types
	@$(BIN)/ruff check --no-cache generator tests
	@$(BIN)/ruff format --check --quiet generator tests
	@$(BIN)/mypy

format: $(VENV)/dev ## put the code into its form
	@$(BIN)/ruff check --fix generator tests
	@$(BIN)/ruff format generator tests

schemas: $(VENV)/site ## write site_config/schema anew from the types
	@$(BIN)/python -m broadsheet.sources.schema site_config/schema

modules: $(VENV)/site ## write docs/modules.md anew from the modules
	@$(BIN)/python tests/test_modules_page.py

lock: $(VENV)/dev ## write constraints.txt anew from what is installed
	@$(PIP) freeze --exclude-editable --exclude broadsheet | sort > constraints.txt

clean: ## take away what was made
	rm -rf $(VENV) site .cache .site.* dist node_modules themes/broadsheet/assets/vendor*
