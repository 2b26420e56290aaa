"""Scenes for the tests of the blueprint: the example of the language, shapes, random ones."""

from __future__ import annotations

import random

from cxaudit.report.blueprint.scene import (
    Block,
    Card,
    End,
    Flow,
    Promise,
    Scene,
    Silence,
)

DAY = 480.0
HOUR = 60.0


def card(name: str, label: str = "", **more: object) -> Card:
    """A backstage task unless told otherwise."""
    fields: dict[str, object] = {
        "role": "clerk",
        "unit": "Office",
        "kind": "task",
        "on_stage": False,
    }
    fields.update(more)
    return Card(name, label or name.replace("-", " ").capitalize(), **fields)  # type: ignore[arg-type]


def scene(
    cards: list[Card],
    flows: list[Flow],
    ends: list[End] | None = None,
    **more: object,
) -> Scene:
    """A scene with an unnamed customer and no times unless told otherwise."""
    fields: dict[str, object] = {
        "title": "Test",
        "party": "customer",
        "party_note": "",
        "never_met": (),
        "silences": (),
        "promises": (),
        "fastest": (),
    }
    fields.update(more)
    return Scene(cards=tuple(cards), flows=tuple(flows), ends=tuple(ends or []), **fields)  # type: ignore[arg-type]


def quote_to_order() -> Scene:
    """The example of the language: nine steps, three signatures, one way back."""
    cards = [
        card("take-request", role="inside sales", unit="Sales", on_stage=True, takes=15.0,
             moment=True, channel="phone, email", perception=1, visits=1.0, has_finding=True),
        card("check-engineering", "Check manufacturability and parts", role="engineering",
             unit="Operations", waits=2 * DAY, takes=2 * HOUR, visits=1.0),
        card("price-request", role="pricing", unit="Finance", waits=DAY, takes=HOUR, visits=1.29),
        card("approve-price", role="pricing manager", unit="Finance", kind="sign-off",
             approvers=1, waits=DAY, visits=1.29, has_finding=True),
        card("approve-credit", role="credit controller", unit="Finance", kind="sign-off",
             approvers=1, held=True, waits=DAY, visits=1.26),
        card("approve-order", role="sales director", unit="Sales", kind="sign-off",
             approvers=1, waits=2 * DAY, visits=1.23, has_finding=True),
        card("send-quote", role="inside sales", unit="Sales", kind="decision", on_stage=True,
             takes=20.0, moment=True, channel="email", perception=-2, visits=1.22),
        card("book-order", role="order desk", unit="Sales", waits=4 * HOUR, takes=30.0,
             systems=("ERP",), visits=0.85),
        card("confirm-order", role="order desk", unit="Sales", on_stage=True, takes=15.0,
             channel="letter", visits=0.85),
        card("decline-request", "Tell the customer we cannot help", role="inside sales",
             unit="Sales", on_stage=True, channel="email", visits=0.03),
    ]  # fmt: skip
    flows = [
        Flow("take-request", "check-engineering", hand_off="unit"),
        Flow("check-engineering", "price-request", hand_off="unit"),
        Flow("price-request", "approve-price", hand_off="role"),
        Flow("approve-price", "approve-credit", share=0.97, label="", hand_off="role"),
        Flow("approve-price", "price-request", "no", 0.03, "else"),
        Flow("approve-credit", "approve-order", hand_off="unit"),
        Flow("approve-credit", "decline-request", "no", 0.02, "else"),
        Flow("approve-order", "send-quote", hand_off="role"),
        Flow("approve-order", "price-request", "no", 0.01, "else"),
        Flow("send-quote", "book-order", "accepts", 0.7, hand_off="role"),
        Flow("send-quote", "price-request", "asks for a change", 0.2),
        Flow("send-quote", "lost", "goes elsewhere", 0.1),
        Flow("book-order", "confirm-order"),
        Flow("confirm-order", "booked"),
        Flow("decline-request", "refused"),
    ]
    flows[3] = Flow("approve-price", "approve-credit", hand_off="role")
    return Scene(
        title="Quote to order",
        party="purchasing agent",
        party_note="buyer, key party",
        never_met=("distributor", "design engineer", "installer"),
        cards=tuple(cards),
        flows=tuple(flows),
        ends=(
            End("booked", "booked", "good", 0.853),
            End("refused", "refused", "refused", 0.025),
            End("lost", "lost", "gone", 0.122),
        ),
        silences=(
            Silence("take-request", "send-quote", 3540.0, True),
            Silence("send-quote", "confirm-order", 270.0, False),
        ),
        promises=(
            Promise("repeat order", DAY),
            Promise("simple quote", 2 * DAY),
            Promise("custom quote", 10 * DAY),
        ),
        fastest=(
            "take-request", "check-engineering", "price-request", "approve-price",
            "approve-credit", "approve-order", "send-quote", "book-order", "confirm-order",
        ),
        description="Time runs from left to right.",
    )  # fmt: skip


