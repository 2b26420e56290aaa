"""Facts over an organisation and all its maps, one module a subject."""
