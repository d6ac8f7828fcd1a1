"""Who may do what in the records room."""

from moothall.kit.registries import Person
from moothall.people import grants
from moothall.people.models import Role, User
from moothall.records import keepers, owning
from moothall.records.models import Disposal, Hold, InformationAsset, InformationSystem, Report, ReviewRequest
from moothall.records.models.holds import CONTAINER


def can_keep_records(by: User) -> bool:
    """Look after systems, assets, retention and holds: records managers and administrators."""
    return keepers.keeps(by)


def can_hold_for_a_case(by: User) -> bool:
    """Hold what was found for an information request: who looks after records, and disclosure officers (FOIA s.77)."""
    return can_keep_records(by) or (by.is_active and by.has_role(Role.DISCLOSURE_OFFICER))


def can_see_holds(by: User) -> bool:
    """See the list of holds: who looks after records, discloses or audits."""
    return can_keep_records(by) or by.has_role(Role.DISCLOSURE_OFFICER) or by.has_role(Role.AUDITOR)


def shown_holds(person: Person) -> bool:
    """Who finds the list of holds in the room: those who see every hold, and owners of one."""
    if not isinstance(person, User):
        return False
    return can_see_holds(person) or any(token.startswith(f"{CONTAINER}:") for token in grants.tokens(person))


def can_know_reasons(by: User) -> bool:
    """Read what every hold is for: who looks after records, and disclosure officers."""
    return can_keep_records(by) or by.has_role(Role.DISCLOSURE_OFFICER)


def can_know_why(by: User, hold: Hold) -> bool:
    """Read what a hold is for: those who may of every hold, and its owner."""
    return can_know_reasons(by) or (by.is_active and hold.owner_id == by.pk)


def can_change_hold(by: User, hold: Hold) -> bool:
    """Add to a hold that is in force, review it and release it: who looks after records."""
    return can_keep_records(by) and hold.in_force


def can_own_hold(person: User) -> bool:
    """Own a hold: staff and councillors who may sign in."""
    return person.is_active and not person.is_guest


def can_review_hold(by: User, hold: Hold) -> bool:
    """Say that a hold is still needed: its owner, and who looks after records."""
    return hold.in_force and (can_keep_records(by) or (by.is_active and hold.owner_id == by.pk))


def can_edit_system(by: User, system: InformationSystem) -> bool:
    """Describe a system, its accounts and what it may be used for: its owner, and who keeps the records."""
    return can_keep_records(by) or (by.is_active and not by.is_guest and system.owner_id == by.pk)


def can_report(by: User) -> bool:
    """Say that one can't get to something, or ask whether one may use it: staff and councillors."""
    return by.is_active and not by.is_guest


def can_answer_report(by: User, report: Report) -> bool:
    """Answer a report: the owner of the system; who keeps the records too, and alone where the owner has left."""
    if can_keep_records(by):
        return True
    return report.system is not None and can_edit_system(by, report.system)


def can_look_into_records(by: User) -> bool:
    """Come into the room: staff and councillors."""
    return by.is_active and not by.is_guest


def can_create_asset(by: User) -> bool:
    """Describe a new asset, one by one or from a file: who keeps the records."""
    return can_look_into_records(by) and can_keep_records(by)


def can_edit_asset(by: User, asset: InformationAsset) -> bool:
    """Change and review what is said of an asset: who answers for it and may read it, and who keeps the records."""
    if not can_look_into_records(by) or not asset.is_held or not grants.may_see(by, asset.container):
        return False
    return by.pk in {asset.owner_id, asset.custodian_id} or can_keep_records(by)


def can_end_asset(by: User, asset: InformationAsset) -> bool:
    """Say that an asset is no longer held: its owner, and who keeps the records."""
    return can_edit_asset(by, asset) and (by.pk == asset.owner_id or can_keep_records(by))


def may_import_assets(person: Person) -> bool:
    """Send a file with assets: who may describe them."""
    return isinstance(person, User) and can_create_asset(person)


def can_see_security(by: User) -> bool:
    """See who has not been here for long, and who opens unusually much: administrators."""
    return by.has_role(Role.ADMINISTRATOR)


def can_read_retention(by: User) -> bool:
    """See to what rules are applied, previews, runs and certificates: who keeps records, and auditors."""
    return can_keep_records(by) or by.has_role(Role.AUDITOR)


def can_answer_review(by: User, request: ReviewRequest) -> bool:
    """Say what becomes of things whose time has come: who looks after the place that they lie in."""
    return owning.looks_after(by, request.container)


def can_approve(by: User, run: Disposal) -> bool:
    """Approve a disposal: who keeps records and did not propose it; two people look at what cannot be undone."""
    return can_keep_records(by) and by.pk != run.proposed_by_id


def can_decline(by: User, run: Disposal) -> bool:
    """Turn a proposed disposal down, or take one's own back: who keeps records."""
    return can_keep_records(by)


def can_enter_receipt(by: User, run: Disposal) -> bool:
    """Say that an archive took things over: who keeps records, once the bundles are written."""
    return can_keep_records(by) and run.awaits_receipt


def can_fetch_handover(by: User) -> bool:
    """Fetch a bundle for an archive, with all that is in it: who keeps records; auditors see that it is there."""
    return can_keep_records(by)
