# Everything a fresh machine with Python 3.11+ and make needs. Nothing is left outside the checkout.
PYTHON ?= python3
BIN := .venv/bin
export TMPDIR := $(CURDIR)/.cache/tmp
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: install demo test lint bench soak clean

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

test: install
	$(BIN)/python -m pytest -n 2

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: install
	$(BIN)/python -m bench

soak: install
	$(BIN)/python -m pytest -n 2 --soak
	@$(BIN)/python -m tests.soak

clean:
	rm -rf .venv .cache data
