"""The report for paper: the same data as a run of blocks, typeset as PDF and written as DOCX."""
