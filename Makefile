# `make run` serves the restaurant, `make test` proves it. `make help` lists the rest.
#
# HOST, PORT and DATA_DIR are respected, as is every other variable of config.py.

PYTHON ?= python3
DATA_DIR ?= var
export DATA_DIR

BIN := .venv/bin
FLASK := ASYNC_MODE=threading $(BIN)/flask --app restaurant_order
INSTALL := $(BIN)/python -m pip install -qq --constraint constraints.txt --editable
CATALOGUES := $(wildcard restaurant_order/translations/*/LC_MESSAGES/*.po)
SCRIPT_TESTS = $(shell find tests -name '*.test.mjs')
BY_FILE := --dist loadfile --no-loadscope-reorder
STORIES = $(shell grep -rl --include='*.py' 'mark\.browser' tests)

.DELETE_ON_ERROR:
.PHONY: help run test bench demo-rush words constraints clean
.PHONY: house secret programs format lint types layers unit scripts stories

help:
	@echo 'make run        serve the restaurant; the first time with a demo restaurant in it'
	@echo 'make demo-rush  let invented guests order in the running demo restaurant'
	@echo 'make test       run every check there is'
	@echo 'make bench      measure speed'
	@echo 'make words      collect the sentences to translate into the catalogues'
	@echo 'make clean      remove what was installed and made; the data in $(DATA_DIR) stays'

# ---- Serving

run: house
	@WELCOME=yes exec $(BIN)/gunicorn -c python:restaurant_order.serving wsgi:app

house: .venv/ready $(CATALOGUES:.po=.mo) secret
	@$(BIN)/python config.py
	@$(FLASK) db upgrade
	@$(FLASK) demo seed

secret: .venv/ready
	@umask 077; mkdir -p "$(DATA_DIR)" && touch "$(DATA_DIR)/.try" && rm "$(DATA_DIR)/.try" || { \
		echo 'DATA_DIR: nothing can be kept in $(DATA_DIR), see above. Choose another folder:' \
			'DATA_DIR=~/restaurant make run'; \
		exit 1; \
	}
	@if [ -z "$$SECRET_KEY" ] && [ ! -s "$(DATA_DIR)/secret_key" ]; then \
		umask 077; \
		$(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(48))' > "$(DATA_DIR)/secret_key"; \
	fi

demo-rush: .venv/ready
	@$(FLASK) demo rush $(RUSH)

# ---- Proving

test: .venv/ready-for-tests $(CATALOGUES:.po=.mo) programs
	@$(MAKE) --no-print-directory -j 2 types format lint layers scripts
	@$(MAKE) --no-print-directory unit stories

programs:
	@.ci/programs

format:
	$(BIN)/ruff format --check .

lint:
	$(BIN)/ruff check .

types:
	$(BIN)/mypy

layers:
	$(BIN)/lint-imports --no-logo

scripts:
	@if command -v node >/dev/null; then \
		echo node --test $(SCRIPT_TESTS); node --test $(SCRIPT_TESTS); \
	else \
		echo 'Node is missing: the tests of the scripts did not run.'; [ -z "$$CI" ]; \
	fi

unit:
	$(BIN)/pytest -n auto $(BY_FILE) -m 'not browser'

stories:
	$(BIN)/pytest -n 2 $(BY_FILE) -m browser $(STORIES)

bench: .venv/ready-for-tests $(CATALOGUES:.po=.mo)
	@$(BIN)/python -m bench

# ---- Installing

.venv/bin/python:
	@for each in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
		if $$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			found=$$each; break; \
		fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo 'Python 3.11 or newer is missing.'; \
		echo 'Debian, Ubuntu: apt-get install python3 python3-venv    macOS: brew install python'; \
		exit 1; \
	fi; \
	if ! $$found -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "$$found cannot make a virtual environment."; \
		echo 'Debian, Ubuntu: apt-get install python3-venv'; \
		exit 1; \
	fi; \
	$$found -m venv .venv

.venv/ready: .venv/bin/python setup.cfg pyproject.toml constraints.txt
	@echo 'Installing (this takes a minute, once).'
	@$(INSTALL) '.[postgres,redis]'
	@touch $@

.venv/ready-for-tests: .venv/bin/python setup.cfg pyproject.toml constraints.txt
	@echo 'Installing what the tests need as well (this takes a minute, once).'
	@$(INSTALL) '.[test]'
	@touch .venv/ready $@

%.mo: %.po .venv/ready
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

words: .venv/ready
	@$(BIN)/pybabel --quiet extract --mapping restaurant_order/translations/babel.cfg \
		--keyword _l --keyword _ln:1,2 --keyword lazy_gettext --keyword lazy_ngettext:1,2 \
		--no-location --sort-output --omit-header --output-file $(DATA_DIR)/words.pot .
	@$(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date \
		--width 100 --input-file $(DATA_DIR)/words.pot --output-dir restaurant_order/translations

constraints:
	@rm -rf .venv-newest && $(PYTHON) -m venv .venv-newest
	@.venv-newest/bin/python -m pip install --quiet --editable '.[test]'
	@{ head -n 1 constraints.txt; .venv-newest/bin/pip freeze --exclude-editable; } > constraints.new
	@mv constraints.new constraints.txt && rm -rf .venv-newest

clean:
	rm -rf .venv .venv-newest .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	rm -rf *.egg-info $(CATALOGUES:.po=.mo)
	find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +
