"""The rules on touch-points, creep and what the front line is given: when they speak, when not."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from cxaudit.analysis.collect.front_line import is_observable
from cxaudit.language.read import read_text
from cxaudit.rules.finding import Finding
from cxaudit.rules.packs import all_rules, built_in
from cxaudit.run.audit import audit

RULES = all_rules(built_in())
DAY = datetime.date(2026, 1, 15)

# Standards written before the words were listed that tell them apart, by language.
CLEAR = {
    "en": """
        answered within 2 hours
        every quote states price, lead time and who to call
        the caller hears within ten minutes who comes
        names the next date
        the clerk reads back the order
        keys are handed over in person
        signed by both sides
        by 2026-03-31
        before Friday noon
        the same day
        the nurse calls the patient by name
        no more than three people in the queue
        the driver shows the label
        the letter says why and what can be done
        polite: says good morning and gives the own name
        every call is answered before the third ring
        written in plain words and signed
        the box is opened in front of the customer
        a friendly voice answers within 20 seconds
        the guest is greeted at the door
        the waiter repeats the order
        the form is filled in and stamped properly
        the ticket bears a date and a name
        once a week
        overnight
        half of the deposit is returned
        the customer leaves with a receipt
        list price of the day plus the agreed discount
        nobody is sent home for a missing paper
        the queue never reaches the door
        a human picks up the phone
        we apologise before we explain
        ISO 9001
        the table is wiped and laid
        the floor is properly swept
        photos of the damage are attached
        every open point has a name and a date on one page
        name and dates are read aloud before the applicant leaves
        the tenant walks every room in the model before anything is ordered
        the owner receives keys, manuals and a dinner invitation
        each line shows price and discount
        roll numbers and place are named
        the Friday report says what is late before anyone asks
    """,
    "de": """
        Rückruf innerhalb von zwei Stunden
        das Angebot nennt Preis und Termin
        die Schlüssel werden persönlich übergeben
        der Techniker zeigt seinen Ausweis
        von beiden Seiten unterschrieben
        am selben Tag
        vor Freitag
        der Anrufer wird mit Namen begrüßt
        die Ärztin ruft selbst an
        die Bestellung wird vorgelesen
        freundlich, stellt sich mit Namen vor
    """,
    "fr": """
        réponse en moins de deux heures
        le devis indique le prix et la date
        le technicien montre sa carte
        les clés sont remises en main propre
        signé par les deux parties
        le jour même
        avant vendredi
        le client est appelé par son nom
        la commande est relue à voix haute
        accueil aimable: on se lève et on salue
    """,
    "es": """
        respuesta en menos de dos horas
        el presupuesto indica precio y fecha
        el técnico muestra su tarjeta
        las llaves se entregan en mano
        firmado por ambas partes
        el mismo día
        antes del viernes
        se llama al cliente por su nombre
        se lee el pedido en voz alta
    """,
    "pt": """
        resposta em menos de duas horas
        o orçamento indica preço e data
        o técnico mostra o crachá
        as chaves são entregues em mãos
        assinado pelas duas partes
        no mesmo dia
        até sexta-feira
        o cliente é chamado pelo nome
        o pedido é lido em voz alta
    """,
}
UNCLEAR = {
    "en": """
        timely
        professional
        Timely and professional
        in a timely manner
        answered promptly and politely
        a professional card goes out in a timely manner
        friendly and helpful at all times
        as soon as possible
        high quality service
        good service
        excellent customer service
        customer first
        we treat every customer with respect
        be courteous
        best possible care
        the customer is satisfied
        quickly and efficiently
        handled with care
        appropriate response
        smooth handling of the request
        quality
        meets customer expectations
        world-class experience
        in due course
        without undue delay
        polite, patient and attentive
        service with a personal touch
        respond professionally
        the guest feels welcome
        reasonable effort is made
        clear communication
        customer-oriented behaviour
        at once
        on time
        a good experience for every guest
        we care
    """,
    "de": """
        zeitnah
        freundlich und kompetent
        so schnell wie möglich
        professionelles Auftreten
        hohe Qualität
        kundenorientiert
        schnelle und freundliche Bedienung
        angemessene Betreuung
        zur Zufriedenheit des Kunden
        mit freundlicher Stimme
        guter Service
    """,
    "fr": """
        rapide
        professionnel et courtois
        dans les meilleurs délais
        service de qualité
        accueil chaleureux
        satisfaction du client
        réponse rapide et adaptée
        traitement soigné
        à l'écoute du client
    """,
    "es": """
        rápido
        profesional y amable
        lo antes posible
        servicio de calidad
        buena atención
        satisfacción del cliente
        trato adecuado
        respuesta oportuna
        entrega rápida
    """,
    "pt": """
        rápido
        profissional e simpático
        o mais rápido possível
        serviço de qualidade
        bom atendimento
        satisfação do cliente
        tratamento adequado
        resposta atempada
        entrega rápida
    """,
}


def listed(standards: dict[str, str]) -> list[tuple[str, str]]:
    """(language, standard) of each line."""
    return [
        (code, line.strip())
        for code, text in standards.items()
        for line in text.strip().splitlines()
    ]


@pytest.mark.parametrize(("language", "standard"), listed(CLEAR))
def test_a_standard_that_can_be_seen_counted_or_dated(language: str, standard: str) -> None:
    assert is_observable(standard, language)


@pytest.mark.parametrize(("language", "standard"), listed(UNCLEAR))
def test_a_standard_that_everybody_reads_differently(language: str, standard: str) -> None:
    assert not is_observable(standard, language)


def test_a_doubt_is_no_finding() -> None:
    assert is_observable("crust before crumb", "en")
    assert is_observable("обслуживание", "en"), "a language that nobody listed"


def told(
    tmp_path: Path, code: str, text: str, organisation: str = "", before: str = ""
) -> list[Finding]:
    """What one rule says about a map."""
    (tmp_path / "cxaudit.yaml").write_text("")
    (tmp_path / "map.yaml").write_text("process: P\nowner: chief\n" + text)
    if organisation:
        (tmp_path / "organisation.yaml").write_text("organisation: House\n" + organisation)
    earlier = [read_text("process: P\n" + before, "map.yaml")] if before else []
    result = audit([str(tmp_path)], {code: RULES[code]}, DAY, before=earlier)
    assert not result.crashes
    return [f for f in result.open_findings if f.code == code]


def test_a_moment_with_two_parties_is_told_once_and_says_what_is_missing(tmp_path: Path) -> None:
    text = """steps:
  sign: {with: [guest via desk, bank via desk], moment: true, standard: both sign, measure: signed}
