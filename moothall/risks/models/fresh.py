"""What a classification rests on, in the SQL of both databases: for guards, and for whoever asks of many at once.

An exposure is *fresh* when its newest classification rests on what stands now: the risk's revision and each live
treatment with its response's revision, written as `3:12.1 15.2` (`standing.rests_on` reckons the same of rows). A
treatment is live until it or its response is dropped, and a toleration only once it is signed for.
"""

from moothall.kit.guards import Vendor

IN_A_ROUND = "{row}.round_id"
OF_OPTION = "(SELECT o.round_id FROM risks_option AS o WHERE o.id = {row}.option_id)"
OF_EXPOSURE = (
    "(SELECT o.round_id FROM risks_exposure AS x JOIN risks_option AS o ON o.id = x.option_id"
    " WHERE x.id = {row}.exposure_id)"
)
OF_BASIS = (
    "(SELECT o.round_id FROM risks_treatment AS w JOIN risks_exposure AS x ON x.id = w.exposure_id"
    " JOIN risks_option AS o ON o.id = x.option_id WHERE w.id = {row}.basis_id)"
)
LIVE = "{t}.dropped_at IS NULL AND {r}.dropped_at IS NULL AND ({r}.kind <> 'tolerate' OR {r}.signed_at IS NOT NULL)"


def stands(vendor: Vendor, exposure: str, risk: str) -> str:
    """The SQL of what a classification of an exposure would rest on now, given the SQL of its id and its risk's."""
    live = LIVE.format(t="t", r="r")
    found = (
        "FROM risks_treatment AS t JOIN risks_response AS r ON r.id = t.response_id"
        f" WHERE t.exposure_id = {exposure} AND {live}"
    )
    if vendor == "postgresql":
        joined = f"(SELECT string_agg(t.id || '.' || r.revision, ' ' ORDER BY t.id) {found})"
    else:
        joined = f"(SELECT group_concat(g, ' ') FROM (SELECT t.id || '.' || r.revision AS g {found} ORDER BY t.id))"
    return f"(SELECT k.revision || ':' || COALESCE({joined}, '') FROM risks_risk AS k WHERE k.id = {risk})"


def fresh(vendor: Vendor, e: str, c: str) -> str:
    """The SQL that an exposure `e` has a newest classification, called `c`, and that this rests on what stands now."""
    newer = (
        f"SELECT 1 FROM risks_classification AS {c}n JOIN risks_treatment AS {c}m ON {c}m.id = {c}n.basis_id"
        f" WHERE {c}m.exposure_id = {e}.id AND {c}n.id > {c}.id"
    )
    return (
        f"EXISTS (SELECT 1 FROM risks_classification AS {c} JOIN risks_treatment AS {c}b ON {c}b.id = {c}.basis_id"
        f" WHERE {c}b.exposure_id = {e}.id AND {c}.rests_on = {stands(vendor, f'{e}.id', f'{e}.risk_id')}"
        f" AND NOT EXISTS ({newer}))"
    )


def compared(vendor: Vendor, e: str) -> str:
    """The SQL that an exposure `e` is marked, last, beside a newest and fresh classification of another option."""
    newer = f"SELECT 1 FROM risks_mark AS n WHERE n.exposure_id = {e}.id AND n.id > m.id"
    later = (
        "SELECT 1 FROM risks_classification AS a2 JOIN risks_treatment AS b2 ON b2.id = a2.basis_id"
        " WHERE b2.exposure_id = b.exposure_id AND a2.id > a.id"
    )
    return (
        "EXISTS (SELECT 1 FROM risks_mark AS m JOIN risks_classification AS a ON a.id = m.against_id"
        " JOIN risks_treatment AS b ON b.id = a.basis_id JOIN risks_exposure AS f ON f.id = b.exposure_id"
        f" WHERE m.exposure_id = {e}.id AND NOT EXISTS ({newer}) AND NOT EXISTS ({later})"
        f" AND a.rests_on = {stands(vendor, 'f.id', 'f.risk_id')})"
    )
