"""The machine: clock, paths, language, logs."""
