"""Labels read: who, whether somebody says yes, whether somebody outside is met, how it ends."""

from __future__ import annotations

import pytest

from cxaudit.infer.labels import is_party, is_supplier, outcome_kind, read_label
from cxaudit.infer.lexicon import detect, headed_by, headed_by_ending, lexicons
from cxaudit.language.values import name

# label: (performer, sign-off, contact, party)
ENGLISH = {
    "Clerk checks the application form": ("clerk", "inferred-medium", None, None),
    "Supervisor approves the renewal": ("supervisor", "inferred-high", None, None),
    "Applicant waits in the queue": ("applicant", None, None, None),
    "Clerk hands the licence to the applicant": ("clerk", None, "inferred-high", "applicant"),
    "Order desk checks the form": ("order-desk", "inferred-medium", None, None),
    "Head of department approves the request": (
        "head-of-department", "inferred-high", None, None,
    ),
    "Review customer orders": (None, "inferred-medium", None, None),
    "Notify Employee of Approval": (None, None, None, None),
    "Assign approver": (None, None, None, None),
    "Update the customer record": (None, None, None, None),
    "Inform customer service": (None, None, None, None),
    "Customer Onboarding": (None, None, None, None),
    "Check with customer": (None, None, "inferred-high", "customer"),
    "Tell the customer we cannot help": (None, None, "inferred-high", "customer"),
    "Approval by director": (None, "inferred-high", None, None),
    "Confirm order": (None, None, "inferred-medium", None),
    "Start process": (None, None, None, None),
    "Nurse weighs the animal": ("nurse", None, None, None),
}  # fmt: skip


@pytest.mark.parametrize("label", ENGLISH)
def test_english_labels(label: str) -> None:
    reading = read_label(label, "en")
    found = (reading.performer, reading.sign_off, reading.contact, reading.party)
    assert found == ENGLISH[label]


@pytest.mark.parametrize(
    ("language", "label", "sign_off", "party"),
    [
        ("de", "Antrag genehmigen", "inferred-high", None),
        ("de", "Sachbearbeiter prüft den Antrag", "inferred-medium", None),
        ("de", "Kunden informieren", None, "kunden"),
        ("de", "Genehmigung durch Vorstand", "inferred-high", None),
        ("fr", "Informer le client", None, "client"),
        ("fr", "Informer le service client", None, None),
        ("fr", "Approbation du directeur", "inferred-high", None),
        ("es", "Enviar factura al cliente", None, "cliente"),
        ("pt", "Aprovar o pedido", "inferred-high", None),
    ],
)
def test_other_languages(language: str, label: str, sign_off: str, party: str) -> None:
    reading = read_label(label, language)
    assert (reading.sign_off, reading.party) == (sign_off, party)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("request rejected", "refused"),
        ("Rejected by manager", "refused"),
        ("request resubmitted", "returned"),
        ("withdrawn", "cancelled"),
        ("lost", "lost"),
        ("expired", "expired"),
        ("booked", "good"),
        ("done", "good"),
        ("licence handed over", "good"),
        ("Reject the claim", "refused"),
        ("Lost luggage found", "good"),
        ("Claim not rejected", "good"),
    ],
)
def test_outcomes_by_their_head_word(text: str, kind: str) -> None:
    assert outcome_kind(text) == kind


def test_names_known_to_be_parties_are_recipients() -> None:
    assert read_label("Call the site superintendent", "en").party is None
    known = ["site-superintendent"]
    assert read_label("Call the site superintendent", "en", known).party == "site-superintendent"


def test_languages_are_told_apart() -> None:
    assert detect(["Kundendaten prüfen", "Antrag genehmigen"]) == "de"
    assert detect(["Valider la demande", "Informer le client"]) == "fr"
    assert detect(["approve", "check order"]) == "en"


def test_a_head_noun_is_not_an_attribute() -> None:
    assert headed_by("sales team", "group-words")
    assert not headed_by("head of department", "group-words")


def test_lexicons_have_the_same_lists_and_no_word_twice() -> None:
    found = {code: lexicon for code, lexicon in lexicons().items() if code != "all"}
    assert set(found) == {"en", "de", "fr", "es", "pt"}
    assert len({frozenset(lexicon.lists) for lexicon in found.values()}) == 1


@pytest.mark.parametrize(
    ("language", "called"),
    [
        ("fr", "Service client"),
        ("fr", "Gestion des clients"),
        ("fr", "Suivi clients"),
        ("es", "Servicio al cliente"),
        ("es", "Atención al cliente"),
        ("es", "Gestión de clientes"),
        ("pt", "Atendimento ao cliente"),
        ("pt", "Gerente de clientes"),
        ("en", "Atención a clients"),
        ("en", "Services for customers"),
        ("de", "Service für Kunden"),
        ("en", "Customer onboarding (retail)"),
    ],
)
def test_a_department_for_customers_is_no_party(language: str, called: str) -> None:
    assert not is_party(called, language)
    assert not is_party(name(called), language)


@pytest.mark.parametrize(
    ("language", "called"),
    [
        ("fr", "Client"),
        ("fr", "Nouveau client"),
        ("fr", "Client final"),
        ("fr", "Famille du patient"),
        ("fr", "Customer"),
        ("es", "Cliente"),
        ("es", "Cliente nuevo"),
        ("es", "Tomador del seguro"),
        ("pt", "A cliente"),
        ("pt", "Cliente novo"),
        ("de", "Das Mitglied"),
        ("en", "A customer"),
        ("en", "Insurance customer"),
        ("en", "Customers (retail)"),
    ],
)
def test_a_name_headed_by_people_outside_is_a_party(language: str, called: str) -> None:
    assert is_party(called, language)
    assert is_party(name(called), language)


def test_who_deals_with_suppliers_is_none() -> None:
    assert is_supplier("Proveedor") and is_supplier("Suppliers (EU)")
    assert is_supplier("Servicio de mensajería") and is_supplier("Service provider")
    assert not is_supplier("Service fournisseurs") and not is_supplier("Gestión de proveedores")


@pytest.mark.parametrize(
    "label",
    [
        "Invoice approval",
        "Credit approval",
        "Order approval",
        "Budget approval",
        "Purchase order approval",
        "Contract sign-off",
        "Invoice approval by manager",
    ],
)
def test_things_before_an_approval_make_a_noun_of_it(label: str) -> None:
    reading = read_label(label, "en")
    assert (reading.sign_off, reading.contact) == ("inferred-high", None)


@pytest.mark.parametrize(
    "label",
    ["Request approval", "Send approval", "Record approval", "Get approval", "Order approval form"],
)
def test_verbs_before_an_approval_do_not(label: str) -> None:
    assert read_label(label, "en").sign_off is None


def test_words_written_together_are_headed_by_their_ending() -> None:
    assert headed_by_ending("Urlaubsantrag", "work-endings")
    assert headed_by_ending("Kundenanfrage von Firmen", "work-endings")
    assert not headed_by_ending("Auftrag", "work-endings")
