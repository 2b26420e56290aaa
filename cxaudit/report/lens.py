"""What the sections of the report are made of, as plain data: panels that hold tables, pictures, cards,
bars and accounts. One template and one Markdown rendering show them all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cxaudit.report.context import Head, Ref
from cxaudit.report.texts import _, unstated

MOST_ROWS = 60  # rows of a table; nobody reads more, and `cxaudit facts` has them all


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. Tones: `bad`, `good`, `unknown` (hatched), `strong`, `mid` (a mark in a matrix), `p2 p1
    z m1 m2` (impacts). In the first cell of a row `about` holds the marks of those it is about."""

    text: str
    tone: str = ""
    small: str = ""
    refs: tuple[Ref, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: a `list` becomes blocks on a narrow page, a `matrix` scrolls in its own box.

    `numbers` are the columns with figures; `more` says what is left out.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    kind: str = "list"
    numbers: frozenset[int] = frozenset()
    more: str = ""
    about: tuple[str, ...] = ()  # of columns: marks of what each is about


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing by our own hand (its texts are escaped there), with what it says in words."""

    svg: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Card:
    """A thing with its facts."""

    title: str
    sub: str = ""
    facts: tuple[tuple[str, Cell], ...] = ()
    text: str = ""
    anchor: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Cards:
    """Cards beside each other."""

    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar on a scale that all bars of a block share, 0 to 1; `mark` is a second place on it."""

    name: str
    value: str
    share: float | None
    tone: str = ""
    small: str = ""
    mark: float | None = None
    mark_label: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars below each other."""

    caption: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """One stretch of an account: when it is, what happens; tones `met`, `gate`, `wait`, `end`."""

    when: str
    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """What somebody goes through, in order."""

    title: str
    lead: str
    stops: tuple[Stop, ...]
    after: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """A sentence or two."""

    text: str


Block = Table | Picture | Cards | Bars | Account | Prose


@dataclass(frozen=True, slots=True)
class Panel:
    """One picture or table of a section. `systems` are the rows of docs/report.md that it shows; where
    it has no blocks, `write` says what to write in the map to see it."""

    key: str
    title: str
    blocks: tuple[Block, ...] = ()
    systems: tuple[int, ...] = ()
    name: str = ""
    write: str = ""
    lead: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Lens:
    """A section of the report: its number there, its head, its panels."""

    number: int
    head: Head
    panels: tuple[Panel, ...]

    @property
    def full(self) -> tuple[Panel, ...]:
        """Panels that have something to show."""
        return shown(self.panels)

    @property
    def empty(self) -> tuple[Panel, ...]:
        """Panels that want to be written first."""
        return missing(self.panels)


def shown(panels: Iterable[Panel]) -> tuple[Panel, ...]:
    """Panels that have something to show."""
    return tuple(panel for panel in panels if panel.blocks)


def missing(panels: Iterable[Panel]) -> tuple[Panel, ...]:
    """Panels that want to be written first."""
    return tuple(panel for panel in panels if not panel.blocks and panel.write)


def kind_of(block: Block) -> str:
    """The kind of a block, for a template."""
    return type(block).__name__.lower()


def cell(text: str | None, tone: str = "", small: str = "") -> Cell:
    """A cell; one that nobody has stated says so."""
    return Cell(text, tone, small) if text else Cell(unstated(), "unknown", small)


def yes_no(value: bool | None, good: bool = True) -> Cell:
    """A yes or no, told by word and tone; unknown where nobody says."""
    if value is None:
        return cell(None)
    return Cell(_("yes") if value else _("no"), "good" if value is good else "bad")


def table(
    caption: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Cell | str]],
    kind: str = "list",
    numbers: Iterable[int] = (),
    about: Sequence[str] = (),
) -> tuple[Block, ...]:
    """A table as the blocks of a panel: none where it has no row; cut where it has very many. `about`
    are the marks of its columns."""
    told = [tuple(c if isinstance(c, Cell) else Cell(c) for c in row) for row in rows]
    if not told:
        return ()
    rest = len(told) - MOST_ROWS
    more = _("{n} more rows are left out here; `cxaudit facts` has them.") if rest > 0 else ""
    return (
        Table(caption, tuple(heads), tuple(told[:MOST_ROWS]), kind, frozenset(numbers),
              more.format(n=rest), tuple(about)),
    )  # fmt: skip
