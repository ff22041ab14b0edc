"""Tiers-Voix: where a network of third places decides."""

__version__ = "0.1.0"
