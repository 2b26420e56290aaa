"""`cxaudit facts`: everything that is computed from the maps, as JSON."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from cxaudit.cli.asked import CollaborationOption, CustomerOption, StdinFilenameOption, asked
from cxaudit.cli.options import AsOfOption, ConfigOption, IsolatedOption, RulesOption, wanted
from cxaudit.cli.shared import complain, exit_code, finish, run_audit


def facts(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Maps, BPMN files or folders; default: this folder.")
    ] = None,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print what every fact means, as JSON Schema.")
    ] = False,
    as_of: AsOfOption = None,
    rules: RulesOption = None,
    config: ConfigOption = None,
    isolated: IsolatedOption = False,
    stdin_filename: StdinFilenameOption = None,
    customer: CustomerOption = None,
    collaboration: CollaborationOption = False,
) -> None:
    """Print the facts of process maps as JSON: sign-offs, time, silence, touch-points, people.

    Durations are working minutes, shares 0 to 1, paths lists of step ids; unknown is null.
    """
    if schema:
        from cxaudit.analysis.facts.judges import JUDGES

        found = {judge: model.model_json_schema() for judge, model in JUDGES.items()}
        print(json.dumps(found, indent=2))
        return
    from cxaudit.formats.facts import facts_json

    by = wanted(rules, config=config, isolated=isolated)
    read = asked(paths or [], stdin_filename, False, customer, collaboration)
    result = run_audit(read, as_of, by, judged=False)
    code = exit_code(result)
    if code != 3:
        sys.stdout.write(facts_json(result))
    complain(result)
    finish(result, code)
