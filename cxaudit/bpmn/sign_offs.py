"""Sign-offs known by the gateway behind a task: approved or rejected leads on from it."""

from __future__ import annotations

from dataclasses import dataclass

from cxaudit.bpmn.elements import SYSTEM_TASKS
from cxaudit.bpmn.knots import Edge, Knot, Net
from cxaudit.bpmn.owners import Owners
from cxaudit.bpmn.parties import Parties
from cxaudit.infer.labels import outcome_kind, read_label
from cxaudit.infer.lexicon import Phrases, lexicon_for, tokens
from cxaudit.language.values import name

_NO_JUDGES = SYSTEM_TASKS | {"sendTask", "receiveTask", "callActivity"}
_NOBODY = "?"


@dataclass(frozen=True, slots=True)
class Answers:
    """What the branches of a gateway say to approving and rejecting.

    `named` where a branch says that something is rejected; `asked` where the gateway's question is
    whether it is approved (`bluntly` where it asks nothing else), and yes and no answer it;
    `led_to` where an unnamed gateway leads to approving on one branch and to rejecting on another;
    `plain` where the branches of an unnamed gateway say no more than yes and no; `fine` where they say
    that what was looked at is ok or not ok.
    """

    named: bool
    asked: bool
    bluntly: bool
    led_to: bool
    plain: bool
    fine: bool


def approvals(net: Net, owners: Owners, parties: Parties) -> dict[str, str]:
    """Approvers by the id of the knots that are sign-offs by the gateway behind them.

    A gateway that stands alone behind a task asks the question of that task, and moves into it;
    behind what is a sign-off by its label only one that gives the answers of a sign-off does.
    """
    incoming = net.incoming()
    found: dict[str, str] = {}
    for knot in list(net.knots.values()):
        gateway = _behind(net, knot, incoming)
        if gateway is None or knot.node is None:
            continue
        answers = _answers(net, gateway, parties.language)
        reading = read_label(knot.label, parties.language)
        happens = gateway.node is not None and gateway.node.tag == "eventBasedGateway"
        if happens and reading.sign_off != "inferred-medium":
            continue
        if reading.sign_off == "inferred-high":
            if answers.named or answers.asked or answers.plain or answers.led_to:
                _move_in(net, knot, gateway)
            continue
        owner = owners.of(knot.node)
        who = owner.name if owner is not None else ""
        if _judged(knot, gateway, answers, who, parties):
            found[knot.id] = who or _NOBODY
        elif happens:
            continue
        _move_in(net, knot, gateway)
    return found


def _judged(knot: Knot, gateway: Knot, answers: Answers, who: str, parties: Parties) -> bool:
    """Whether a task, whose label does not say so, is a sign-off by the gateway behind it."""
    language = parties.language
    if knot.node is None or knot.node.tag in _NO_JUDGES or _asks_others(knot, language):
        return False
    if who and (parties.is_one(who) or _is_system(who, language)):
        return False
    reading = read_label(knot.label, language)
    judges = reading.sign_off is not None or not _other_verb(knot, language)
    told = answers.named or answers.led_to or (answers.asked and (judges or answers.bluntly))
    proposals = lexicon_for(language)["proposals"]
    told = told or (answers.fine and proposals.first(tokens(knot.label)) >= 0)
    return told and not _speaks_of_party(gateway, language)


def _behind(net: Net, knot: Knot, incoming: dict[str, int]) -> Knot | None:
    """The diverging gateway that stands alone behind a task: an exclusive one, or one that waits for
    what happens first."""
    if not (knot.keep and knot.work and knot.mode == "one" and len(knot.outs) == 1):
        return None
    gateway = net.knots[knot.outs[0].target]
    node = gateway.node
    decides = node is not None and node.tag in ("exclusiveGateway", "eventBasedGateway")
    if not decides or not gateway.keep:
        return None
    alone = incoming[gateway.id] == 1 and gateway.mode == "choice" and not gateway.join
    return gateway if alone else None


def _move_in(net: Net, knot: Knot, gateway: Knot) -> None:
    knot.outs, knot.mode = gateway.outs, "choice"
    if gateway.node is not None and gateway.node.name:
        knot.checks = gateway.node.name
    knot.checks_at, knot.gateway = gateway.span, gateway.node
    del net.knots[gateway.id]


