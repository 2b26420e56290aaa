"""How the time of an audit grows with the size of a map: minutes a step should stay level.

Run with `make bench` (or `python -m benchmarks.growth 1000 10000`). Figures are ratios within one
run, since machines differ: linear growth is a ratio near 1 in the last column.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

from cxaudit.run.audit import audit

SIZES = (1_000, 10_000, 100_000)


def long_map(steps: int) -> str:
    """A map of many steps with meetings, sign-offs that send back, and choices."""
    lines = ["process: Long", "owner: boss", "customers: [customer]", "steps:"]
    for i in range(steps):
        here = f"  s{i}: {{by: r{i % 7}, takes: 5m, waits: 1h"
        if i % 9 == 0:
            here += ", with: customer via phone"
        if i % 7 == 6:
            here += f", sign-off: boss, checks: price, rejects: 5%, else: s{i - 3}"
        elif i % 11 == 5 and i + 2 < steps:
            here += f", next: {{quick 60%: s{i + 2}, slow 40%: s{i + 1}}}"
        lines.append(here + "}")
    return "\n".join(lines) + "\n"


def seconds(text: str, rules: dict[str, object] | None) -> float:
    """Wall time of one audit of a map."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "map.yaml"
        path.write_text(text)
        begun = time.perf_counter()
        result = audit([str(path)], rules)  # type: ignore[arg-type]
        taken = time.perf_counter() - begun
    assert result.analyses[0].study is not None
    return taken


def main() -> None:
    """Print a row a size: facts alone, with every rule, microseconds a step, growth."""
    sizes = [int(word) for word in sys.argv[1:]] or list(SIZES)
    seconds(long_map(50), None)
    print(f"{'steps':>8} {'facts':>8} {'check':>8} {'us a step':>10} {'growth':>7} {'MiB':>6}")
    before = 0.0
    for size in sizes:
        text = long_map(size)
        facts, check = seconds(text, {}), seconds(text, None)
        each = 1e6 * check / size
        growth = f"{each / before:.2f}" if before else ""
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{size:>8} {facts:>7.2f}s {check:>7.2f}s {each:>10.0f} {growth:>7} {memory:>6}")
        before = each


if __name__ == "__main__":
    main()
