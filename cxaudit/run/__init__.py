"""The pipeline: paths in, an `Audit` out."""