def _is_system(who: str, language: str) -> bool:
    return bool(lexicon_for(language)["systems"].ends(name(who).split("-")))


def _speaks_of_party(gateway: Knot, language: str) -> bool:
    """Whether the question is what a party says ("Customer agrees?")."""
    known = lexicon_for(language)["parties"]
    texts = [gateway.label, *(edge.label for edge in gateway.outs)]
    return any(known.first(tokens(text)) >= 0 for text in texts)


def _asks_others(knot: Knot, language: str) -> bool:
    """Whether a task sends, asks or tells: the answer behind it is somebody else's."""
    words, lexicon = tokens(knot.label), lexicon_for(language)
    reading = read_label(knot.label, language)
    return reading.contact is not None or any(
        lexicon[listed].at(words, 0) for listed in ("contact/high", "contact/medium") if words
    )


def _other_verb(knot: Knot, language: str) -> bool:
    """Whether a label begins with a common verb that is no judging."""
    words = tokens(knot.label)
    return bool(words) and bool(lexicon_for(language)["verbs"].at(words, 0))


def _tells(phrases: Phrases, words: list[str], anywhere: bool = False) -> int:
    """How many words of a text are an answer that tells, at its end or anywhere in it.

    A bare yes, no or ok, of a few letters, tells nothing of approving.
    """
    starts = range(len(words)) if anywhere else range(max(0, len(words) - 4), len(words))
    for at in starts:
        length = phrases.at(words, at)
        whole = anywhere or at + length == len(words)
        if length and whole and len("".join(words[at : at + length])) > 4:
            return length
    return 0


def _says_no(text: str, language: str, anywhere: bool = False) -> bool:
    words = tokens(text)
    told = _tells(lexicon_for(language)["rejected-answers"], words, anywhere)
    return bool(told) and (anywhere or outcome_kind(text) in ("refused", "returned"))


def _says_yes(text: str, language: str, anywhere: bool = False) -> bool:
    words = tokens(text)
    told = _tells(lexicon_for(language)["approved-answers"], words, anywhere)
    return bool(told) and not _says_no(text, language, anywhere)


def _asks_approval(question: str, language: str) -> tuple[bool, bool]:
    """Whether a question is about approving, and whether it asks nothing else.

    "Approved?" and "Request approved?" are; "Subject to approval?" asks whether one is needed.
    """
    lexicon, words = lexicon_for(language), tokens(question)
    if not words:
        return False, False
    length = _tells(lexicon["approved-answers"], words) or _tells(
        lexicon["rejected-answers"], words
    )
    if length == len(words):
        return True, True
    nouns = ("sign-off-nouns/high", "sign-off-nouns/medium")
    noun = any(lexicon[listed].ends(words) for listed in nouns)
    return bool(length and not noun) or bool(lexicon["sign-off/high"].at(words, 0)), False


def _answers(net: Net, gateway: Knot, language: str) -> Answers:
    lexicon = lexicon_for(language)
    labels = [edge.label for edge in gateway.outs if edge.label]
    yes, no = lexicon["approved-answers"], lexicon["rejected-answers"]
    yes_or_no = all(label in yes or label in no for label in labels)
    answered = any(label in yes for label in labels) and any(label in no for label in labels)
    ends = [tokens(label) for label in labels]
    unnamed = gateway.node is None or not gateway.node.name
    asks, bluntly = (False, False) if unnamed else _asks_approval(gateway.label, language)
    targets = [_target_words(net, edge) for edge in gateway.outs]
    leads_to_both = any(_says_no(text, language, True) for text in targets) and any(
        _says_yes(text, language, True) for text in targets
    )
    return Answers(
        named=any(_says_no(label, language) for label in labels),
        asked=asks and (yes_or_no or answered),
        bluntly=bluntly,
        led_to=unnamed and yes_or_no and leads_to_both,
        plain=unnamed and yes_or_no and bool(labels),
        fine=any(no.ends(words) > 1 for words in ends)
        and any(yes.ends(words) and not no.ends(words) for words in ends),
    )


def _target_words(net: Net, edge: Edge) -> str:
    """What a branch leads to: an activity's label, or the name of an end."""
    target = net.knots[edge.target]
    if target.keep:
        return target.label if target.work or target.outcome is not None else ""
    return target.outcome or ""
