"""What a project begins with: an organisation, a first map, a configuration; perhaps CI and a hook."""
