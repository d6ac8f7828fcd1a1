"""Who keeps the records, and who of them is told what nobody else answers for."""

from conftest import Cast
from moothall.notices.models import Notice
from moothall.people import actions as people_actions
from moothall.people.models import Role, User
from moothall.people.tests import make as make_people
from moothall.records import asset_telling, holding, keepers
from moothall.records.tests import make_assets, make_holds


def test_the_records_managers_are_told_and_the_administrators_where_there_are_none(cast: Cast) -> None:
    assert keepers.told() == [cast.admin.pk]
    both = make_people.user("Zed Both", roles=(Role.ADMINISTRATOR, Role.RECORDS_MANAGER))
    assert keepers.told() == [both.pk] and list(keepers.everyone()) == [cast.admin, both]
    assert [person for person in User.objects.all() if keepers.keeps(person)] == [cast.admin, both]
    people_actions.deactivate(both, by=cast.admin)
    assert keepers.told() == [cast.admin.pk] and not keepers.managers()
    assert not keepers.keeps(User.objects.get(pk=both.pk))


def test_an_asset_without_an_owner_is_told_to_an_administrator_where_nobody_else_keeps_records(cast: Cast) -> None:
    asset = make_assets.asset(by=cast.admin, owner=cast.gareth)
    people_actions.give_role(cast.joan, by=cast.admin, role=Role.ADMINISTRATOR)
    people_actions.deactivate(cast.gareth, by=cast.admin)
    row = Notice.objects.get(person=cast.joan, kind=asset_telling.UNOWNED)
    assert row.subject == asset.pk and asset_telling.load_unowned(cast.joan, [asset.pk])
    assert asset_telling.keeps_register(cast.joan) and not asset_telling.keeps_register(cast.priya)


def test_a_refusal_names_the_records_manager_or_says_whom_to_ask(cast: Cast) -> None:
    assert "Ask an administrator" in holding.refusal()
    make_holds.manager()
    assert "Rhiannon Oakes" in holding.refusal()
