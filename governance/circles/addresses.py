"""The addresses of circles, roles, successions and turns."""

from governance.circles import views_acts, views_room, views_succession, views_turns
from governance.circles.views import circles

__all__ = ["circles", "views_acts", "views_room", "views_succession", "views_turns"]
