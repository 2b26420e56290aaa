"""Writes the documentation of rules: python -m cxaudit.report.rule_pages [--rules PACK] -o DIR"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cxaudit.report.rule_pages.write import write_docs
from cxaudit.rules.packs import PackError, all_rules, built_in, load


def main(arguments: list[str] | None = None) -> int:
    """Write `rules/` and `reference/` into a folder; 2 where a pack is broken."""
    parser = argparse.ArgumentParser(prog="python -m cxaudit.report.rule_pages")
    parser.add_argument("--rules", metavar="PACK", action="append", type=Path, default=[])
    parser.add_argument("-o", "--output", metavar="DIR", type=Path, required=True)
    chosen = parser.parse_args(arguments)
    try:
        packs = load(chosen.rules) if chosen.rules else built_in()
    except PackError as error:
        for problem in error.problems:
            place = f"{error.path}:{problem.span.line}:{problem.span.column}"
            print(f"{place}: {problem.says}", file=sys.stderr)
        return 2
    written = write_docs(all_rules(packs), chosen.output)
    print(f"{len(written)} files in {chosen.output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
