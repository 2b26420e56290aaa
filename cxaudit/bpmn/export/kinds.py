"""Which element of BPMN a step is drawn as."""

from __future__ import annotations

from cxaudit.bpmn.export.story import Stop


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WRITTEN = _words(
    "email e-mail mail letter post sms text message fax chat portal app web newsletter"
)
_FACE_TO_FACE = _words("visit meeting counter in-person personally site desk shop")
_RECEIVES = _words(
    "take takes receive receives get gets collect collects accept accepts record records hear "
    "hears listen listens register registers nimmt nehmen erhält erhalten empfängt empfangen "
    "aufnehmen annehmen entgegennehmen recevoir reçoit prendre prend recueillir recibir "
    "recibe tomar toma recoger recoge receber recebe recolher recolhe"
)


def tag_of(stop: Stop) -> str:
    """The name of the element: tasks by who does them and how, events for waits, ends and
    what a case only passes, a gateway for a decision in which nothing is done."""
    bound = any(road.kind in ("late", "wrong") for road in stop.roads)
    if stop.kind == "end":
        return "endEvent"
    if stop.called:
        return "callActivity"
    if stop.kind == "wait":
        return "receiveTask" if bound or not stop.wait else "intermediateCatchEvent"
    if stop.kind == "decision" and stop.idle and not bound and not stop.split:
        return "exclusiveGateway"
    if stop.kind == "task" and stop.idle and not bound and not stop.split:
        return "intermediateThrowEvent"
    if stop.performer_kind == "system":
        return "serviceTask"
    if stop.kind == "sign-off":
        return "userTask"
    if not stop.performer:
        return "task"
    channels = {channel.lower() for met in stop.met for channel in met.channels}
    if channels and channels <= _FACE_TO_FACE:
        return "manualTask"
    partners = [met for met in stop.met if not met.by_party]
    if partners and channels and channels <= _WRITTEN and not stop.systems:
        inward, outward = directions(stop)
        return "sendTask" if not inward else "receiveTask" if not outward else "userTask"
    if stop.performer_kind == "party":
        return "userTask" if stop.systems or channels & _WRITTEN else "manualTask"
    return "userTask"


def directions(stop: Stop) -> tuple[bool, bool]:
    """Whether a message comes in from the party, and whether one goes out to it."""
    words = {word.strip(".,;:!?").lower() for word in stop.label.split()[:2]}
    receives = bool(words & _RECEIVES)
    return stop.asks or receives, not receives and not stop.asks
