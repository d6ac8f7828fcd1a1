"""What can be said of an information asset, as one value: what a form, a file and an act pass to each other."""

from dataclasses import dataclass, fields
from datetime import date

from moothall.people.models import User
from moothall.records.markings import Marking
from moothall.records.models import Criticality, InformationAsset, PersonalData, Searchable


@dataclass(frozen=True)
class AssetFields:
    """All that people may say of an asset; its reviews and its end are verbs of their own."""

    identifier: str
    name: str
    description: str = ""
    function: str = ""
    service: str = ""
    system_id: int | None = None
    location: str = ""
    form: str = ""
    owner: User | None = None
    custodian: User | None = None
    purpose: str = ""
    personal_data: str = PersonalData.UNKNOWN
    personal_categories: str = ""
    special_category: bool = False
    criminal_offence: bool = False
    special_condition: str = ""
    lawful_basis: str = ""
    record_of_processing: str = ""
    dpia: str = ""
    who_has_access: str = ""
    shared_with: str = ""
    contracts: str = ""
    volume: str = ""
    covers_from: date | None = None
    covers_to: date | None = None
    value: str = ""
    criticality: str = Criticality.UNKNOWN
    risks: str = ""
    retention_rule_id: int | None = None
    retention: str = ""
    publication: str = ""
    searchable: str = Searchable.NO
    searchable_words: str = ""
    connector: str = ""
    coverage: int | None = None
    indexed_on: date | None = None
    marking: str = Marking.OFFICIAL
    handling: str = ""
    closed: bool = False
    reviewed_before: date | None = None
    review_by: date | None = None


NAMES: tuple[str, ...] = tuple(field.name for field in fields(AssetFields))


def of(asset: InformationAsset) -> AssetFields:
    """What is said of an asset now."""
    return AssetFields(**{name: getattr(asset, name) for name in NAMES})


def put(asset: InformationAsset, said: AssetFields) -> list[str]:
    """Say it of the asset in memory; returns the names of what changed."""
    changed = [name for name in NAMES if getattr(asset, name) != getattr(said, name)]
    for name in changed:
        setattr(asset, name, getattr(said, name))
    return changed
