"""The rules: pure functions on frozen values. Standard library only."""
