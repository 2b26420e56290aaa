"""A pack to begin with: one small rule over a judge, which loads and passes its own test."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from cxaudit.analysis.facts.judges import JUDGES
from cxaudit.language.problems import suggestion
from cxaudit.language.values import words
from cxaudit.rules.entries import is_name, plain_name
from cxaudit.rules.overrides import free_code
from cxaudit.rules.packs import CODE, all_rules, built_in


class SkeletonError(ValueError):
    """A code, name or judge with which no pack can begin."""


@dataclass(frozen=True, slots=True)
class _Start:
    """What a first rule over a judge says; `good` is `bad` with one edit, (what stood, what should)."""

    when: str
    says: str
    bad: dict[str, str]
    edit: tuple[str, str]
    limits: str = ""
    needs: str = "map"


_LIMITS = (
    "# Numbers, or durations such as 4h and 2d; `profiles: {regulated: {...}}` may have others."
)
_MAP = """
process: Wreath order
purpose: A mourner finds the wreath in the chapel when they come.
owner: shop-manager
steps:
  take-order: {by: florist, with: mourner via phone, takes: 10m}
  bind-wreath: {by: florist, waits: 3d, takes: 2h}
  deliver-wreath: {by: driver, with: mourner via visit, takes: 30m}
"""
_DRAWN = """
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">
  <process id="wreath-order" name="Wreath order">
    <startEvent id="asked" name="Wreath wanted"/>
    <userTask id="bind" name="Bind the wreath"/>
    <endEvent id="bound" name="Wreath bound"><signalEventDefinition/></endEvent>
    <sequenceFlow id="first" sourceRef="asked" targetRef="bind"/>
    <sequenceFlow id="last" sourceRef="bind" targetRef="bound"/>
  </process>
</definitions>
"""
_APPROVE = "  approve-price: {sign-off: [shop-manager, owner-of-the-shop], waits: 1h}\n"
_SIGNED = f"""
process: Wreath order
purpose: A mourner finds the wreath in the chapel when they come.
owner: shop-manager
steps:
  take-order: {{by: florist, with: mourner via phone, takes: 10m}}
{_APPROVE}  bind-wreath: {{by: florist, takes: 2h}}
  deliver-wreath: {{by: driver, with: mourner via visit, takes: 30m}}
"""
_SHOP = """
organisation: Elder Flowers
parties: {mourner: {kind: buyer}}
units: {shop: {head: shop-manager, roles: [florist, driver]}}
roles: {florist: {front-line: true}, driver: {}, shop-manager: {level: 1}}
"""


def _told(text: str) -> dict[str, str]:
    return {"map": _MAP, "organisation": _SHOP + text.lstrip("\n")}


_STARTS: dict[str, _Start] = {
    "map": _Start(
        "map.size > limits.steps",
        "{map.title} takes {map.size} steps; the limit is {limits.steps}",
        {"map": _SIGNED}, (_APPROVE, ""),
        "{steps: 3}",
    ),
    "request": _Start(
        "request.worst > limits.sign_offs",
        "{request.title} can need {request.worst} sign-offs; the limit is {limits.sign_offs}",
        {"map": _SIGNED}, ("[shop-manager, owner-of-the-shop]", "shop-manager"), "{sign_offs: 1}",
    ),
    "step": _Start(
        "step.waits > limits.longest",
        "“{step.does}” waits {step.waits:duration}; the limit is {limits.longest:duration}",
        {"map": _MAP}, ("waits: 3d", "waits: 4h"), "{longest: 2d}", "times",
    ),
    "flow": _Start(
        'flow.kind == "else" && flow.share > limits.refused',
        "“{flow.source:words}” says no in {flow.share:percent} of the cases",
        {"map": _SIGNED.replace("waits: 1h}", "rejects: 20%, else: take-order}")},
        ("rejects: 20%", "rejects: 2%"), "{refused: 0.1}", "times",
    ),
    "touch_point": _Start(
        "touch_point.channels.size() == 0",
        "“{touch_point.does}” meets {touch_point.party:words}, and nobody says by which channel",
        {"map": _MAP.replace("mourner via phone", "mourner")},
        ("with: mourner,", "with: mourner via phone,"),
    ),
    "sign_off": _Start(
        "sign_off.weight > limits.approvers",
        "“{sign_off.does}” wants a yes from {sign_off.approvers}",
        {"map": _SIGNED}, ("[shop-manager, owner-of-the-shop]", "shop-manager"), "{approvers: 1}",
    ),
    "party": _Start(
        "party.wants.size() == 0",
        "Nobody has written down what {party.title} wants",
        {"map": _MAP, "organisation": _SHOP},
        ("kind: buyer}", "kind: buyer, wants: [no surprises]}"), needs="organisation",
    ),
    "feedback": _Start(
        "!feedback.has_every",
        "Nobody says how often “{feedback.id:words}” asks",
        {"map": _MAP.rstrip() + "\nfeedback:\n  thank-you-card: {from: mourner, to: florist}\n"},
        ("to: florist}", "to: florist, every: month}"),
    ),
    "problem": _Start(
        'problem.kind == "unfinished"',
        "{problem.says}",
        {"map": _MAP.replace("takes: 2h}", "takes: 2h, standard: tbd}")},
        ("standard: tbd", "standard: fresh on the day"),
    ),
    "role": _Start(
        "role.front_line && role.may.size() == 0",
        "{role.title} meets customers and may decide nothing alone",
        _told(""), ("front-line: true}", "front-line: true, may: {refund: up to 50 EUR}}"),
        needs="organisation",
    ),
    "unit": _Start(
        "!unit.has_head", "Nobody leads {unit.title}",
        {"map": _MAP, "organisation": _SHOP.replace("head: shop-manager, ", "")},
        ("shop: {", "shop: {head: shop-manager, "), needs="organisation",
    ),
    "measure": _Start(
        "!measure.has_owner", "Nobody answers for the measure “{measure.id:words}”",
        _told("measures: {wreaths-in-time: {kind: customer, every: month}}\n"),
        ("every: month}", "every: month, owner: shop-manager}"), needs="organisation",
    ),
    "routine": _Start(
        "!routine.has_every", "Nobody says how often “{routine.id:words}” takes place",
        _told("routines: {serve-customers: {by: shop-manager}}\n"),
        ("by: shop-manager}", "by: shop-manager, every: month}"), needs="organisation",
    ),
    "change": _Start(
        "change.sponsors.size() == 0", "Nobody stands for the change “{change.id:words}”",
        _told("changes: {order-by-app: {vision: an order in a minute}}\n"),
        ("vision: an", "sponsors: shop-manager, vision: an"), needs="organisation",
    ),
    "group": _Start(
        "group.has_effect && group.effect >= limits.effect && group.equip.size() == 0",
        "“{group.change:words}” asks much of {group.id:words}, and nothing equips them",
        _told("changes: {order-by-app: {groups: {florist: {importance: 4, effect: 5}}}}\n"),
        ("effect: 5}", "effect: 5, equip: [an afternoon of practice]}"),
        "{effect: 4}", "organisation",
    ),
    "organisation": _Start(
        "organisation.promises.size() == 0", "{organisation.title} promises its customers nothing",
        _told(""),
        ("parties:", "promises: {in-time: The wreath is there before the first guest.}\nparties:"),
        needs="organisation",
    ),
    "clone": _Start(
        "clone.steps.size() >= limits.steps",
        "{clone.title} and {clone.other_title} do the same {clone.steps:count} steps, each for itself",
        _told("") | {"others": "bouquet-order:" + _MAP.replace("Wreath order", "Bouquet order")},
        ("bind-wreath: {by: florist, waits: 3d, takes: 2h}", "tie-bouquet: {by: florist, takes: 20m}"),
        "{steps: 3}", "organisation",
    ),
    "element": _Start(
        'element.family == "event" && element.event.exists(e, e == "signal")',
        "{element.title} is heard by everybody who listens: who is that?",
        {"file": "map.bpmn", "map": _DRAWN}, ("signalEventDefinition", "messageEventDefinition"),
    ),
}  # fmt: skip


def skeleton(code: str, name: str, judge: str, file: str) -> str:
    """The text of a pack with one rule; a SkeletonError where it could not be used."""
    _check(code, name, judge)
    start = _STARTS[judge]
    bad, good = dict(start.bad), dict(start.bad)
    mended = next(part for part in reversed(bad) if start.edit[0] in bad[part])
    good[mended] = good[mended].replace(*start.edit, 1)
    limits = f"\n  {_LIMITS}\n  limits: {start.limits}" if start.limits else ""
    return f"""# cxaudit rule test {file} runs the examples, cxaudit check --rules {file} judges by it.
