"""Users, teams, roles and grants."""

from moothall.people.models.grants import Grant
from moothall.people.models.teams import Team
from moothall.people.models.users import Kind, Role, RoleHolding, User

__all__ = ["Grant", "Kind", "Role", "RoleHolding", "Team", "User"]
