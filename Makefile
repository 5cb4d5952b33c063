# Each command does all of its own set-up: a virtual environment, the pinned requirements, a Chromium for the tests.
PYTHON ?= python3
BIN := .venv/bin
BENCH := .venv/bench/bin
PORT ?= 8501
# Tests wait for servers and browsers: one process more than there are cores keeps two of them busy.
JOBS ?= 3
# What is compiled is kept: each of the many servers that tests start would compile the project anew.
TESTED := PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n $(JOBS)

.PHONY: run entry test thorough access lint check lock bench schema words
.DEFAULT_GOAL := test

run: .venv/run.stamp
	$(BIN)/streamlit run app.py --server.port $(PORT)

# What `kzstats fetch` needs besides; the dashboard runs without it.
entry: .venv/entry.stamp

# Which lines no test runs: .venv/bin/coverage report
test: .venv/test.stamp .venv/validators.stamp lint
	$(PYTHON) tests/find_chromium.py
	$(TESTED) --cov --cov-report=

# Every test at its full length: the whole grids of pages, sizes, numbers of requests and of versions, of
# which `make test` takes a sample in which each pair or each kind occurs.
thorough: .venv/test.stamp .venv/validators.stamp lint
	$(PYTHON) tests/find_chromium.py
	$(TESTED) --grid

# Every page in every view, language, theme and width; `make test` looks at a sample in which each pair of them occurs.
access: .venv/test.stamp
	$(PYTHON) tests/find_chromium.py
	$(TESTED) --grid tests/test_access.py tests/test_standing.py

lint: .venv/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/kzstats check

check: .venv/run.stamp
	$(BIN)/kzstats check

bench: .venv/bench.stamp
	$(BENCH)/python tests/find_chromium.py
	$(BENCH)/python -m benchmarks --write

schema: .venv/run.stamp
	$(BIN)/kzstats schema -o data/metrics.schema.json

# New sentences enter the catalogues empty, for a translator; the tests refuse them until they are filled. In the order of their English words,
# so that a line of code that moves changes nothing here.
words: .venv/test.stamp
	$(BIN)/pybabel -q extract -F pyproject.toml -k translate:2 -k translate_n:2,3 -k sentence -k noted --no-wrap --no-location --sort-output --omit-header -o .venv/kzstats.pot src pages
	$(BIN)/pybabel -q update -D kzstats -i .venv/kzstats.pot -d src/kzstats/language/locale --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

# The locks are compiled for every supported Python and platform, with the hashes of all files; the second and the third hold the first.
# pip cannot check a folder by a hash, so the project itself stands in none of them.
LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url --no-emit-find-links --no-annotate --no-header --quiet
lock:
	mkdir -p .venv && echo 'setuptools>=80' > .venv/build.in
	$(LOCK) .venv/build.in -o requirements.txt
	$(LOCK) .venv/build.in --extra entry -c requirements.txt -o requirements-entry.txt
	$(LOCK) .venv/build.in --extra test -c requirements.txt -c requirements-entry.txt -o requirements-test.txt
	sed -i 's/^lxml\[html-clean\]==/lxml==/' requirements-entry.txt requirements-test.txt   # pip stumbles over an extra that has two spellings
	$(LOCK) .venv/build.in --extra bench -c requirements.txt -o requirements-bench.txt
	printf 'cffconvert>=2.0\ncsvwlib>=0.3.2\n' > .venv/validators.in
	$(subst pyproject.toml ,,$(LOCK)) .venv/validators.in -o requirements-validators.txt

.venv/run.stamp: requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "kzstats needs Python 3.11 or newer (try: make PYTHON=python3.12)")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv/entry.stamp: .venv/run.stamp requirements-entry.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-entry.txt
	touch $@

.venv/test.stamp: .venv/run.stamp requirements-test.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.txt
	touch $@

# Validators that ask for older libraries than the project has stay out of its own environment too.
.venv/validators.stamp: requirements-validators.txt
	$(PYTHON) -m venv .venv/validators
	.venv/validators/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-validators.txt
	touch $@

# The peers that are measured beside the project stay out of its own environment.
.venv/bench.stamp: requirements-bench.txt pyproject.toml
	$(PYTHON) -m venv .venv/bench
	$(BENCH)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.txt
	$(BENCH)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@
