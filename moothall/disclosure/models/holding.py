"""What a hold on a case keeps of this room."""

from moothall.disclosure.models.cases import Case, CaseEvent, Requester
from moothall.disclosure.models.parts import Allocation, Answer, Part
from moothall.kit import guards
from moothall.records.held import Held

guards.declare(
    Held(Case, scopes={"case": ("pk",)}),
    Held(CaseEvent, scopes={"case": ("case",)}),
    Held(Requester, scopes={"case": ("case",)}),
    Held(Part, scopes={"case": ("case",)}),
    Held(Allocation, scopes={"case": ("part__case",)}),
    Held(Answer, scopes={"case": ("part__case",)}),
)
