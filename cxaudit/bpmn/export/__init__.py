"""Maps out again as BPMN 2.0: composed of a map of ours, or given back as they came."""
