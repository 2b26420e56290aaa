"""In which language people are spoken to: catalogues of texts, and how numbers are written there."""
