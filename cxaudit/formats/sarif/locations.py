"""Places in SARIF: files as addresses, spans as regions, elements as logical locations."""

from __future__ import annotations

from typing import Any

from cxaudit.formats.escape import one_line
from cxaudit.formats.places import inside, uri
from cxaudit.language.spans import Span

ROOT = "%SRCROOT%"


def artifact(file: str) -> dict[str, Any]:
    """A file: relative to the folder of the audit where it lies below it."""
    base = {"uriBaseId": ROOT} if inside(file) else {}
    return {"uri": uri(file), **base}


def physical(file: str, span: Span) -> dict[str, Any]:
    """A span in a file; lines, columns and the end past the last letter as SARIF counts them too."""
    return {"artifactLocation": artifact(file), "region": region(span)}


def region(span: Span) -> dict[str, int]:
    """A span as a region."""
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def logical(map_id: str, path: str) -> dict[str, Any]:
    """An element of a map, or the map itself where the path is empty."""
    if not path:
        return {"name": map_id, "fullyQualifiedName": map_id, "kind": "map"}
    return {"name": path, "fullyQualifiedName": f"{map_id}/{path}", "kind": "element"}


def message(text: str) -> dict[str, str]:
    """A message in which nothing reads as a link: `[` is escaped where `](` follows."""
    shown = one_line(text)
    if "](" in shown:
        shown = shown.replace("\\", "\\\\").replace("[", "\\[")
    return {"text": shown}