def one_step() -> Scene:
    """A single step and nothing else."""
    return scene([card("only", role=None, unit=None)], [])


def no_times() -> Scene:
    """Five steps that say who and whom, and nothing about time."""
    cards = [
        card("apply", "Hand in the application", by_party=True, role="applicant", unit=None),
        card("check", "Check the application form", role="clerk", unit=None),
        card("approve", "Approve the renewal", role="supervisor", unit=None, kind="sign-off",
             approvers=2),
        card("print", "Print the licence", role="clerk", unit=None, systems=("Registry",)),
        card("hand-over", "Hand over the licence", role="clerk", unit=None, on_stage=True,
             channel="counter"),
    ]  # fmt: skip
    flows = [
        Flow("apply", "check"),
        Flow("check", "approve", "complete", 0.8, hand_off="role"),
        Flow("check", "apply", "papers missing", 0.2, "else"),
        Flow("approve", "print", hand_off="role"),
        Flow("approve", "turned-down", "no", 0.05, "else"),
        Flow("print", "hand-over"),
        Flow("hand-over", "done"),
    ]
    ends = [
        End("done", "licence held", "good", None),
        End("turned-down", "refused", "refused", None),
    ]
    return scene(cards, flows, ends, party="applicant", title="Licence renewal")


def parallel(count: int = 4) -> Scene:
    """Branches that run side by side, with waits, and one join."""
    cards = [
        card("start", "Take the order", on_stage=True, role="desk", channel="phone", takes=10.0,
             perception=0),
    ]  # fmt: skip
    flows, branches = [], []
    for i in range(count):
        unit = f"Unit {i % 3}"
        a, b = f"a{i}", f"b{i}"
        cards += [
            card(a, f"Prepare part {i}", role=f"team {i}", unit=unit, waits=DAY, takes=HOUR),
            card(b, f"Check part {i}", role=f"team {i}", unit=unit, takes=20.0,
                 kind="sign-off" if i == 1 else "task", approvers=5 if i == 1 else 0),
        ]  # fmt: skip
        flows += [Flow("start", a, hand_off="unit"), Flow(a, b), Flow(b, "join", hand_off="unit")]
        branches.append((a, b))
    cards += [
        card("join", "Put the parts together", role="assembly", unit="Unit 0", waits=HOUR),
        card("deliver", "Deliver and thank the customer", on_stage=True, role="driver",
             channel="in person", takes=45.0, moment=True),
    ]  # fmt: skip
    flows += [Flow("join", "deliver", hand_off="unit"), Flow("deliver", "done")]
    return scene(
        cards,
        flows,
        [End("done", "delivered", "good", 1.0)],
        blocks=(Block("start", "join", tuple(branches)),),
        silences=(Silence("start", "deliver", 2.4 * DAY, True),),
        fastest=("start", "a0", "b0", "join", "deliver"),
        promises=(Promise("next-day delivery", DAY), Promise("any", 9 * DAY)),
    )


