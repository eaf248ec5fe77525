# Everything a fresh machine with Python 3.11+ and make needs. Nothing is left outside the checkout.
PYTHON ?= python3
BIN := .venv/bin
export TMPDIR := $(CURDIR)/.cache/tmp
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: install programs demo test quick lint bench soak clean

install: .venv/installed

.venv/installed: requirements.lock pyproject.toml
	@mkdir -p $(TMPDIR)
	@$(PYTHON) -c 'import sys; sys.exit("Kho số needs Python 3.11 or newer; set PYTHON=python3.11" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --no-deps --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

demo: install
	@$(BIN)/khoso demo

test: install programs
	$(BIN)/python -m pytest -n 2

quick: install
	$(BIN)/python -m pytest -n 2 --quick

# Tests look at the quality pages in a browser and open marked workbooks in LibreOffice, and skip where these are
# missing: only root on a Debian can install them.
programs:
	@missing=; \
	command -v chromium >/dev/null || missing="chromium fonts-dejavu"; \
	command -v soffice >/dev/null || missing="$$missing libreoffice-calc-nogui"; \
	[ -z "$$missing" ] || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
		&& apt-get update -q -o Acquire::http::Timeout=20 && apt-get install -yq --no-install-recommends $$missing; } \
		|| echo "No way to install $$missing here: the tests that need them will be skipped"

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: install
	$(BIN)/python -m bench

soak: install
	$(BIN)/python -m pytest -n 2 --soak
	@$(BIN)/python -m tests.soak
	@$(BIN)/python -m tests.faults

clean:
	rm -rf .venv .cache data
