"""The demo council's people and teams. Wexmoor is invented, and so is everyone in it."""

from dataclasses import dataclass

from moothall.people.models import Function, Kind, Role

TEAMS: tuple[tuple[str, str | None], ...] = (
    ("Communities", None),
    ("Libraries and Neighbourhoods", "Communities"),
    ("Front Desk", "Communities"),
    ("Place", None),
    ("Highways", "Place"),
    ("Parks and Open Spaces", "Place"),
    ("Corporate Services", None),
    ("Digital", "Corporate Services"),
    ("Information Governance", "Corporate Services"),
    ("Health and Safety", "Corporate Services"),
)
FUNCTIONS = {"Digital": Function.TECHNOLOGY}  # what a team is there for, where that is not a service


@dataclass(frozen=True)
class Part:
    """One person of the demo."""

    key: str
    name: str
    job: str = ""
    team: str = ""
    kind: Kind = Kind.STAFF
    roles: tuple[Role, ...] = ()
    organisation: str = ""
    ask_about: str = ""


PEOPLE = (
    Part(
        "priya",
        "Priya Raman",
        "Team leader",
        "Libraries and Neighbourhoods",
        ask_about="branch opening hours, volunteers, the Summer Reading Challenge",
    ),
    Part("bethan", "Bethan Lloyd", "Branch manager, Harrowby", "Libraries and Neighbourhoods"),
    Part("gareth", "Gareth Pugh", "Supervisor", "Highways", ask_about="gates, grit bins, temporary road closures"),
    Part("joan", "Cllr Joan Tregarthen", "Member for Harrowby", kind=Kind.COUNCILLOR),
    Part("idris", "Cllr Idris Vaughan", "Member for Stoke End", kind=Kind.COUNCILLOR),
    Part("marcus", "Marcus Finch", kind=Kind.GUEST, organisation="Friends of Harrowby Library"),
    Part(
        "leila",
        "Leila Osman",
        "Customer adviser",
        "Front Desk",
        ask_about="blue badges, bus passes, what residents ask",
    ),
    Part(
        "ewan",
        "Ewan Mackie",
        "Safety adviser",
        "Health and Safety",
        ask_about="lone working, risk assessments, near misses",
    ),
    Part(
        "samira",
        "Samira Haddad",
        "Information rights officer",
        "Information Governance",
        roles=(Role.DISCLOSURE_OFFICER, Role.RECORDS_MANAGER),
        ask_about="information requests, retention, redaction",
    ),
    Part(
        "tom",
        "Tom Ashby",
        "Digital lead",
        "Digital",
        roles=(Role.MODERATOR,),
        ask_about="this hall, working in the open, forms",
    ),
    Part(
        "nkechi", "Nkechi Obi", "Grounds manager", "Parks and Open Spaces", ask_about="trees, allotments, the bandstand"
    ),
    Part(
        "ruth",
        "Ruth Penhale",
        "Risk manager",
        "Corporate Services",
        roles=(Role.RISK_MANAGER, Role.AUDITOR),
        ask_about="the risk register, insurance",
    ),
    Part(
        "dilys",
        "Dilys Okafor",
        "Chief Executive",
        "Corporate Services",
        ask_about="why we work in the open",
    ),
    Part(
        "hari",
        "Hari Venn",
        "Policy and performance officer",
        "Corporate Services",
        roles=(Role.PERFORMANCE_OFFICER,),
        ask_about="the Corporate Plan, measures, how to read them",
    ),
    Part("ada", "Ada Minton", "Systems administrator", "Digital", roles=(Role.ADMINISTRATOR,)),
)
