"""An organisation whose maps are written in German: whatever is English in its report is ours."""

from __future__ import annotations

from pathlib import Path

ORGANISATION = """\
organisation: Molkerei Sonnleiten
promises:
  antwort-am-tag: Jede Frage wird am selben Tag beantwortet.
  frische: Milch ist bei der Lieferung keine zwei Tage alt.
parties:
  einkäufer:
    {kind: buyer, key: true, wants: [pünktliche Lieferung], contact: innendienst}
  spedition: {kind: partner}
  küchenchef: {kind: influencer, influences: einkäufer, affected-by: [nachbestellung]}
  lebensmittelaufsicht: {kind: regulator, affected-by: [nachbestellung]}
units:
  verkauf: {head: verkaufsleiterin, roles: [innendienst, auftragsbüro, gebietsleiter]}
  finanzen: {head: finanzleiter, roles: [kreditprüfung, kalkulation]}
  betrieb: {head: betriebsleiterin, roles: [lager, labor]}
roles:
  geschäftsführung: {level: 1}
  verkaufsleiterin: {level: 2, reports-to: geschäftsführung, people: 1}
  finanzleiter: {level: 2, reports-to: geschäftsführung}
  betriebsleiterin: {level: 2, reports-to: geschäftsführung}
  gebietsleiter: {level: 3, reports-to: verkaufsleiterin}
  kreditprüfung: {level: 3, reports-to: finanzleiter, people: 1}
  kalkulation: {level: 4, reports-to: kreditprüfung}
  lager: {level: 4, reports-to: betriebsleiterin, people: 6, hours: 40}
  labor: {level: 4, reports-to: betriebsleiterin}
  auftragsbüro: {level: 4, reports-to: gebietsleiter, front-line: true}
  innendienst:
    level: 4
    reports-to: gebietsleiter
    front-line: true
    people: 4
    may: {stammbestellung: bis 500 EUR}
    skills: [Warenkunde]
measures:
  marge: {kind: internal, target: 18%, every: month, owner: finanzleiter, seen-by: [finanzen]}
  lieferzeit: {kind: time, target: 1d, now: 3.4d, every: week, owner: gebietsleiter, seen-by: [verkauf]}
  wiederkauf:
    kind: customer
    of: einkäufer
    every: quarter
    last: 2025-02-01
    owner: verkaufsleiterin
    seen-by: [verkaufsleiterin]
rewards: {verkaufsleiterin: [marge], innendienst: [wiederkauf]}
routines:
  review-customer-surveys: {by: verkaufsleiterin, every: quarter, last: 2025-02-10}
  serve-customers: {by: verkaufsleiterin, every: quarter}
changes:
  lieferung-am-tag:
    kind: transformation
    sponsors: [verkaufsleiterin]
    when: 2026-01-01 to 2026-12-31
    vision: Wer bis zehn bestellt, hat die Ware am Abend.
    scenario: ein-tag
    groups:
      innendienst: {importance: 5, effect: 5, load: 4, worry: "Wer nimmt abends ab?"}
      kalkulation: {importance: 5, effect: 4, load: 2, equip: [Preistabelle]}
      lager: {importance: 3, effect: 2}
"""
ORDER = """\
process: Nachbestellung
purpose: Eine Küche hat die Milch, bevor der Frühdienst beginnt.
owner: gebietsleiter
reviewed: 2024-11-04
designed-with: [kalkulation, lager]
considers: [Marge, Tourenplan]
requests:
  stammbestellung: {title: Stammbestellung, share: 70%, simple: true, promise: 1d}
  sonderbestellung: {title: Sonderbestellung, share: 30%, promise: 5d}
customers: [einkäufer, spedition]
stages: {Anfrage: bestellung-annehmen, Freigabe: preis-prüfen, Lieferung: ware-packen}
steps:
  bestellung-annehmen:
    does: Bestellung annehmen
    by: innendienst
    with: einkäufer via Telefon, Brief
    takes: 15m
    asks: [Kundennummer, Menge]
    moment: true
    impact: {customer: 1, perception: 1, relationship: 0}
  labor-fragen: {does: Labor nach der Charge fragen, by: labor, waits: 1d, takes: 2h}
  preis-prüfen:
    does: Preis prüfen
    sign-off: finanzleiter
    waits: 1d
    rejects: 3%
    else: bestellung-annehmen
  kredit-prüfen:
    does: Kredit prüfen
    sign-off: kreditprüfung
    because: Kreditrichtlinie 4
    waits: 1d
    rejects: 2%
    else: absage-schreiben
  ware-packen: {does: Ware packen, by: lager, waits: 4h, takes: 30m, in: Warenwirtschaft}
  ware-liefern:
    does: Ware liefern
    by: auftragsbüro
    with: einkäufer via Rampe
    asks: [Kundennummer]
    takes: 15m
    next: {nimmt an 80%: rechnung-senden, reklamiert 20%: bestellung-annehmen}
  rechnung-senden: {does: Rechnung senden, by: auftragsbüro, with: einkäufer via Brief, end: beliefert}
  absage-schreiben: {does: Absage schreiben, by: innendienst, with: einkäufer via Brief, end: refused}
measures: [lieferzeit, marge]
feedback:
  anrufliste: {after: rechnung-senden, from: einkäufer, unhappy: Dankesbrief}
"""
RETURNS = """\
process: Rücknahme
customers: [einkäufer]
steps:
  kisten-zählen: {does: Kisten zählen, by: lager}
  gutschrift-freigeben: {does: Gutschrift freigeben, sign-off: finanzleiter}
  gutschrift-senden: {does: Gutschrift senden, with: einkäufer via Brief, end: erledigt}
"""
SCENARIO = """\
whatif: Ein Tag
of: nachbestellung
edits:
  - drop: labor-fragen
  - drop: preis-prüfen
"""


def write_dairy(folder: Path) -> Path:
    """The files in a folder of their own."""
    home = folder / "molkerei"
    home.mkdir()
    files = {
        "organisation.yaml": ORGANISATION,
        "nachbestellung.yaml": ORDER,
        "ruecknahme.yaml": RETURNS,
        "ein-tag.yaml": SCENARIO,
    }
    for name, text in files.items():
        (home / name).write_text(text, encoding="utf-8")
    return home
