"""What gateways and events without a name are called in a map, in the language of its labels."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Invented:
    """Labels for what the model leaves without one: `wait_for_all` where branches meet, `side_by_side`
    where they part, `which_way` at a choice, `what_first` where several things are awaited; how a
    process begins; a `wait` of some time, an event, a message `to` and `from` a party, `both` of two
    parties."""

    wait_for_all: str
    side_by_side: str
    which_way: str
    what_first: str
    how_it_starts: str
    start: str
    wait: str
    event: str
    to: str
    from_: str
    both: str


ENGLISH = Invented(
    "Wait for all", "Side by side", "Which way?", "What happens first?", "How it starts", "Start",
    "Wait {}", "Event", "Message to {}", "Message from {}", "and",
)  # fmt: skip
_OTHERS = {
    "de": Invented(
        "Auf alle warten", "Nebeneinander", "Welcher Weg?", "Was geschieht zuerst?",
        "Wie es beginnt", "Beginn", "{} warten", "Ereignis", "Nachricht an {}", "Nachricht von {}",
        "und",
    ),
    "fr": Invented(
        "Attendre toutes les branches", "En parallèle", "Quelle voie ?",
        "Que se passe-t-il d'abord ?", "Comment cela commence", "Début", "Attendre {}", "Événement",
        "Message à {}", "Message de {}", "et",
    ),
    "es": Invented(
        "Esperar a todas", "En paralelo", "¿Qué camino?", "¿Qué ocurre primero?", "Cómo empieza",
        "Inicio", "Esperar {}", "Evento", "Mensaje a {}", "Mensaje de {}", "y",
    ),
    "pt": Invented(
        "Esperar por todas", "Em paralelo", "Qual caminho?", "O que acontece primeiro?",
        "Como começa", "Início", "Esperar {}", "Evento", "Mensagem para {}", "Mensagem de {}", "e",
    ),
}  # fmt: skip


def invented(language: str) -> Invented:
    """The labels for a language; English for one that is not known."""
    return _OTHERS.get(language, ENGLISH)
