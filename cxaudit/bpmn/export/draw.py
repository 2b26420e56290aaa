"""A map as a BPMN file: composed, laid out, written, and marked so that it can be read back."""

from __future__ import annotations

from cxaudit.bpmn.elements import File, read_file
from cxaudit.bpmn.export.compose import compose
from cxaudit.bpmn.export.joins import join_up
from cxaudit.bpmn.export.layout.place import lay_out
from cxaudit.bpmn.export.people import people
from cxaudit.bpmn.export.sheet import Sheet
from cxaudit.bpmn.export.story import Story
from cxaudit.bpmn.export.write import to_bytes
from cxaudit.bpmn.extensions import Prints, declared
from cxaudit.bpmn.xml import parse
from cxaudit.language.problems import Problem


def draw(story: Story) -> bytes:
    """The BPMN file of one map."""
    sheet = sheet_of(story)
    drawing = lay_out(sheet)
    _print(sheet, to_bytes(sheet, drawing))
    return to_bytes(sheet, drawing)


def sheet_of(story: Story) -> Sheet:
    """Everything that the diagram of a map holds, without places."""
    draft = compose(story)
    join_up(draft)
    people(draft)
    return draft.sheet


def _print(sheet: Sheet, data: bytes) -> None:
    """Note how everything is drawn, by reading the file as the reader will."""
    tree = parse(data)
    if isinstance(tree, Problem):  # nothing we write is refused
        raise ValueError(tree.says)
    file: File = read_file(tree)
    for plan in file.plans:
        found = declared(plan)
        if found is None:
            continue
        prints = Prints(plan, file, found)
        pool = next(pool for pool in sheet.pools.values() if pool.process == plan.raw)
        pool.drawn = prints.whole()
        for key in found.steps:
            node = plan.nodes[key]
            said = sheet.nodes[node.raw].said
            if said is not None:
                said.drawn = prints.step(node)
