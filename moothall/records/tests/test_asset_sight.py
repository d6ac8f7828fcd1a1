"""A closed asset's fields are found by nobody who may not read it: every surface against the rule said in plain words.

An open asset is for staff and councillors; a closed one for its owner, its custodian, records managers, disclosure
officers and auditors; none is for guests. Each asset hides a word of its own in every one of its fields.
"""

import json
from datetime import timedelta
from typing import Any

from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from moothall import notices
from moothall.kit import clock
from moothall.kit.registries import links_to, personal_data
from moothall.notices.delivery import deliver
from moothall.notices.gathering import gather
from moothall.people import actions as people_actions
from moothall.people.models import Kind, Role, User
from moothall.people.tests import make as make_people
from moothall.records import asset_telling
from moothall.records.actions import asset_reviews, assets, bundles
from moothall.records.asset_fields import AssetFields
from moothall.records.models import AssetReminder, DeclaredRecord, InformationAsset, InformationSystem, Status
from moothall.records.queries import holdings
from moothall.records.tests import make_assets as make
from moothall.search import writer

WORDS = ("quagga", "okapi", "numbat")
KINDS = (Kind.STAFF, Kind.STAFF, Kind.COUNCILLOR, Kind.GUEST, Kind.STAFF)
MUST_KNOW = {Role.RECORDS_MANAGER, Role.DISCLOSURE_OFFICER, Role.AUDITOR}
TEXTS = (
    "description", "function", "location", "form", "purpose", "personal_categories", "special_condition",
    "record_of_processing", "dpia", "who_has_access", "shared_with", "contracts", "volume", "value", "risks",
    "retention", "publication", "searchable_words", "connector", "handling", "service",
)  # fmt: skip


