"""What the demo council holds besides this hall: an invented register of information assets."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from moothall.kit import clock
from moothall.people.models import User
from moothall.records.models import InformationSystem
from moothall.records.tests import make_assets as make


@dataclass(frozen=True)
class Held:
    """One asset; `due` is in how many days its first review is due."""

    identifier: str
    name: str
    owner: str
    service: str
    said: dict[str, Any]
    custodian: str = ""
    system: str = ""
    due: int = 200


PEOPLE = {"personal_data": "yes"}
HELD = (
    Held(
        "IAR-0001",
        "Library membership",
        "priya",
        "Libraries and Neighbourhoods",
        PEOPLE
        | {
            "description": "Who has a library card, what they have borrowed in the last year, and what they owe.",
            "purpose": "Lending, reminders, and counting how the branches are used.",
            "location": "Library system, hosted by its supplier",
            "personal_categories": "Members and the parents of young members: names, addresses, dates of birth, loans",
            "lawful_basis": "e",
            "record_of_processing": "ROPA 14",
            "who_has_access": "Branch staff; the supplier’s engineers when asked",
            "shared_with": "The county’s other libraries, for loans between them",
            "volume": "21,400 members",
            "value": "The branches can’t lend without it.",
            "criticality": "high",
            "retention": "Placeholder: to be set by the records manager",
        },
        custodian="bethan",
        due=-9,
    ),
    Held(
        "IAR-0002",
        "Winter gritting routes",
        "gareth",
        "Highways",
        {
            "personal_data": "no",
            "location": "Shared drive of Highways",
            "form": "Maps and spreadsheets",
            "volume": "64 routes",
            "covers_from": date(2014, 11, 1),
            "criticality": "medium",
            "publication": "Our services",
        },
    ),
    Held(
        "IAR-0003",
        "Tree inspections",
        "nkechi",
        "Parks and Open Spaces",
        {"personal_data": "no", "location": "Inspection app", "volume": "9,800 trees", "criticality": "medium"},
        due=20,
    ),
    Held(
        "IAR-0004",
        "Mail of the libraries before 2020",
        "priya",
        "Libraries and Neighbourhoods",
        PEOPLE
        | {
            "lawful_basis": "e",
            "personal_categories": "Whoever wrote to the libraries: names, addresses, what they asked",
            "volume": "310,000 messages",
            "searchable": "part",
            "coverage": 35,
            "searchable_words": "2017 to 2019",
            "connector": "Brought in as mailboxes",
        },
        system="E-mail",
    ),
    Held(
        "IAR-0005",
        "Accident book",
        "ewan",
        "Health and Safety",
        PEOPLE
        | {
            "lawful_basis": "c",
            "special_category": True,
            "special_condition": "Named in the record of processing",
            "form": "Paper until 2021, then a form",
            "marking": "sensitive",
            "handling": "Only Health and Safety opens it. Don’t copy names.",
            "criticality": "medium",
        },
    ),
    Held("IAR-0006", "Photographs of the town", "bethan", "Libraries and Neighbourhoods", {"volume": "12 boxes"}),
    Held(
        "IAR-0007",
        "Whistleblowing files",
        "ruth",
        "Corporate Services",
        PEOPLE | {"lawful_basis": "e", "closed": True, "marking": "sensitive", "criticality": "high"},
    ),
)


def make_assets(now: datetime, people: dict[str, User]) -> int:
    """Put the assets into the register a month ago; one was looked over since."""
    systems = {system.name: system.pk for system in InformationSystem.objects.all()}
    made = {}
    with clock.at(now - timedelta(days=30)):
        for held in HELD:
            made[held.identifier] = make.asset(
                by=people["samira"],
                identifier=held.identifier,
                name=held.name,
                owner=people[held.owner],
                custodian=people[held.custodian] if held.custodian else None,
                service=held.service,
                system_id=systems.get(held.system),
                review_by=now.date() + timedelta(days=held.due),
                **held.said,
            )
    with clock.at(now - timedelta(days=6)):
        words = "Routes 12 and 40 changed with the new estate. The maps are right again."
        make.review(made["IAR-0002"], by=people["gareth"], words=words, next_on=now.date() + timedelta(days=359))
    return len(made)
