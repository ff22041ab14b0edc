"""Reading circles, roles and mandates at any date."""

from governance.circles.queries_circles import composition, tree
from governance.circles.queries_history import Conditions, history, renewed, revocable
from governance.circles.queries_roles import ending, mine, role, roles_at

__all__ = [
    "Conditions",
    "composition",
    "ending",
    "history",
    "mine",
    "renewed",
    "revocable",
    "role",
    "roles_at",
    "tree",
]
