# Two commands do all the set-up: `make serve` and `make test`.
PYTHON      ?= python3
VENV        ?= .venv
STORE       ?= ./var
HOST        ?= 127.0.0.1
PORT        ?= 8080
TEST_EXTRAS ?= test
JOBS        ?= 0
PIP          = $(VENV)/bin/python -m pip --disable-pip-version-check --quiet

.PHONY: serve test check format bench wheels soak clean help

serve: $(VENV)/.installed   ## load the starter graph if the store is empty, and serve it
	@exec $(VENV)/bin/enjoin --store "$(STORE)" serve --migrate --host "$(HOST)" --port "$(PORT)"

# The last suite watches the clock while a server is under attack: nothing else runs beside it.
# What takes long comes first (tests/conftest.py has the order), so that no process is left alone with it.
test: check                 ## the checks, then every test
	$(VENV)/bin/pytest --ignore=tests/house --ignore=tests/hostile -n $(JOBS) --dist loadfile --no-loadscope-reorder
	$(VENV)/bin/pytest tests/hostile

check: $(VENV)/.installed-test   ## format, lint, types, house rules
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/pyright
	$(VENV)/bin/pytest -q tests/house

format: $(VENV)/.installed-test  ## rewrite the code in the house style
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

bench: $(VENV)/.installed-bench   ## measure against other servers, and write docs/performance.md (needs wrk)
	$(VENV)/bin/python tests/bench/performance.py

soak: $(VENV)/.installed-test    ## ten minutes that stand for a day: readers, strangers and a writer at one server
	$(VENV)/bin/python tests/soak/soak.py

wheels: $(VENV)/.installed-test  ## the packages, tried on each Python that is here with the lowest and the newest of what they need
	$(VENV)/bin/python tests/packaging/wheels.py

clean:                      ## remove what the targets above made; the store stays
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .ruff_cache .hypothesis server/frontend/node_modules server/static/vendor

help:                       ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' Makefile

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

FRONTEND     = $(wildcard server/frontend/*.js server/frontend/*.json server/frontend/*.py)

# A stamp per set of packages: the second run installs nothing and starts at once.
$(VENV)/.installed: pyproject.toml $(FRONTEND) | $(VENV)/bin/python
	$(PIP) install -e .
	@touch $@

$(VENV)/.installed-test: pyproject.toml $(FRONTEND) | $(VENV)/bin/python
	$(PIP) install -e '.[$(TEST_EXTRAS)]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-bench: pyproject.toml $(FRONTEND) | $(VENV)/bin/python
	$(PIP) install -e '.[bench]'
	@touch $@ $(VENV)/.installed