class EverySurface(TestCase):
    """Pages, lists, filters, finding, files, links, personal data, the map, notices, mails and the record."""

    @settings(max_examples=6, derandomize=True, phases=[Phase.generate], deadline=None)
    @given(
        closed=st.lists(st.booleans(), min_size=2, max_size=2),
        owners=st.lists(st.sampled_from([None, 0, 1, 2]), min_size=2, max_size=2),
        custodians=st.lists(st.sampled_from([None, 0, 1, 2]), min_size=2, max_size=2),
        roles=st.sets(st.sampled_from(list(Role))),
        flip=st.booleans(),
        left=st.sampled_from([None, 1]),
    )
    def test_shows_what_the_rule_says(  # noqa: PLR0917  hypothesis names them
        self,
        closed: list[bool],
        owners: list[int | None],
        custodians: list[int | None],
        roles: set[Role],
        flip: bool,
        left: int | None,
    ) -> None:
        keeper = make_people.user("Keeper Wold", roles=(Role.RECORDS_MANAGER,))
        people = [
            make_people.user(f"Person {number}", kind, organisation="Friends" if kind == Kind.GUEST else "")
            for number, kind in enumerate(KINDS)
        ]
        for role in roles:
            people_actions.give_role(people[4], by=None, role=role)
        people_actions.give_role(people[3], by=None, role=Role.RECORDS_MANAGER)  # a guest is a guest, whatever the role
        system = InformationSystem.objects.create(
            name="Libris", slug="libris", status=Status.SUPPORTED, what_for="Loans", owner=keeper
        )
        made = []
        for number in range(2):
            said: dict[str, Any] = dict.fromkeys(TEXTS, f"The {WORDS[number]}.")
            said |= {"personal_data": "yes", "marking": "sensitive", "system_id": system.pk, "review_by": clock.today()}
            for name, who in (("owner", owners[number]), ("custodian", custodians[number])):
                said[name] = None if who is None else people[who]
            asset = make.asset(
                by=keeper, name=f"Register of the {WORDS[number]}", identifier=WORDS[number].upper(),
                closed=closed[number] != flip, **said,
            )  # fmt: skip
            bundles.declare(by=keeper, thing=f"asset:{asset.pk}", why="Evidence")
            if flip:
                now = AssetFields(identifier=asset.identifier, name=asset.name, closed=closed[number], **said)
                assets.edit_asset(asset, by=keeper, said=now)
            make.review(
                asset, by=keeper, words=f"The {WORDS[number]} lives.", next_on=clock.today() + timedelta(days=1)
            )
            made.append(asset)
        asset_reviews.remind()
        everybody = [person.pk for person in people]
        for reminder in AssetReminder.objects.select_related("asset"):
            place = reminder.asset.container
            notices.tell(asset_telling.REVIEW_DUE, people=everybody, subject=reminder.pk, place=place, by=None)
        if left is not None:
            people_actions.deactivate(people[left], by=None)
        writer.rebuild()
        mailed = self.mailed()
        for number, person in enumerate(people):
            seen = {
                WORDS[which]
                for which in range(2)
                if number != left and self.may(number, closed[which], owners[which], custodians[which], roles)
            }
            self.look_round(User.objects.get(pk=person.pk), made, seen, mailed, system)

    def may(self, number: int, closed: bool, owner: int | None, custodian: int | None, roles: set[Role]) -> bool:
        """The rule, in plain words."""
        if KINDS[number] == Kind.GUEST:
            return False
        return not closed or number in (owner, custodian) or (number == 4 and bool(roles & MUST_KNOW))

    def mailed(self) -> str:
        """All that is mailed in the next days: every asset is marked, so no word of one may be in it."""
        backend = "django.core.mail.backends.locmem.EmailBackend"
        noon = (clock.now() + timedelta(days=2)).replace(hour=12)
        with override_settings(MOOTHALL_MAIL_BACKEND=backend, MOOTHALL_MAIL_CONTENT="all"), clock.at(noon):
            mail.outbox = []
            gather()
            deliver()
            return "".join(str(message.message().as_string()) for message in mail.outbox).lower()

    def look_round(
        self, person: User, made: list[InformationAsset], seen: set[str], mailed: str, system: InformationSystem
    ) -> None:
        """Open everything there is as one person, and compare."""
        client = Client()
        client.force_login(person)
        register = reverse("records:assets")
        everywhere = ["/", "/records/", register, reverse("records:holdings"), reverse("records:assets_here")]
        everywhere += [
            f"{register}?{query}" for query in ("care=due", "care=mine", "personal=yes", f"system={system.pk}")
        ]
        everywhere += [f"{register}?service=The+{word}." for word in WORDS[:2]]
        everywhere += [system.get_absolute_url(), "/notices/?show=all", "/people/", "/overview/"]
        for asset in made:
            for page in ("asset", "edit_asset", "review_asset", "end_asset"):
                everywhere.append(reverse(f"records:{page}", args=[asset.pk]))
        everywhere += [
            reverse("records:bundles"),
            *(record.get_absolute_url() for record in DeclaredRecord.objects.all()),
        ]
        shown = {page: self.words_on(client, page) for page in everywhere}
        shown["file"] = self.words_on(client, reverse("records:export_assets"))
        shown["links"] = str(links_to(person, f"system:{system.pk}")).lower()
        held = holdings.holdings(person)
        shown["map"] = str([(row.name, row.total) for row in held.services]).lower()
        rows = [row for source in personal_data if source.key == "assets" for row in source.export(person)]
        shown["copy"] = json.dumps(rows, default=str).lower()
        for word in WORDS[:2]:
            asked = (f"?service=The+{word}.", f"the+{word}.")
            leaks = [page for page, words in shown.items() if word in words and asked[0] not in page]
            found = 'class="hit"' in self.words_on(client, f"/find/?q={word}")
            if word in seen:
                asset = next(one for one in made if one.identifier == word.upper())
                assert word in shown[asset.get_absolute_url()], (person.name, word)
                record = DeclaredRecord.objects.get(thing=f"asset:{asset.pk}")
                assert word in shown[record.get_absolute_url()], (person.name, word)
                assert word in shown[register] and word in shown["file"] and word in shown["map"], (person.name, word)
                assert found, (person.name, word)
                continue
            assert leaks == [], (person.name, word)
            assert not found, (person.name, word)
        expected = sum(1 for word in WORDS[:2] if word in seen)
        assert held.total.assets == expected == sum(row.total.assets for row in held.systems), person.name
        assert not any(word in shown["copy"] for word in WORDS)
        assert not any(word in mailed for word in WORDS)

    def words_on(self, client: Client, page: str) -> str:
        answer = client.get(page, follow=True)
        assert answer.status_code != 500, page
        content = b"".join(answer.streaming_content) if getattr(answer, "streaming", False) else answer.content  # type: ignore[attr-defined]
        return str(content.decode("utf-8", "replace")).lower()