"""
    found = told(tmp_path, "TP106", text)
    assert [f.path for f in found] == ["steps/sign/with"]
    assert "missing: performer and recovery" in found[0].says


def test_only_a_moment_that_meets_somebody_wants_protection(tmp_path: Path) -> None:
    text = """steps:
  pack: {by: desk, moment: true}
  meet: {by: desk, with: guest via desk}
"""
    assert not told(tmp_path, "TP106", text)


PAIN = """measures: {speed: {kind: time, target: 1d, now: NOW}}
steps:
  meet: {by: desk, with: guest via desk, measure: speed, impact: {customer: IMPACT}}
"""


@pytest.mark.parametrize(
    ("impact", "now", "word"),
    [
        ("-1", "1h", "customer -1"),
        ("0", "2d", "(speed)"),
        ("-2", "2d", "(speed)"),
    ],
)
def test_pain_by_impact_or_measure(tmp_path: Path, impact: str, now: str, word: str) -> None:
    found = told(tmp_path, "TP107", PAIN.replace("IMPACT", impact).replace("NOW", now))
    assert len(found) == 1 and word in found[0].says


def test_no_pain_is_seen_where_nobody_states_any(tmp_path: Path) -> None:
    assert not told(tmp_path, "TP107", PAIN.replace("IMPACT", "0").replace("NOW", "1d"))
    bare = "steps:\n  meet: {by: desk, with: guest via desk, measure: speed}\n"
    assert not told(tmp_path, "TP107", bare)


def test_asked_twice_is_told_once_for_types_with_the_same_road(tmp_path: Path) -> None:
    text = """requests: {a: {share: 50%}, b: {share: 50%}}
steps:
  one: {by: desk, with: guest via desk, asks: [size, name]}
  two: {by: clerk, with: guest via desk, asks: [Name, size]}
"""
    found = told(tmp_path, "TP108", text)
    assert len(found) == 1 and found[0].requests == ["a", "b"]
    assert found[0].witness == ["one", "two"]


PASSED = """parties: {guest: {kind: user, contact: CONTACT}}
steps:
  s1: {by: a, with: guest via phone}
  s2: {by: b, with: guest via phone}
  s3: {by: c, with: guest via phone}
  s4: {by: LAST, with: guest via phone}
"""


@pytest.mark.parametrize(
    ("contact", "last", "fires"),
    [("x", "d", True), ("a", "d", True), ("a", "a", False), ("a", "c", False), ("c", "c", False)],
)
def test_passed_around(tmp_path: Path, contact: str, last: str, fires: bool) -> None:
    text = PASSED.replace("CONTACT", contact).replace("LAST", last)
    assert bool(told(tmp_path, "TP109", text)) is fires


def test_two_changes_of_channel_are_enough(tmp_path: Path) -> None:
    text = """steps:
  s1: {by: a, with: guest via phone}
  s2: {by: a, with: guest via email}
  s3: {by: a, with: guest via letter}
