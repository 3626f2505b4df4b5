# `make run` and `make check` are all that a newcomer needs; `make help` names the rest, README.md has the same without make.
PYTHON ?= python3
PROGRAMS = $(if $(filter Windows_NT,$(OS)),Scripts,bin)
BIN = .venv/$(PROGRAMS)
# What was compiled is kept, whatever the environment says: hundreds of programs are started in the tests.
export PYTHONDONTWRITEBYTECODE =
# A worker for each processor, and no threads beside them.
PYTEST = OPENBLAS_NUM_THREADS=1 $(BIN)/pytest -n auto --dist worksteal

.PHONY: run help dev check test js data pictures export bench wheel lock installed mutants lint node chromium browsers databases clean

# The page.
run: .venv/run
	$(BIN)/streamlit run app.py

# What can be made.
help:
	@awk '/^# / {said = said substr($$0, 2); next} \
	  /^[a-z]+:/ && said {sub(":.*", ""); printf "make %-9s%s\n", $$0, said} {said = ""}' Makefile

# The page, started anew when a file changes.
dev: .venv/run
	$(BIN)/streamlit run app.py --server.fileWatcherType auto

# What takes a minute or two: no browser, no server, no training, no installation.
check: lint js
	$(PYTEST) -m "not (browser or server or training or slow)"

# Everything, as CI runs it; at last, one by one, what trains in a browser and needs the processors.
test: lint js browsers databases
	$(PYTEST) -m "not (browser and training)"
	$(BIN)/pytest -m "browser and training"

# The genuine MNIST and real handwriting, for the figures that were measured on them.
data: .venv/test
	$(BIN)/python -m tests.support.real_data

# What runs in the browser: its format, its types, and the tests that need no browser.
js: node_modules/.package-lock.json
	npm run --silent check

node_modules/.package-lock.json: package-lock.json | node
	npm ci --silent
	touch $@

# Node.js with npm: the system's, else Debian's packages.
node:
	@command -v npm >/dev/null \
	|| { command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] \
	     && apt-get update -qq && apt-get install -y -qq nodejs npm >/dev/null; } \
	|| { echo "make js needs Node.js 20 or newer with npm: https://nodejs.org" >&2; exit 1; }

# The README's pictures of the page; a test compares them with it.
pictures: .venv/test chromium
	$(BIN)/pytest tests/e2e/test_pictures.py --take-pictures

FILE ?= dist/digits.html
# The page as one file that opens anywhere; FILE=... puts it elsewhere.
export: .venv/run
	mkdir -p $(dir $(FILE))
	$(BIN)/python -m mnistnet export $(FILE)

# How fast everything is, against its baselines; a quarter of an hour on a machine with nothing else to do.
bench: .venv/test chromium
	$(BIN)/python -m benchmarks

# The package as a file that pip installs elsewhere.
wheel: .venv/test
	rm -rf dist
	$(BIN)/pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

# The very packages of the container, for its Python: the page's and PostgreSQL's, with checksums.
lock: .venv/test
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --extra page --extra postgresql \
	  --quiet --upgrade --generate-hashes --no-annotate \
	  --python-version 3.12 --python-platform linux --custom-compile-command "make lock" \
	  --output-file docs/server/requirements.lock

# In an empty environment and out of the clone's sight: what the wheel lacks is missed here.
installed: wheel
	$(PYTHON) -m venv dist/env
	dist/env/$(PROGRAMS)/pip install --quiet dist/*.whl
	cd dist && env/$(PROGRAMS)/mnistnet --version \
	  && env/$(PROGRAMS)/python -c "import mnistnet; print(mnistnet.load_network('lecture-a').n_hidden)"

# Rules, format and types of what runs in Python.
lint: .venv/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

.venv/run: requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet -r requirements.txt
	touch $@

.venv/test: .venv/run tests/requirements.txt
	$(BIN)/pip install --quiet -r tests/requirements.txt
	touch $@

# Lines that can be broken without a failing test: ten minutes, then `.venv/bin/mutmut results`.
mutants: .venv/test
	$(BIN)/pip install --quiet mutmut==3.8.1
	$(BIN)/mutmut run

# The browser tests need a Chromium: Debian's without windows, else the system's, else Playwright's own.
chromium: .venv/test
	@command -v chromium-headless-shell >/dev/null \
	|| { command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && apt-get update -qq \
	     && apt-get install -y -qq chromium-headless-shell fonts-nanum >/dev/null; } \
	|| { for name in chromium chromium-browser google-chrome; do \
	       command -v $$name >/dev/null && exit 0; done; false; } \
	|| $(BIN)/playwright install chromium

# Layouts are looked at in Firefox and WebKit too: Debian's packages, where they can be had.
browsers: chromium
	@{ command -v firefox-esr && command -v WebKitWebDriver && command -v xvfb-run; } >/dev/null \
	|| { command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] \
	     && apt-get update -qq && apt-get install -y -qq firefox-esr webkit2gtk-driver xvfb xauth >/dev/null; } \
	|| echo "Without Firefox and WebKit their tests are skipped: only root of a Debian gets them." >&2

# Classes are kept in SQLite or PostgreSQL: the tests start one of their own from Debian's package.
databases:
	@ls /usr/lib/postgresql/*/bin/pg_ctl >/dev/null 2>&1 \
	|| { command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] \
	     && apt-get update -qq && apt-get install -y -qq postgresql >/dev/null; } \
	|| echo "Without PostgreSQL its tests are skipped: only root of a Debian gets it." >&2

# As it was before the first make.
clean:
	rm -rf .venv dist node_modules mutants .mypy_cache .pytest_cache .ruff_cache .hypothesis
