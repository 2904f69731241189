"""The tables, one file per group."""