rules: {words(name)}
about: What these rules look after, in one sentence.

{code}:
  name: {name}
  # What it looks at, each by itself. `cxaudit facts --schema` lists the facts of every judge.
  judges: {judge}
  # It fires where this holds: && || ! == < and so on, size(), exists, all, in_words(text, "list").
  # A fact that is unknown keeps the rule silent; its twin, {judge}.has_..., asks whether it is.
  when: {_quoted(start.when)}{limits}
  # error, warning or info; or a mapping from severity to condition.
  severity: warning
  # Facts stand in braces; :duration, :percent, :count, :words, :first, :last, :names, :id show them.
  says: "{start.says}"
  why: Say here what a customer feels where this fires.
  instead: Say here what to do about it on Monday.
  # What must be there before it speaks: map, times, organisation, data or history.
  needs: {start.needs}
  # `bad` must give the finding and `good` must not: they are its test, and what people are shown.
  # Beside `map` an example may hold organisation, others, scenario, before, as-of, expect.
  examples:
{_case("bad", bad)}{_case("good", good)}"""


def _check(code: str, name: str, judge: str) -> None:
    known = all_rules(built_in())
    if not CODE.fullmatch(code):
        raise SkeletonError(f"{code!r} is no code: write capitals and digits, such as ACME01")
    if code in known:
        free = free_code(code, frozenset(known))
        raise SkeletonError(f"{code} is a built-in rule ({known[code].name}): {free} is free")
    if not is_name(name):
        raise SkeletonError(f"{name!r} is no name for a rule: write it like {plain_name(name)}")
    if name in (rule.name for rule in known.values()):
        raise SkeletonError(f"a built-in rule is called {name!r} already")
    if judge not in JUDGES or judge not in _STARTS:
        judges = [one for one in JUDGES if one in _STARTS]
        hint = suggestion(judge, judges) or f": use {', '.join(judges)}"
        raise SkeletonError(f"{judge!r} is no judge{hint}")


def _quoted(text: str) -> str:
    """A condition as YAML reads it: some begin like something else."""
    return f'"{text}"' if text.startswith("!") else text


def _case(which: str, parts: dict[str, str]) -> str:
    if list(parts) == ["map"]:
        return f"    {which}: |\n{textwrap.indent(parts['map'].lstrip(), '      ')}"
    found = f"    {which}:\n"
    for part, text in parts.items():
        if part == "file":
            found += f"      file: {text}\n"
        elif part == "others":
            key, _, text = text.partition(":")
            found += (
                f"      others:\n        {key}: |\n{textwrap.indent(text.lstrip(), '          ')}"
            )
        else:
            found += f"      {part}: |\n{textwrap.indent(text.lstrip(), '        ')}"
    return found
