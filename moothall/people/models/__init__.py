"""Users, teams, roles and grants, and the ways in."""

from moothall.people.models.corrections import Correction
from moothall.people.models.founding import Founding
from moothall.people.models.grants import Grant
from moothall.people.models.teams import Function, Team
from moothall.people.models.users import Kind, Role, RoleHolding, User
from moothall.people.models.ways_in import WayIn

__all__ = ["Correction", "Founding", "Function", "Grant", "Kind", "Role", "RoleHolding", "Team", "User", "WayIn"]
