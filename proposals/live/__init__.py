"""A vote with everybody in the room: a facilitator's steps, the state they make, pages that follow it."""
