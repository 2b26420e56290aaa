"""The facts of the elements of a drawn model: what stands in a BPMN file, as it stands there."""

from __future__ import annotations

from pydantic import Field as F

from cxaudit.analysis.facts.base import Facts


class ElementFacts(Facts):
    """One element of a BPMN model: a task, event, gateway, flow, lane or pool, a process or
    sub-process. Maps in YAML have none."""

    id: str = F(description="Its id in the file; where it has none, its kind and line")
    kind: str = F(description="The name of its tag, such as userTask")
    family: str = F(description="activity, event, gateway, flow, lane, pool or process")
    what: str = F(description="Its kind in words, such as user task")
    name: str = F("", description="Its label; empty where it has none")
    title: str = F("", description="Its label, else what it is and its line")
    line: int = F(1, description="Line in the file")
    within: str = F("", description="The kind of what it stands in, such as process or subProcess")
    step: str | None = F(None, description="The step of the map that it became")
    event: list[str] = F(
        default_factory=list, description="What its event definitions are: timer, message, ..."
    )
    incoming: int = F(0, description="Sequence flows into it")
    outgoing: int = F(0, description="Sequence flows out of it")
    conditional: int = F(0, description="Flows out of it that have a condition")
    unconditional: int = F(0, description="Flows out of it with no condition that are no default")
    has_inside: bool = F(False, description="A process or sub-process with elements in it")
    starts: int = F(0, description="Start events directly inside it")
    ends: int = F(0, description="End events directly inside it")
    condition: str = F("", description="The condition of a flow; `?` where it is only marked")
    is_default: bool = F(False, description="The flow is the default way out of its source")
    beside_conditions: bool = F(
        False, description="Other ways out of the flow's source have conditions or are the default"
    )
    repeats: bool = F(
        False, description="A flow before it has the same ends and the same condition"
    )
    compensates: bool = F(False, description="It only undoes other work")
    by_event: bool = F(False, description="A sub-process that an event starts, whatever runs")
    begins: bool = F(False, description="A receiving task or gateway that starts the process")
    performer_from: str = F(
        "", description="Where the performer comes from: lane, attribute, shape, pool, kind of task"
    )
    sign_off_from: str = F(
        "", description="What makes it a sign-off: label, gateway (the one behind it), both"
    )
    touch_point_from: str = F(
        "", description="What makes it a touch-point: message (a message flow), lane, pool, label"
    )
