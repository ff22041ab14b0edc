"""Circles, roles, mandates: who does what, until when, and who is next."""
