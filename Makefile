# `make run` and `make test` are all that a newcomer needs; README.md has the same without make.
PYTHON ?= python3
BIN = .venv/bin

.PHONY: run dev test pictures bench wheel installed chromium clean

run: .venv/run
	$(BIN)/streamlit run app.py

dev: .venv/run
	$(BIN)/streamlit run app.py --server.fileWatcherType auto

test: .venv/test chromium
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

# The README's pictures of the page; a test compares them with it.
pictures: .venv/test chromium
	$(BIN)/pytest tests/e2e/test_pictures.py --take-pictures

# How fast everything is, against its baselines; ten minutes on a machine with nothing else to do.
bench: .venv/test chromium
	$(BIN)/python -m benchmarks

# The package as a file that pip installs elsewhere.
wheel: .venv/test
	rm -rf dist
	$(BIN)/pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

# In an empty environment and out of the clone's sight: what the wheel lacks is missed here.
installed: wheel
	$(PYTHON) -m venv dist/env
	dist/env/bin/pip install --quiet dist/*.whl
	cd dist && env/bin/mnistnet --version \
	  && env/bin/python -c "import mnistnet; print(mnistnet.load_network('lecture-a').n_hidden)"

.venv/run: requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet -r requirements.txt
	touch $@

.venv/test: .venv/run tests/requirements.txt
	$(BIN)/pip install --quiet -r tests/requirements.txt
	touch $@

# The browser tests need a Chromium: the system's, else Debian's package, else Playwright's own.
chromium: .venv/test
	@for name in chromium chromium-browser google-chrome; do \
	  command -v $$name >/dev/null && exit 0; done; \
	{ command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] \
	     && apt-get update -qq && apt-get install -y -qq chromium fonts-nanum >/dev/null; } \
	|| $(BIN)/playwright install chromium

clean:
	rm -rf .venv dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
