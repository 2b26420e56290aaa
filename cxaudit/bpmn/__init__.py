"""BPMN 2.0 into the models of the map language."""
