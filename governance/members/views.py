"""The pages of members and accounts, all attached to their blueprints."""

from governance.members import views_import, views_offices, views_own, views_steward
from governance.members.views_account import account
from governance.members.views_members import members

__all__ = ["account", "blueprints", "members", "views_import", "views_offices", "views_own", "views_steward"]

blueprints = (members, account)
