"""Maps that a report must bear: tiny, silent, broken, hostile, long, nested, foreign."""

from __future__ import annotations

SCRIPT = "<script>alert(1)</script>"

ONE_STEP = "process: One\nsteps:\n  only: {by: clerk}\n"
NO_TIMES = """
process: No times
steps:
  - Applicant hands in the form
  - Clerk checks the form
  - Manager approves the form
  - Clerk hands the permit to the applicant
"""
BROKEN_FLOW = """
process: Broken flow
requests: {easy: {share: 50%, simple: true, promise: 1d}, hard: {share: 50%}}
steps:
  ask: {by: desk, with: caller via phone, takes: 5m, next: {easy: answer}}
  think: {by: expert, waits: 1d, takes: 1h, next: think}
  answer: {by: desk, with: caller via phone, takes: 5m, end: answered}
"""
HOSTILE = f"""
process: "Hostile {SCRIPT} & 'quotes' \\" | `tick` *star*"
purpose: "{SCRIPT}"
owner: "boss {SCRIPT}"
requests: {{odd: {{title: "{SCRIPT}", promise: 1d, from: caller}}}}
stages: {{"{SCRIPT}": ask}}
steps:
  ask:
    does: "Ask {SCRIPT} | pipe"
    by: desk
    with: 'caller via {SCRIPT}'
    takes: 5m
    asks: ["{SCRIPT}"]
    standard: "{SCRIPT}"
    moment: true
    impact: {{customer: 1, perception: -2, relationship: 0}}
  sign: {{does: "Approve {SCRIPT}", sign-off: "chief", because: "{SCRIPT}", waits: 4d, else: tell}}
  answer: {{by: desk, with: caller via phone, takes: 5m, end: "done {SCRIPT}"}}
  tell: {{does: "Tell {SCRIPT}", by: desk, with: caller via phone, end: refused}}
"""
UNREADABLE = "process: Torn\nsteps:\n  one: {by: clerk\n  two: [\n"
UNKNOWN_KEYS = "process: Odd keys\nsteps:\n  one: {buy: clerk, next: nowhere}\n"
BLOCKS = """
process: Side by side
owner: chief
steps:
  take: {by: desk, with: caller via phone, takes: 10m, next: [print, pack, weigh]}
  print: {by: printer, waits: 1d, takes: 1h, next: close}
  pack: {by: packer, waits: 2d, takes: 2h, next: check}
  check: {sign-off: [lead, chief], waits: 1d, rejects: 10%, else: pack, next: close}
  weigh: {by: packer, takes: 10m, next: close}
  close: {by: desk, with: caller via mail, takes: 10m, end: sent}
"""
UNICODE = """
process: Übergröße 🙂 مرحبا 日本語
steps:
  größe: {does: "Prüft die Größe 🙂 مرحبا", by: Büro, with: "Käufer via Brief", takes: 5m}
  freigabe: {does: 日本語の承認, sign-off: Größenchef, waits: 2d}
  ende: {does: "Schickt die Antwort", by: Büro, with: "Käufer via Brief", takes: 5m, end: fertig}
"""
NO_REQUESTER = """
process: Nobody asks
owner: chief
steps:
  stir: {by: cook, takes: 1h}
  taste: {sign-off: chief, waits: 1h, takes: 5m, rejects: 20%, else: stir}
  shelve: {by: porter, takes: 10m, end: shelved}
"""
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
LONG_NAMES = f"""
process: {LONG_WORD}
owner: {LONG_WORD}
steps:
  {LONG_WORD}: {{by: {LONG_WORD}, with: {LONG_WORD} via {LONG_WORD}, takes: 5m}}
  two: {{sign-off: {LONG_WORD}-x, because: {LONG_WORD}, checks: {LONG_WORD}, waits: 2d}}
  three: {{by: {LONG_WORD}, with: {LONG_WORD} via mail, takes: 5m, end: {LONG_WORD}}}
"""


def forty_steps() -> str:
    """A long map with sign-offs, meetings and ways back."""
    lines = ["process: Forty steps", "owner: chief"]
    lines += ["requests: {all-of-it: {promise: 3d}}", "steps:"]
    for n in range(40):
        if n % 9 == 0:
            meets = "by: desk, with: caller via phone, takes: 10m"
            lines.append(f"  s{n}: {{does: Call the caller {n}, {meets}}}")
        elif n % 7 == 3:
            back = f", rejects: 5%, else: s{n - 2}"
            lines.append(f"  s{n}: {{sign-off: boss-{n}, waits: 1d{back}}}")
        else:
            works = f"by: team-{n % 4}, waits: 2h, takes: 20m"
            lines.append(f"  s{n}: {{does: Do the thing number {n}, {works}}}")
    lines.append("  last: {by: desk, with: caller via mail, takes: 5m, end: done}")
    return "\n".join(lines) + "\n"


NASTY = {
    "one step": ONE_STEP,
    "no times": NO_TIMES,
    "broken flow": BROKEN_FLOW,
    "hostile": HOSTILE,
    "unreadable": UNREADABLE,
    "unknown keys": UNKNOWN_KEYS,
    "blocks": BLOCKS,
    "unicode": UNICODE,
    "no requester": NO_REQUESTER,
    "long names": LONG_NAMES,
    "forty steps": forty_steps(),
}
