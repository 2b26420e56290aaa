"""Maps that were read from other formats, written in the language of maps."""
