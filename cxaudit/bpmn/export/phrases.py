"""The few words that an export adds to a map, in the language of its labels."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrases:
    """Texts of branches, questions at gateways, and what a start is called (`asks` with who does)."""

    approved: str
    rejected: str
    otherwise: str
    goes_on: str
    is_approved: str
    which_request: str
    which_of_them: str
    answer: str
    result: str
    asks: str
    request: str
    after: str
    late: str
    goes_wrong: str
    first: str


ENGLISH = Phrases(
    "approved", "rejected", "else", "goes on", "Approved?", "Which request?", "Which of them?",
    "Answer?", "Result?", "{} asks", "Request", "after {}", "late", "goes wrong",
    "The first goes on",
)  # fmt: skip
_OTHERS = {
    "de": Phrases(
        "genehmigt", "abgelehnt", "sonst", "geht weiter", "Genehmigt?", "Welche Anfrage?",
        "Welche davon?", "Antwort?", "Ergebnis?", "{} fragt an", "Anfrage", "nach {}", "zu spät",
        "geht schief", "Der Erste geht weiter",
    ),
    "fr": Phrases(
        "approuvé", "refusé", "sinon", "continue", "Approuvé ?", "Quelle demande ?", "Lesquels ?",
        "Réponse ?", "Résultat ?", "{} demande", "Demande", "après {}", "en retard", "échoue",
        "Le premier continue",
    ),
    "es": Phrases(
        "aprobado", "rechazado", "si no", "sigue", "¿Aprobado?", "¿Qué solicitud?", "¿Cuáles?",
        "¿Respuesta?", "¿Resultado?", "{} pide", "Solicitud", "después de {}", "con retraso",
        "sale mal", "El primero sigue",
    ),
    "pt": Phrases(
        "aprovado", "rejeitado", "senão", "segue", "Aprovado?", "Qual pedido?", "Quais?",
        "Resposta?", "Resultado?", "{} pede", "Pedido", "após {}", "atrasado", "dá errado",
        "O primeiro segue",
    ),
}  # fmt: skip
REFUSED = frozenset(
    word for own in (ENGLISH, *_OTHERS.values()) for word in (own.rejected, own.otherwise)
)


def phrases(language: str) -> Phrases:
    """The words for a language; English for one that is not known."""
    return _OTHERS.get(language, ENGLISH)
