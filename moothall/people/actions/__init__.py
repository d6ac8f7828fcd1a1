"""What changes people, teams and roles, and how people come in."""

from moothall.people.actions.founding import AlreadyFoundedError, found
from moothall.people.actions.people import (
    LastAdministratorError,
    correct,
    create_user,
    deactivate,
    edit_profile,
    handle_for,
    move,
    reactivate,
)
from moothall.people.actions.records import (
    answer_correction,
    ask_correction,
    begin_staff_session,
    export_data,
    note_look,
)
from moothall.people.actions.roles import give_role, set_roles, take_role
from moothall.people.actions.teams import FunctionFollowsError, create_team, set_function
from moothall.people.actions.ways_in import (
    WayInClosedError,
    choose_password,
    come_in,
    make_code,
    send_invitation,
    withdraw,
)

__all__ = [
    "AlreadyFoundedError",
    "FunctionFollowsError",
    "LastAdministratorError",
    "WayInClosedError",
    "answer_correction",
    "ask_correction",
    "begin_staff_session",
    "choose_password",
    "come_in",
    "correct",
    "create_team",
    "create_user",
    "deactivate",
    "edit_profile",
    "export_data",
    "found",
    "give_role",
    "handle_for",
    "make_code",
    "move",
    "note_look",
    "reactivate",
    "send_invitation",
    "set_function",
    "set_roles",
    "take_role",
    "withdraw",
]
