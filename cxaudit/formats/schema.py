"""The JSON Schema of `--format json`: python -m cxaudit.formats.schema -o FILE writes it."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import GenerateJsonSchema


class _Untitled(GenerateJsonSchema):
    """Without titles, which only repeat the keys."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


class _Part(BaseModel):
    """A part of the JSON; later versions of one schema may add keys to it."""

    model_config = ConfigDict(extra="allow")


class Place(_Part):
    """A stretch of a file: 1-based, columns in code points, the end exclusive."""

    line: int = Field(ge=1, description="First line.")
    column: int = Field(ge=1, description="Column in the first line.")
    end_line: int = Field(ge=1, description="Last line.")
    end_column: int = Field(ge=1, description="Column past the last character.")


class Related(_Part):
    """Another place in the same file that belongs to a finding."""

    span: Place = Field(description="Where it stands.")
    says: str = Field(description="What stands there.")


class Finding(_Part):
    """A rule that fires on an element."""

    code: str = Field(description="Code of the rule, such as SO201.")
    name: str = Field(description="Name of the rule, such as too-many-sign-offs.")
    severity: Literal["error", "warning", "info"] = Field(description="How grave it is.")
    confidence: Literal["certain", "high", "medium"] = Field(
        description="How sure it is, by the least sure fact that the rule's condition reads."
    )
    says: str = Field(description="The finding in one sentence, with its figures.")
    map: str = Field(description="Id of the map or organisation file.")
    path: str = Field(
        description="Path of the element, such as steps/approve/owner; empty for the whole map."
    )
    file: str = Field(
        description="The file, with forward slashes; relative where it lies below the current folder."
    )
    span: Place = Field(description="Where the element stands.")
    witness: list[str] = Field(description="Ids of the steps that prove it, in order.")
    related: list[Related] = Field(description="Other places that belong to it.")
    requests: list[str] = Field(description="Request types that it is about.")
    facts: dict[str, Any] = Field(description="What the rule compared: facts and limits by name.")
    why: str = Field(description="Why it matters to a customer.")
    instead: str = Field(description="What to do instead.")
    heuristics: list[str] = Field(description="Names of ways to redesign that apply.")
    fix: str | None = Field(
        description="What to write, with the option that does it: --fix where it is certain, "
        "--unsafe-fixes where it is likely; null where nothing is known."
    )
    fingerprint: str = Field(
        description="Identity of the finding: it survives other lines, keys and words."
    )
    suppressed: str | None = Field(
        description="Why it is lived with, as a waiver or the baseline says; null while it is open."
    )
    suppressed_by: Literal["waiver", "baseline"] | None = Field(
        description="What says so; null while it is open."
    )


class Failure(_Part):
    """A path that could not be audited."""

    path: str = Field(description="The path as it was named.")
    says: str = Field(description="What went wrong.")


class Crash(_Part):
    """A rule that failed while running, or a map that could not be studied."""

    code: str = Field(description="Code of the rule; `-` where no rule failed.")
    map: str = Field(description="Id of the map.")
    element: str = Field(description="Path of the element, or of the file where no rule failed.")
    says: str = Field(description="What went wrong.")


class Summary(_Part):
    """The audit in numbers; suppressed findings count nowhere else."""

    errors: int = Field(ge=0, description="Open findings that are errors.")
    warnings: int = Field(ge=0, description="Open findings that are warnings.")
    infos: int = Field(ge=0, description="Open findings that are questions.")
    suppressed: int = Field(
        ge=0, description="Findings that a waiver silences or the baseline holds."
    )
    known: int = Field(ge=0, description="Those of them that the baseline holds.")
    files: int = Field(ge=0, description="Maps judged, and other files with faults.")
    not_assessed: int = Field(ge=0, description="Checks left open for want of data.")
    failed: int = Field(ge=0, description="Failures and crashes.")


class Dimension(_Part):
    """One dimension of the scorecard."""

    name: str = Field(description="Its name.")
    families: list[str] = Field(description="How the codes of its rules begin.")
    score: float | None = Field(description="0 to 100; null where no check could be made.")
    grade: str | None = Field(description="A to E; null without a score.")
    capped: str = Field(description="What holds the grade down; empty where nothing does.")
    coverage: float = Field(ge=0, le=1, description="Checks made of all checks.")
    checks: int = Field(ge=0, description="Checks made.")
    not_assessed: int = Field(ge=0, description="Checks left open for want of data.")
    failed_weight: float = Field(ge=0, description="Weight of the checks that failed.")
    weight: float = Field(ge=0, description="Weight of all checks made.")
    errors: int = Field(ge=0, description="Open errors.")
    warnings: int = Field(ge=0, description="Open warnings.")
    questions: int = Field(ge=0, description="Open questions.")
    waived: int = Field(ge=0, description="Findings that a waiver silences.")
    level: int = Field(ge=0, le=4, description="How many of the four statements hold in turn.")
    arithmetic: str = Field(description="How the score came about.")


class Score(_Part):
    """The scorecard: seven dimensions and the whole."""

    score: float | None = Field(description="Mean of the dimensions that have a score.")
    grade: str | None = Field(description="A to E; null where too few checks could be made.")
    capped: str = Field(description="What holds the grade down; empty where nothing does.")
    coverage: float = Field(ge=0, le=1, description="Checks made of all checks.")
    arithmetic: str = Field(description="How the score came about.")
    dimensions: list[Dimension] = Field(description="The seven dimensions.")


class Output(_Part):
    """What `cxaudit check --format json` prints."""

    schema_: Literal[1] = Field(alias="schema", description="Version of this schema.")
    as_of: str = Field(description="The day for which the maps were judged, YYYY-MM-DD.")
    findings: list[Finding] = Field(
        description="All findings, suppressed ones too: by file, the graver first."
    )
    not_assessed: dict[str, int] = Field(
        description="How many checks of each rule were left open for want of data."
    )
    failures: list[Failure] = Field(description="Paths that could not be audited.")
    crashes: list[Crash] = Field(description="Rules that failed while running.")
    summary: Summary = Field(description="The audit in numbers.")
    score: Score = Field(description="The scorecard.")


def findings_schema() -> dict[str, Any]:
    """The schema as plain data."""
    schema = Output.model_json_schema(schema_generator=_Untitled)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "cxaudit findings"}
    return head | {key: value for key, value in schema.items() if key != "title"}


def main(arguments: list[str] | None = None) -> int:
    """Write the schema into a file."""
    parser = argparse.ArgumentParser(prog="python -m cxaudit.formats.schema")
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, required=True)
    output: Path = parser.parse_args(arguments).output
    output.write_text(json.dumps(findings_schema(), indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
