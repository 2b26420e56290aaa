"""Reading a theme file: every fault with its place, as in a configuration."""

from __future__ import annotations

from pathlib import Path

from cxaudit.language.nodes import Node, compose
from cxaudit.language.problems import Problem
from cxaudit.report.blueprint.styles import Theme as Ground
from cxaudit.rules.files import Refused, check, read_text, resolve
from cxaudit.rules.reading import Reader
from cxaudit.run.project import project_root

from .colours import LEAST, is_colour, readable, weakest
from .logo import MOST_BYTES, Logo, NoLogo, logo_of
from .model import KEYS, MOST_FOOTER, MOST_PREFACE, MOST_TITLE, Theme
from .preface import pieces_of

_SAYS = "a theme holds keys such as `title`, `logo`, `accent`, `preface` or `footer`"


class BrokenTheme(Exception):
    """A theme that cannot be used; the lines say where and why."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def read_theme(path: Path, name: str) -> Theme:
    """The theme in a file, whose logo lies within the same project; `name` is how people call it.
    Raises `BrokenTheme`."""
    try:
        composed = compose(read_text(path, named=True))
    except Refused as refused:
        raise BrokenTheme([_line(name, refused.problem)]) from None
    reader = Reader(composed, name)
    found = Theme() if reader.problems else _Theme(reader, composed.root, path).read()
    if reader.problems:
        ordered = sorted(reader.problems, key=lambda problem: problem.span)
        raise BrokenTheme([_line(name, problem) for problem in ordered])
    return found


def _line(name: str, problem: Problem) -> str:
    span = problem.span
    return f"{name}:{span.line}:{span.column}: {problem.says}"


class _Theme:
    """Reads the keys of one file."""

    def __init__(self, reader: Reader, root: Node | None, path: Path) -> None:
        self.reader = reader
        self.path = path
        entries = reader.entries(root, _SAYS)
        reader.keys(entries, KEYS, "a theme")
        self.nodes = {key: node for key, (_, node) in entries.items()}

    def read(self) -> Theme:
        """The whole theme."""
        accent = self.colour("accent")
        dark = self.colour("accent-dark")
        if dark and not accent and "accent" not in self.nodes:
            self.reader.fault(self.nodes["accent-dark"], "`accent-dark` stands beside an `accent`")
        return Theme(
            title=self.text("title", MOST_TITLE),
            logo=self.logo(),
            accent=accent,
            accent_dark=dark or (readable(accent, "dark") if accent else ""),
            preface=pieces_of(self.text("preface", MOST_PREFACE)),
            footer=self.text("footer", MOST_FOOTER),
        )

    def text(self, key: str, most: int) -> str:
        """A text; empty where nothing stands."""
        return self.reader.text(self.nodes[key], most) if key in self.nodes else ""

    def colour(self, key: str) -> str:
        """A colour that can be read on its ground; empty where none stands."""
        node = self.nodes.get(key)
        if node is None:
            return ""
        text = self.reader.text(node)
        if not text:
            return ""
        if not is_colour(text):
            says = f'{text[:40]!r} is no colour: write it as "#0A5FA8", in quotes'
            self.reader.fault(node, says, text)
            return ""
        ground: Ground = "dark" if key == "accent-dark" else "light"
        figure = weakest(text, ground)
        if figure < LEAST:
            near = readable(text, ground)
            self.reader.fault(
                node,
                f"{text} has a contrast of {figure:.2f} on {ground} ground; words need "
                f"{LEAST}: {near} is the nearest that can be read",
                text,
                near,
            )
            return ""
        return text.upper()

    def logo(self) -> Logo | None:
        """The logo."""
        node = self.nodes.get("logo")
        text = self.reader.text(node) if node is not None else ""
        if node is None or not text:
            return None
        folder = self.path.parent.resolve()
        try:
            path = resolve(text, folder, project_root(folder))
            check(path)
            with path.open("rb") as file:
                return logo_of(file.read(MOST_BYTES + 1))
        except Refused as refused:
            self.reader.fault(node, f"{text} {refused.says}", text)
        except NoLogo as error:
            self.reader.fault(node, f"{text} {error}", text)
        except OSError as error:
            self.reader.fault(node, f"{text} cannot be read: {error.strerror}", text)
        return None
