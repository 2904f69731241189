# Two commands: `make run` opens the program, `make test` checks everything. Both set up what is missing first.
.DEFAULT_GOAL := help
PY := .venv/bin/python
UV ?= uv
LOCK := $(UV) pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header --no-annotate --no-emit-index-url

.PHONY: help run test bench messages manual check fix lock setup-run setup-test

help:
	@echo "make run       set up what is missing and open the program (without a screen: the week's work as PDF under out/)"
	@echo "make test      set up and run every check and every test, a real PostgreSQL included"
	@echo "make check     style, types and import contracts only"
	@echo "make fix       let ruff mend the style"
	@echo "make bench     the figures the project promises: a table and out/bench.json"
	@echo "make messages  gather the words people see; say what is not translated"
	@echo "make manual    the manual's pictures, from the program itself, into docs/manual/pictures"
	@echo "make lock      pin the libraries anew (needs uv)"

run:
	@tools/setup run
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then $(PY) -m pharmacy_app; else $(PY) tools/walk_through.py --sample commune out; fi

test:
	@tools/setup test
	@$(MAKE) --no-print-directory check
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n 2 --dist loadfile $(PYTEST)

check:
	@tools/setup test
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports

fix:
	@tools/setup test
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

bench:
	@tools/setup test
	QT_QPA_PLATFORM=offscreen $(PY) -m benchmarks

messages:
	@tools/setup test
	$(PY) tools/messages.py missing

manual:
	@tools/setup test
	QT_QPA_PLATFORM=offscreen $(PY) tools/pictures.py

lock:
	$(LOCK) --group install -o requirements.lock pyproject.toml
	$(LOCK) --group dev -c requirements.lock -o requirements-dev.lock pyproject.toml

setup-run setup-test: setup-%:
	@tools/setup $*
