# One entry for everything: 'make help'. Works on a bare Debian 12 or Ubuntu; the second run needs no internet.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

PYTHON3 ?= python3
VENV := .venv
BIN := $(VENV)/bin
PYTHON := $(BIN)/python
RUN_STAMP := $(VENV)/.run-installed
DEV_STAMP := $(VENV)/.dev-installed
OUT ?= out
JOBS ?= 2
REQUESTS := $(wildcard resources/requests/*.toml)
LOCK := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --quiet

.PHONY: help demo run test check bench screenshots messages lock golden app clean

help: ## show the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(RUN_STAMP) ## plan the examples without a screen; every output goes to out/
	@for request in $(REQUESTS); do \
		folder=$(OUT)/$$(basename $$request .toml); \
		QT_QPA_PLATFORM=offscreen $(PYTHON) main.py plan $$request -o $$folder; \
	done
	@find $(OUT) -type f | sort

run: $(RUN_STAMP) ## open the window
	$(PYTHON) main.py

test: $(DEV_STAMP) ## run every test
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest -n $(JOBS) --dist loadfile

check: $(DEV_STAMP) ## format, lint, types, import direction, wheel contents, translations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	rm -rf build/wheel
	$(PYTHON) -m build --wheel --no-isolation --outdir build/wheel .
	$(BIN)/check-wheel-contents build/wheel
	$(PYTHON) -m pytest -q tests/house/test_messages.py

bench: $(DEV_STAMP) ## run the benchmarks; prints the machine and the date
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest tests/benchmarks --benchmark-enable \
		--override-ini 'python_files=bench_*.py' --override-ini 'python_functions=bench_*' \
		--benchmark-columns=min,median,max,rounds

screenshots: $(DEV_STAMP) ## take the pictures of README and user guide anew, in both languages
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m tests.house.screenshots

messages: $(DEV_STAMP) ## extract the texts of the code and update the Vietnamese catalogue
	$(PYTHON) -m tests.house.catalogue

lock: $(DEV_STAMP) ## resolve the newest allowed versions into requirements/*.lock
	$(LOCK) --upgrade --group build --output-file requirements/run.lock
	$(LOCK) --upgrade --group dev --constraints requirements/run.lock --output-file requirements/dev.lock
	$(subst pyproject.toml,--group pyproject.toml:app,$(LOCK)) --upgrade --constraints requirements/run.lock --output-file requirements/app.lock

golden: $(DEV_STAMP) ## rewrite the golden files; review the difference before committing it
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest --refresh-golden

app: $(RUN_STAMP) ## build the program with Python and all libraries in one folder, dist/hanh-trinh (docs/installing.md)
	$(PYTHON) -m pip install --quiet --require-hashes --requirement requirements/app.lock
	QT_QPA_PLATFORM=offscreen $(PYTHON) installers/make_icons.py build/icons
	$(BIN)/pyinstaller --noconfirm --log-level ERROR --workpath build/app --distpath dist installers/hanh-trinh.spec
	QT_QPA_PLATFORM=offscreen dist/hanh-trinh/hanh-trinh plan $(firstword $(REQUESTS)) -o build/app-check
	@du -sh dist/hanh-trinh

clean: ## remove everything that was made here
	rm -rf $(VENV) $(OUT) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .benchmarks
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN_STAMP): requirements/run.lock pyproject.toml
	.ci/system-packages run
	$(PYTHON3) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m pip --version >/dev/null 2>&1 || $(PYTHON3) -m venv --clear $(VENV)
	@echo "installing $$(grep -c '==' requirements/run.lock) packages into $(VENV); the first time takes some minutes"
	$(PYTHON) -m pip install --quiet --require-hashes --requirement requirements/run.lock
	$(PYTHON) -m pip install --quiet --no-deps --no-build-isolation --editable .
	@echo 'compiling the tour search, once'
	$(PYTHON) -m routes.planner.search
	touch $@

$(DEV_STAMP): requirements/dev.lock $(RUN_STAMP)
	.ci/system-packages dev
	$(PYTHON) -m pip install --quiet --require-hashes --requirement requirements/dev.lock
	touch $@
