# From a bare machine to the film: `make film`. Needs git, GNU make 3.81 and a Python from 3.11 to 3.13; .ci/setup
# installs the rest, once. Whatever the environment holds (DESCENT_LEARNING_RATE=0.05 make preview) reaches the film.

# The interpreter to make .venv with; without it the first fitting one of python3, python3.13, python3.12, python3.11.
PYTHON ?=
# More flags: of `manim render` (film, preview), of pytest (test, test-long; PYTEST_FLAGS=--renew-frames draws the
# pictures of the props anew that tests compare with), of `uv pip compile` (lock: LOCK_FLAGS=--upgrade).
MANIM_FLAGS ?=
PYTEST_FLAGS ?=
LOCK_FLAGS ?=

run = .venv/bin/

.PHONY: help film preview stills test test-long try-wheel mutate lint soak bench lock clean setup

help: ## List what make can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s%s\n", $$1, $$2 }' Makefile

film: setup ## Render the film, 1080p60, into media/
	$(run)manim render scenes/descent.py $(MANIM_FLAGS)

preview: setup ## Render the film small and fast, 480p15
	$(run)manim render -ql scenes/descent.py $(MANIM_FLAGS)

stills: setup ## Write the last frame of every beat and one contact sheet
	$(run)python -m scenes.publish.stills

test: setup lint ## Lint, check the types, run the tests that do not take long
	$(run)python -m pytest -n 2 $(PYTEST_FLAGS)

test-long: setup ## Run the others: whole films, many data sets, browsers, installs
	$(run)python -m pytest -n 2 -m long $(PYTEST_FLAGS)

try-wheel: ## Install the wheel with the newest packages on every Python there is, and build a clip with each
	@python=$$(command -v python3) && "$$python" .ci/try_wheel.py $(PYTHONS)

lint: setup ## Lint and check the types only
	$(run)ruff check .
	$(run)ruff format --check .
	$(run)mypy

mutate: setup ## Change a hundred definitions one by one; see that no clip they change passes for current
	$(run)python -W ignore -m tests.mutation $(MUTATE_FLAGS)

soak: setup ## Break builds at random for twenty minutes (FAULTS=500: so many; SEED=2: others); all must survive
	$(run)python -W ignore -m tests.soak

bench: setup ## Measure how long drawing takes
	$(run)python -m tests.bench

lock: ## Write requirements.lock from pyproject.toml
	@PYTHON="$(PYTHON)" sh .ci/lock $(LOCK_FLAGS)

clean: ## Remove all that make made: .venv, media/, caches
	rm -rf .venv media dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find gdmath scenes tests .ci -name __pycache__ -type d -prune -exec rm -rf {} +

setup: ## Install what is missing and nothing else; every job begins with it
	@sh .ci/setup "$(PYTHON)"
