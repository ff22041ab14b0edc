"""An existing organisation comes in from a spreadsheet: circles, roles, and who holds what."""
