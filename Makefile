# Tiers-Voix. Needs Python 3.11 or later, git and make. “make help” says what there is.

PYTHON ?= python3
PORT ?= 5000
VENV := .venv
BIN := $(VENV)/bin
PO := $(wildcard governance/translations/*/LC_MESSAGES/messages.po)
MO := $(PO:.po=.mo)
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help demo clean-demo install test slow explore check bench messages

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-12s %s\n", $$1, $$2 }'
	@echo
	@echo "  make demo PORT=5055 takes another port. Python is $(PYTHON): make demo PYTHON=python3.12 takes another."

demo: $(VENV)/.installed $(MO) ## a demonstration network in ./demo-data, at http://127.0.0.1:5000
	@$(BIN)/tiersvoix demo --port $(PORT) --data-dir demo-data

clean-demo: ## remove the demonstration and what was done in it
	rm -rf demo-data

install: $(VENV)/.tools $(MO) ## the environment .venv, with the tools of development

test: $(VENV)/.tools $(MO) ## the tests; those of the browser are skipped where there is no chromium
	$(BIN)/pytest -n $(WORKERS) -m "not slow"

slow: $(VENV)/.tools $(MO) ## the slow ones: processes, crashes, a hundred thousand counts, long walks in a browser, the wheel
	$(BIN)/pytest -m slow

explore: $(VENV)/.tools $(MO) ## the properties again, on examples drawn afresh
	TIERSVOIX_EXPLORE=1 $(BIN)/pytest -n $(WORKERS) -m hypothesis

check: $(VENV)/.tools ## style, types, layers
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: $(VENV)/.tools $(MO) ## measure pages, votes, live sessions and counting on this machine
	$(BIN)/python -m bench

messages: $(VENV)/.tools ## bring the French catalogue up to date with the sources
	$(BIN)/pybabel -q extract --sort-output -F pyproject.toml -k N_ -k lazy_gettext -k lazy_ngettext:1,2 --no-location -o $(VENV)/messages.pot .
	$(BIN)/pybabel -q update -N --ignore-obsolete --ignore-pot-creation-date -w 110 -l fr -i $(VENV)/messages.pot -d governance/translations
	$(MAKE) --no-print-directory $(MO)

%.mo: %.po | $(VENV)/.installed
	@$(BIN)/pybabel -q compile -i $< -o $@

# An environment is made once, and again when the dependencies change. Its stamp is written last.
$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Python 3.11 or later is needed; $(PYTHON) is not. Try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@echo "Making the environment $(VENV)…"
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "This Python cannot make environments. On Debian: apt install python3-venv"; rm -rf $(VENV); exit 1; }
	@touch $@

$(VENV)/.installed: pyproject.toml | $(VENV)/.made
	@echo "Installing Tiers-Voix (a minute or two, the first time)…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.tools: pyproject.toml | $(VENV)/.made
	@echo "Installing Tiers-Voix and the tools of development…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.installed
