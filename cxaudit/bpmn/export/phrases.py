"""The few words that an export adds to a map, in the language of its labels."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrases:
    """Texts of branches, questions at gateways, what a start is called (`asks` with who does), and the
    lane of steps of which the map names nobody."""

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
    nobody: str


ENGLISH = Phrases(
    "approved", "rejected", "else", "goes on", "Approved?", "Which request?", "Which of them?",
    "Answer?", "Result?", "{} asks", "Request", "after {}", "late", "goes wrong",
    "The first goes on", "Nobody named",
)  # fmt: skip
_OTHERS = {
    "de": Phrases(
        "genehmigt", "abgelehnt", "sonst", "geht weiter", "Genehmigt?", "Welche Anfrage?",
        "Welche davon?", "Antwort?", "Ergebnis?", "{} fragt an", "Anfrage", "nach {}", "zu spät",
        "geht schief", "Der Erste geht weiter", "Niemand genannt",
    ),
    "fr": Phrases(
        "approuvé", "refusé", "sinon", "continue", "Approuvé ?", "Quelle demande ?", "Lesquels ?",
        "Réponse ?", "Résultat ?", "{} demande", "Demande", "après {}", "en retard", "échoue",
        "Le premier continue", "Personne de nommé",
    ),
    "es": Phrases(
        "aprobado", "rechazado", "si no", "sigue", "¿Aprobado?", "¿Qué solicitud?", "¿Cuáles?",
        "¿Respuesta?", "¿Resultado?", "{} pide", "Solicitud", "después de {}", "con retraso",
        "sale mal", "El primero sigue", "Nadie indicado",
    ),
    "pt": Phrases(
        "aprovado", "rejeitado", "senão", "segue", "Aprovado?", "Qual pedido?", "Quais?",
        "Resposta?", "Resultado?", "{} pede", "Pedido", "após {}", "atrasado", "dá errado",
        "O primeiro segue", "Ninguém indicado",
    ),
}  # fmt: skip
NOBODY_NAMED = frozenset(own.nobody for own in (ENGLISH, *_OTHERS.values()))
REFUSED = frozenset(
    word for own in (ENGLISH, *_OTHERS.values()) for word in (own.rejected, own.otherwise)
)


def phrases(language: str) -> Phrases:
    """The words for a language; English for one that is not known."""
    return _OTHERS.get(language, ENGLISH)