"""
    found = told(tmp_path, "TP109", text)
    assert found[0].severity == "info" and found[0].witness == ["s1", "s2", "s3"]
    assert not told(tmp_path, "TP109", text.replace("letter", "email"))


WORK = "steps:\n  work: {by: desk, with: guest via desk}\n"
GATE = "  gate: {sign-off: boss, checks: x, rejects: 5%, else: work}\n"


def test_creep_above_a_budget(tmp_path: Path) -> None:
    found = told(tmp_path, "SO214", "budget: {worst: 0}\n" + WORK + GATE)
    assert [f.severity for f in found] == ["error"]
    assert "at worst 1, by its budget 0" in found[0].says
    typed = "budget: {worst: 0}\nrequests: {a: {budget: {worst: 1}}}\n" + WORK + GATE
    assert not told(tmp_path, "SO214", typed)
    assert not told(tmp_path, "SO214", WORK + GATE), "neither budget nor history"


def test_creep_above_the_earlier_version(tmp_path: Path) -> None:
    found = told(tmp_path, "SO214", WORK + GATE, before=WORK)
    assert "at worst 1, in the earlier version 0" in found[0].says
    held = WORK + GATE.replace("checks", "because: act 7, checks")
    assert not told(tmp_path, "SO214", held, before=WORK)
    assert not told(tmp_path, "SO214", WORK, before=WORK + GATE)


def test_a_script_wants_a_purpose_or_a_standard(tmp_path: Path) -> None:
    text = "steps:\n  talk: {by: desk, with: guest via phone, script: page 4GIVEN}\n"
    assert told(tmp_path, "RE708", text.replace("GIVEN", ""))
    assert not told(tmp_path, "RE708", text.replace("GIVEN", ", purpose: they know the price"))
    assert not told(tmp_path, "RE708", text.replace("GIVEN", ", standard: within 2 minutes"))
    assert not told(
        tmp_path, "RE708", text.replace("GIVEN", "").replace("with: guest via phone, ", "")
    )


@pytest.mark.parametrize(("lines", "fires"), [(7, False), (8, True)])
def test_long_instructions_are_a_script(tmp_path: Path, lines: int, fires: bool) -> None:
    note = "".join(f"      line {n}\n" for n in range(lines))
    text = f"steps:\n  talk:\n    by: desk\n    with: guest via phone\n    note: |\n{note}"
    assert bool(told(tmp_path, "RE708", text)) is fires


def test_skills_of_the_organisation_file(tmp_path: Path) -> None:
    text = "steps:\n  help: {by: desk, with: guest via desk, needs-skill: [law]}\n"
    house = "parties: {guest: {kind: user}}\nroles: {chief: {level: 1}, desk: {skills: [SKILL]}}\n"
    found = told(tmp_path, "RE709", text, house.replace("SKILL", "typing"))
    assert [f.path for f in found] == ["steps/help/needs-skill"]
    assert not told(tmp_path, "RE709", text, house.replace("SKILL", "Law"))
    assert not told(tmp_path, "RE709", text)


@pytest.mark.parametrize(
    ("believed", "remembered", "fires"), [("1", "-1", True), ("1", "0", False), ("-2", "0", True)]
)
def test_belief_and_memory(tmp_path: Path, believed: str, remembered: str, fires: bool) -> None:
    text = f"""steps:
  meet:
    by: desk
    with: guest via desk
    impact: {{relationship: {believed}}}
    remembered: {{relationship: {remembered}}}
"""
    assert bool(told(tmp_path, "ME610", text)) is fires


def test_an_influencer_is_told_once_a_map(tmp_path: Path) -> None:
    text = """parties: {critic: {kind: influencer}, guest: {kind: user}}
steps:
  greet: {by: desk, with: [guest via visit, critic via visit]}
  serve: {by: desk, with: critic via visit}
"""
    found = told(tmp_path, "X01", text)
    assert [f.path for f in found] == ["steps/greet/with"]
    assert not told(
        tmp_path, "X01", text.replace("critic via visit}", "critic via visit, advocacy: true}")
    )


def test_a_channel_is_missed_only_where_the_meeting_is_declared(tmp_path: Path) -> None:
    text = """steps:
  greet: {by: desk, with: guest}
  seat: {by: desk, with: guest via visit}
  hand-over: {does: Hand the bill to the guest, by: desk}
"""
    assert [f.path for f in told(tmp_path, "X03", text)] == ["steps/greet/with"]