def loops(count: int = 20) -> Scene:
    """A long process with several ways back, timeouts and a recovery path."""
    cards, flows = [], []
    units = ("Desk", "Lab", "Billing")
    for i in range(count):
        stage = i % 5 == 0 or i == count - 1
        cards.append(
            card(f"s{i}", f"Step number {i} of the long way", on_stage=stage,
                 role=f"role {i % 4}", unit=units[(i // 3) % 3], waits=float(HOUR * (i % 4)),
                 takes=15.0, channel="email" if stage else "",
                 kind="sign-off" if i % 7 == 3 else "task", approvers=1 if i % 7 == 3 else 0,
                 perception=(i % 5) - 2 if stage else None)
        )  # fmt: skip
        if i + 1 < count:
            flows.append(Flow(f"s{i}", f"s{i + 1}", hand_off="unit" if i % 3 == 2 else ""))
    for a, b, words in ((4, 1, "incomplete"), (9, 3, "again"), (10, 8, "sent back"),
                        (15, 6, "not what was asked"), (17, 16, "typo")):  # fmt: skip
        flows.append(Flow(f"s{a}", f"s{b}", words, 0.1, "else"))
    flows += [
        Flow("s6", "s9", "express", 0.2),
        Flow("s11", "gone", "no answer", 0.05, "late"),
        Flow("s5", "gone", "gives up", 0.02),
        Flow("s12", "s14", "", 0.01, "wrong"),
        Flow(f"s{count - 1}", "done"),
        Flow("s13", "refused", "no", 0.04, "else"),
        Flow("s8", "s8", "retry", 0.3),
    ]
    ends = [
        End("done", "closed", "good", 0.89),
        End("gone", "expired", "gone", 0.07),
        End("refused", "refused", "refused", 0.04),
    ]
    return scene(
        cards, flows, ends,
        fastest=tuple(c.id for c in cards),
        silences=tuple(
            Silence(f"s{a}", f"s{b}", 300.0 * (i + 1), i == 2)
            for i, (a, b) in enumerate(((0, 5), (5, 10), (10, 15), (15, count - 1)))
        ),
        promises=(Promise("standard", 4 * DAY),),
        never_met=("carrier", "insurer"),
    )  # fmt: skip


_WORDS = (
    "check", "the", "application", "form", "order", "refund", "approve", "price", "credit",
    "manufacturability", "and", "send", "quote", "to", "customer", "Auftragsbestätigung",
    "für", "Prüfung", "complaint", "🙂", "<b>bold</b>", "a&b", "très", "long", "answer",
)  # fmt: skip


def random_scene(seed: int) -> Scene:
    """A scene of any shape: cycles, several ends, missing roles, strange words."""
    rng = random.Random(seed)
    count = rng.choice([1, 2, 3, 4, 5, 6, 8, 9, 11, 12, 14, 18, 24, 30])
    units = [f"Unit {i}" for i in range(rng.randint(0, 8))]

    def words(low: int, high: int) -> str:
        return " ".join(rng.choice(_WORDS) for _ in range(rng.randint(low, high)))

    cards = []
    for i in range(count):
        stage = rng.random() < 0.3
        party = rng.random() < 0.08
        gate = rng.random() < 0.2
        cards.append(
            Card(
                id=f"s{i}",
                label=words(1, 6),
                role=words(1, 2) if rng.random() < 0.8 else None,
                unit=rng.choice(units) if units and rng.random() < 0.9 else None,
                kind="sign-off" if gate else "decision" if rng.random() < 0.3 else "task",
                on_stage=stage,
                by_party=party,
                waits=rng.choice([None, 0.0, 60.0, 480.0, 2400.0, 20000.0]),
                takes=rng.choice([None, 5.0, 30.0, 480.0]),
                moment=rng.random() < 0.2,
                held=gate and rng.random() < 0.4,
                approvers=rng.choice([1, 1, 2, 4, 7]) if gate else 0,
                channel=rng.choice(["", "email", "phone, email", "letter and counter and phone"]),
                perception=rng.choice([None, -2, -1, 0, 1, 2]),
                systems=rng.choice([(), (), ("ERP",), ("CRM", "Billing system")]),
                visits=rng.random() * 2,
                reachable=rng.random() > 0.04 or i == 0,
                party=rng.choice(["", "", "", "supplier", "works council"]),
            )
        )
    ends = [
        End(f"e{i}", words(1, 3), rng.choice(["good", "refused", "gone"]), rng.random())
        for i in range(rng.randint(0, 4))
    ]
    flows = []
    for i in range(count - 1):
        if rng.random() < 0.9:
            flows.append(
                Flow(f"s{i}", f"s{i + 1}", "", None, "next", rng.choice(["", "role", "unit"]))
            )
    for _ in range(rng.randint(0, count)):
        target = (
            f"s{rng.randrange(count)}" if not ends or rng.random() < 0.7 else rng.choice(ends).id
        )
        flows.append(
            Flow(
                f"s{rng.randrange(count)}",
                target,
                words(0, 4),
                rng.choice([None, rng.random()]),
                rng.choice(["next", "else", "late", "wrong"]),
                rng.choice(["", "", "role", "unit"]),
            )
        )
    if ends and rng.random() < 0.8:
        flows.append(Flow(f"s{count - 1}", ends[0].id))
    met = [c.id for c in cards if c.on_stage or c.by_party]
    silences = [
        Silence(a, b, rng.choice([None, 100.0, 300.0, 4000.0]), i == 0)
        for i, (a, b) in enumerate(zip(["", *met], met, strict=False))
        if rng.random() < 0.7
    ]
    blocks = []
    if count > 4 and rng.random() < 0.3:
        blocks.append(Block("s0", "s3", (("s1",), ("s2",))))
        flows += [Flow("s0", "s2"), Flow("s1", "s3")]
    timed = rng.random() < 0.6
    return scene(
        cards, flows, ends,
        title=words(1, 4),
        party=words(1, 2),
        never_met=tuple(words(1, 2) for _ in range(rng.choice([0, 0, 1, 3, 9]))),
        silences=tuple(silences),
        promises=tuple(
            Promise(words(1, 3), rng.choice([60.0, 480.0, 960.0, 5000.0, 50000.0]))
            for _ in range(rng.randint(0, 4))
        ),
        fastest=tuple(f"s{i}" for i in range(count)) if timed else (),
        blocks=tuple(blocks),
    )  # fmt: skip
