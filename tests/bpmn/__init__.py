"""The BPMN reader."""
