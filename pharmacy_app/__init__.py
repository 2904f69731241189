"""Farmacia Comunal: a commune's own pharmacy."""

__version__ = "0.1.0"
