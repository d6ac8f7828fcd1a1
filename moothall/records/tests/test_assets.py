"""The register of information assets: who describes, changes, reviews and ends one, and what the database keeps."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry
from moothall.kit import clock
from moothall.notices.models import Notice
from moothall.people import actions as people_actions
from moothall.people.models import Role, User
from moothall.people.tests import make as make_people
from moothall.records import asset_fields, asset_telling
from moothall.records.actions import asset_reviews, assets
from moothall.records.asset_fields import AssetFields
from moothall.records.asset_writing import Taken
from moothall.records.models import AssetReminder, AssetReview, InformationAsset, LawfulBasis, PersonalData
from moothall.records.tests import make_assets as make

SignIn = Callable[[User], Client]
NEW = {
    "identifier": "iar-7", "name": "Loans", "personal_data": "yes", "criticality": "low", "searchable": "no",
    "marking": "official", "lawful_basis": "e", "covers_from": "2019-04-01", "owner": "Gareth Pugh",
}  # fmt: skip


@pytest.fixture
def keeper(cast: Cast) -> User:
    return make_people.user("Rhona Keeper", roles=(Role.RECORDS_MANAGER,))


def said(asset: InformationAsset, **changes: Any) -> AssetFields:
    now = asset_fields.of(InformationAsset.objects.get(pk=asset.pk))
    return AssetFields(**{**{name: getattr(now, name) for name in asset_fields.NAMES}, **changes})


def test_a_records_manager_describes_an_asset_by_the_page(cast: Cast, keeper: User, as_user: SignIn) -> None:
    client = as_user(keeper)
    assert client.post(reverse("records:new_asset"), NEW).status_code == 302
    asset = InformationAsset.objects.get()
    assert (asset.identifier, asset.owner, asset.lawful_basis) == ("IAR-7", cast.gareth, LawfulBasis.PUBLIC_TASK)
    shown = client.get(asset.get_absolute_url()).text
    assert "Public task, art. 6(1)(e)" in shown and "1 April 2019" in shown
    assert "all staff and councillors, because it is open" in shown
    assert Entry.objects.order_by("-seq")[0].verb == "asset.described"


def test_the_same_form_sent_twice_makes_one(cast: Cast, keeper: User, as_user: SignIn) -> None:
    client = as_user(keeper)
    token = {"token": "0a1b2c3d-0000-4000-8000-000000000001"}
    assert [client.post(reverse("records:new_asset"), NEW | token).status_code for _time in range(2)] == [302, 302]
    assert InformationAsset.objects.count() == 1


def test_errors_stand_at_their_fields_and_what_was_typed_stays(keeper: User, as_user: SignIn) -> None:
    bad = {
        "identifier": "=cmd", "covers_to": "2018-01-01", "personal_data": "no", "special_category": "on",
        "coverage": "50", "handling": "Lock it", "owner": "Marcus Finch",
    }  # fmt: skip
    answer = as_user(keeper).post(reverse("records:new_asset"), NEW | bad)
    assert answer.status_code == 422 and not InformationAsset.objects.exists()
    for words in (
        "Use letters",
        "after the one it begins",
        "living people, or leave",
        "only where a part",
        "go with OFFICIAL",
    ):
        assert words in answer.text, words
    assert "Lock it" in answer.text


def test_a_taken_identifier_is_said_at_its_field(keeper: User, as_user: SignIn) -> None:
    make.asset(by=keeper, identifier="IAR-7")
    answer = as_user(keeper).post(reverse("records:new_asset"), NEW)
    assert answer.status_code == 422 and "Another asset has this identifier" in answer.text
    with pytest.raises(Taken):
        make.asset(by=keeper, identifier="IAR-7")


def test_who_may_describe_change_review_and_end(cast: Cast, keeper: User, as_user: SignIn) -> None:
    asset = make.asset(by=keeper, owner=cast.gareth, custodian=cast.priya)
    for person in (cast.gareth, cast.outsider, cast.joan, cast.auditor, cast.marcus):
        assert as_user(person).post(reverse("records:new_asset"), NEW).status_code == 403
        with pytest.raises(PermissionDenied):
            make.asset(by=person)
    may = {cast.gareth: (200, 200), cast.priya: (200, 403), keeper: (200, 200), cast.admin: (200, 200)}
    may |= dict.fromkeys((cast.outsider, cast.joan, cast.auditor), (403, 403)) | {cast.marcus: (403, 403)}
    for person, (change, end) in may.items():
        client = as_user(person)
        for page, answer in (("edit_asset", change), ("review_asset", change), ("end_asset", end)):
            assert client.get(reverse(f"records:{page}", args=[asset.pk])).status_code == answer, (person, page)
        if change == 403:
            for verb in (
                lambda by: assets.edit_asset(asset, by=by, said=said(asset, name="Mine now")),
                lambda by: make.review(asset, by=by),
                lambda by: assets.end_asset(asset, by=by, on=clock.today(), because="Gone"),
            ):
                with pytest.raises(PermissionDenied):
                    verb(person)
    with pytest.raises(PermissionDenied):
        assets.end_asset(asset, by=cast.priya, on=clock.today(), because="Gone")
    with pytest.raises(PermissionDenied):
        assets.edit_asset(asset, by=keeper, said=said(asset, owner=cast.marcus))


def test_somebody_elses_change_is_not_lost(cast: Cast, keeper: User, as_user: SignIn) -> None:
    asset = make.asset(by=keeper, owner=cast.gareth)
    client = as_user(keeper)
    seen = client.get(reverse("records:edit_asset", args=[asset.pk])).context["form"]["seen"].value()
    with clock.at(clock.now() + timedelta(minutes=1)):
        assets.edit_asset(asset, by=cast.gareth, said=said(asset, volume="40 boxes"))
    mine = NEW | {"seen": seen, "name": "Loans of books"}
    answer = client.post(reverse("records:edit_asset", args=[asset.pk]), mine)
    assert answer.status_code == 422 and "Somebody else changed" in answer.text and "Loans of books" in answer.text
    assert InformationAsset.objects.get().volume == "40 boxes"
    again = mine | {"seen": answer.context["form"]["seen"].value()}
    assert client.post(reverse("records:edit_asset", args=[asset.pk]), again).status_code == 302


def test_the_record_keeps_words_of_open_assets_only(cast: Cast, keeper: User) -> None:
    asset = make.asset(by=keeper, owner=cast.gareth)
    assets.edit_asset(asset, by=keeper, said=said(asset, purpose="Lending"))
    open_entry = Entry.objects.select_related("private").order_by("-seq")[0]
    assert open_entry.details["fields"] == ["purpose"]
    assert open_entry.private.content == {"purpose": ["", "Lending"]}
    assets.edit_asset(asset, by=keeper, said=said(asset, purpose="Quagga", closed=True))
    assets.edit_asset(asset, by=keeper, said=said(asset, purpose="Okapi"))
    assets.edit_asset(asset, by=keeper, said=said(asset, purpose="Numbat", closed=False))
    for entry in Entry.objects.filter(verb="asset.edited").order_by("-seq")[:3]:
        assert not hasattr(entry, "private") or entry.private is None
        assert not any(word in str(entry.details) for word in ("Quagga", "Okapi", "Numbat"))


def test_an_asset_that_is_gone_stays_in_the_register_and_is_changed_no_more(
    cast: Cast, keeper: User, as_user: SignIn
) -> None:
    asset = make.asset(by=keeper, owner=cast.gareth, name="Loans")
    gone = {"on": clock.today().isoformat(), "because": "Destroyed by rule 7"}
    assert as_user(cast.gareth).post(reverse("records:end_asset", args=[asset.pk]), gone).status_code == 302
    client = as_user(cast.priya)
    assert asset.name not in client.get(reverse("records:assets")).text
    assert asset.name in client.get(reverse("records:assets") + "?show=ended").text
    assert "Destroyed by rule 7" in client.get(asset.get_absolute_url()).text
    with pytest.raises(PermissionDenied):
        assets.edit_asset(asset, by=keeper, said=said(asset, name="Back again"))


def test_the_database_keeps_what_must_never_be_false(cast: Cast, keeper: User) -> None:
    asset = make.asset(by=keeper)
    other = make.asset(by=keeper)
    rows = InformationAsset.objects.filter(pk=asset.pk)
    for wrong in (
        {"identifier": "iar-1"}, {"identifier": ""}, {"name": ""}, {"identifier": other.identifier},
        {"lawful_basis": "z"}, {"personal_data": "maybe"}, {"lawful_basis": "e"}, {"special_category": True},
        {"criminal_offence": True}, {"covers_from": date(2020, 1, 2), "covers_to": date(2020, 1, 1)},
        {"coverage": 50}, {"coverage": 101, "searchable": "part"}, {"ended_because": "Lost"},
        {"ended_on": date(2020, 1, 1)}, {"marking": "secret"}, {"handling": "Burn"}, {"criticality": "x"},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)
    review = make.review(asset, by=keeper)
    for work in (
        lambda: AssetReview.objects.filter(pk=review.pk).update(words="Never true"),
        lambda: AssetReview.objects.filter(pk=review.pk).delete(),
        lambda: AssetReview.objects.create(asset=asset, by=keeper, words="", next_on=date(2099, 1, 1)),
        lambda: AssetReview.objects.create(asset=asset, by=keeper, words="x", next_on=clock.today()),
        lambda: _sql("DELETE FROM records_assetreview"),
        lambda: _sql("UPDATE records_assetreview SET words = 'x'"),
        asset.delete,
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            work()


def _sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def told(person: User) -> list[str]:
    return list(Notice.objects.filter(person=person).fresh().values_list("kind", flat=True))


def test_whoever_answers_is_reminded_once_and_the_managers_when_it_is_late(cast: Cast, keeper: User) -> None:
    asset = make.asset(by=keeper, owner=cast.gareth, review_by=clock.today() + timedelta(days=20))
    assert asset_reviews.remind() == 0
    with clock.at(clock.now() + timedelta(days=7)):
        assert (asset_reviews.remind(), asset_reviews.remind()) == (1, 0)
        assert told(cast.gareth) == [asset_telling.REVIEW_DUE] and told(keeper) == []
    with clock.at(clock.now() + timedelta(days=51)):
        assert (asset_reviews.remind(), asset_reviews.remind()) == (1, 0)
        assert told(keeper) == [asset_telling.REVIEW_DUE]
        ((_pk, late),) = asset_telling.load_due(keeper, [AssetReminder.objects.latest("pk").pk]).items()
        assert "long due" in late.line
        make.review(asset, by=cast.gareth, next_on=clock.today() + timedelta(days=365))
        assert told(cast.gareth) == told(keeper) == []
        assert asset_telling.load_due(keeper, list(AssetReminder.objects.values_list("pk", flat=True))) == {}
        assert asset_reviews.remind() == 0
    with clock.at(clock.now() + timedelta(days=51 + 360)):
        assert asset_reviews.remind() == 1
        assert told(cast.gareth) == [asset_telling.REVIEW_DUE]


def test_a_reminder_tells_nothing_to_who_may_no_longer_read(cast: Cast, keeper: User) -> None:
    asset = make.asset(by=keeper, owner=cast.gareth, closed=True, review_by=clock.today())
    asset_reviews.remind()
    reminder = AssetReminder.objects.get()
    assert asset_telling.load_due(cast.gareth, [reminder.pk])
    assets.edit_asset(asset, by=keeper, said=said(asset, owner=cast.priya))
    assert asset_telling.load_due(User.objects.get(pk=cast.gareth.pk), [reminder.pk]) == {}


def test_what_a_leaver_answered_for_passes_to_the_records_managers(cast: Cast, keeper: User) -> None:
    owned = make.asset(by=keeper, owner=cast.gareth, closed=True)
    kept = make.asset(by=keeper, owner=cast.priya, custodian=cast.gareth)
    people_actions.deactivate(cast.gareth, by=cast.admin)
    owned.refresh_from_db()
    kept.refresh_from_db()
    assert (owned.owner, kept.owner, kept.custodian) == (None, cast.priya, None)
    assert told(keeper) == [asset_telling.UNOWNED]
    assert "find an owner" in asset_telling.load_unowned(keeper, [owned.pk])[owned.pk].line
    people_actions.reactivate(cast.gareth, by=cast.admin)
    assert not InformationAsset.objects.visible_to(User.objects.get(pk=cast.gareth.pk)).filter(pk=owned.pk).exists()


def test_filters_narrow_and_nonsense_narrows_nothing(cast: Cast, keeper: User, as_user: SignIn) -> None:
    make.asset(by=keeper, name="Loans", service="Libraries", personal_data=PersonalData.YES, special_category=True)
    make.asset(by=keeper, name="Trees", service="Parks", owner=cast.priya, review_by=clock.today())
    client = as_user(cast.priya)

    def names(query: str) -> set[str]:
        shown = client.get(f"{reverse('records:assets')}?{query}")
        assert shown.status_code == 200, query
        return {asset.name for asset in shown.context["assets"].rows}

    assert names("service=Libraries") == names("personal=special") == names("q=loans") == {"Loans"}
    assert names("care=mine") == names("care=due") == names("q=priya") == {"Trees"}
    assert names("care=unowned") == names("care=never") == {"Loans"}
    assert names("system=0") == {"Loans", "Trees"}
    for nonsense in ("care=x", "personal=%00", "system=-1", "system=99999999999999999999", "q=%00", "show=x"):
        assert names(nonsense) == {"Loans", "Trees"}, nonsense
