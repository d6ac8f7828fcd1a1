"""The columns of a risk register as a CSV file: what each means, how a cell is written, and how one is read back.

A row is one risk with one step against it. A risk with three steps has three rows with the same `ref`; a risk against
which nothing is done has one row, and the cells of the step are empty. A score is told and never read: what a file
says of likelihood and impact is kept as a note, because a risk is judged here once its mitigation is determined.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moothall.people.models import User
from moothall.risks.models import ActsOn, Category, Control, ResponseKind, Stance


@dataclass(frozen=True)
class Column:
    """One column: its name in the first row, what it holds, the values it takes where they are few, and other names."""

    name: str
    words: str | Promise
    choices: tuple[tuple[str, str | Promise], ...] = ()
    also: tuple[str, ...] = ()  # what other registers call it
    read: bool = True  # False for what a file only tells, and does not change


OF_RISK = (
    Column(
        "ref",
        _("D1, N2 and so on. Rows with the same one are the same risk, each with another step"),
        also=("id", "risk_id", "risk_ref", "reference", "number"),
    ),
    Column(
        "stance",
        _("Whether it is a risk of doing or of not doing; needed where the ref does not begin with D or N"),
        tuple(Stance.choices),
    ),
    Column("name", _("Needed. A handful of words"), also=("title", "risk", "risk_name", "risk_title")),
    Column("cause", _("Needed. Why it may happen: “our name is free for anybody to take”"), also=("because",)),
    Column("event", _("Needed. What may happen: “an impostor may open an account that looks like ours”")),
    Column(
        "consequence",
        _("Needed. What that leads to: “residents who are misled”"),
        also=("consequences", "effect", "leading_to"),
    ),
    Column("category", _("What it touches"), tuple(Category.choices), also=("risk_category",)),
    Column("owner", _("Who answers for it: e-mail address, handle or full name"), also=("risk_owner",)),
    Column("proximity", _("By when it may happen, such as 2026-04-01 or 01/04/2026")),
    Column("twin", _("The ref of its counterpart on the other side of the balance")),
    Column("note", _("Facts, sources, what else is known"), also=("notes", "comment", "comments")),
    Column("not_faced", _("Options that do not face it and why, one a line: “B: we keep no account”")),
)
OF_STEP = (
    Column("response", _("What is done about it"), tuple(ResponseKind.choices), also=("response_kind", "treatment")),
    Column(
        "step",
        _("The step in words; of a toleration, what is borne"),
        also=("mitigation", "mitigations", "controls", "action", "actions", "existing_controls"),
    ),
    Column("serves", _("The letters of the options it serves: “C D E”"), also=("options",)),
    Column("acts_on", _("Before the event, after it, or both"), tuple(ActsOn.choices)),
    Column("control", _("What sort of control it is"), tuple(Control.choices), also=("control_type",)),
    Column("actionee", _("Who does it"), also=("action_owner", "actioned_by", "responsible")),
    Column("due", _("By when"), also=("due_date", "due_on", "target_date", "deadline")),
    Column("cost", _("Pounds a year")),
    Column("in_place", _("Since when it is done; empty while it is planned"), also=("in_place_on", "done_on")),
    Column("rationale", _("Of a toleration, why; of an opportunity, what is gained")),
    Column("approver", _("Of a toleration, who is asked to sign for it. Nobody signs by way of a file")),
    Column("review", _("Of a toleration, when it is looked at again"), also=("review_on", "review_date")),
)
TOLD = (Column("judged", _("Told only: what was judged under each option, with and without its steps"), read=False),)
COLUMNS = (*OF_RISK, *OF_STEP, *TOLD)
BY_NAME = {column.name: column for column in COLUMNS}
CALLED: Mapping[str, str] = {
    **{other: column.name for column in COLUMNS for other in column.also},
    **{column.name: column.name for column in COLUMNS},
}
NEEDED = ("name", "cause", "event", "consequence")

# What other systems call the numbers that they ask for first. They are kept as a note, in these words.
AXES = ("likelihood", "impact", "score", "rating", "probability", "severity", "level")
BEFORE = ("", "inherent_", "gross_", "initial_", "current_", "residual_", "net_", "target_", "risk_", "old_")
OLD_SCORES = frozenset(
    {before + axis for before in BEFORE for axis in AXES}
    | {before + "risk_" + axis for before in BEFORE for axis in AXES}
    | {"rag", "rag_status", "rag_rating"}
)


def written(value: object) -> str:
    """A value as its cell says it."""
    if isinstance(value, User):
        return value.email or f"@{value.handle}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return "" if value is None else str(value)


def not_faced(reasons: Iterable[tuple[str, str]]) -> str:
    """The letters of options with why they do not face a risk, one a line."""
    return "\n".join(f"{letter}: {' '.join(why.split())}" for letter, why in reasons)


def choice(column: Column, cell: str) -> str:
    """The value that a cell means, by value or by label, in whatever case; the cell itself where it means none."""
    wanted = " ".join(cell.replace("_", " ").replace("-", " ").split()).casefold()
    for value, label in column.choices:
        names = {value.replace("_", " ").casefold(), str(label).casefold(), str(label).casefold().removesuffix(" it")}
        if wanted in names:
            return value
    return cell.strip()
