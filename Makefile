# Two commands are all that a fresh machine with Python, make and git needs: make audit, make test.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: audit test many lint bench guard clean

audit: .venv/ready
	$(BIN)/cxaudit report process_maps -o audit
	@echo "Open audit/report.html in a browser."

# Two processes; a file's tests stay together, since they share what is costly to set up. Compiled first,
# since hundreds of tests start cxaudit anew, and some machines keep no compiled modules by themselves.
test: .venv/ready
	$(BIN)/python -m compileall -q cxaudit
	$(BIN)/python -m pytest -n 2 --dist loadfile

# Layout and fixes on 500 random maps instead of 60, more examples of properties, every look of a page.
MANY := tests/report/sheets/test_sheets_browser.py tests/report/site/test_site_browser.py \
  tests/change tests/run/cache tests/report/test_page_access.py tests/report/blueprint \
  tests/analysis/test_against_brute_force.py tests/rules/test_plain.py

many: .venv/ready
	CXAUDIT_MANY=500 $(BIN)/python -m pytest $(MANY)

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/cxaudit fmt --check process_maps

bench: .venv/ready
	$(BIN)/python -m benchmarks.growth
	$(BIN)/python -m benchmarks.rules
	$(BIN)/python -m benchmarks.hot
	$(BIN)/python -m benchmarks.soundness
	$(BIN)/python -m benchmarks.imports
	$(BIN)/python -m benchmarks.inference
	$(BIN)/python -m benchmarks.round_trip
	$(BIN)/python -m benchmarks.portal
	$(BIN)/python -m benchmarks.bpmnlint -o audit/bench/bpmnlint.json

# Whether something became slower: counted, not timed, against benchmarks/guard.json.
guard: .venv/ready
	$(BIN)/python -m benchmarks.guard

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	@touch .venv/ready

clean:
	rm -rf .venv audit dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

# The pages of the rules and the list of facts: written from the packs and the models.
.PHONY: docs
docs: .venv/ready
	$(BIN)/python -m cxaudit.rules.typed
	$(BIN)/python -m cxaudit.report.rule_pages -o docs
	$(BIN)/python -m cxaudit.formats.schema -o docs/reference/findings.schema.json
	for kind in map organisation scenario pack configuration report theme; do \
	  $(BIN)/cxaudit schema $$kind -o docs/reference/$$kind.schema.json || exit 1; done
