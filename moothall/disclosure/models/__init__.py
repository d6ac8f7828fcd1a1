"""The tables of the disclosure room."""

from moothall.disclosure.models.cases import Case as Case
from moothall.disclosure.models.cases import CaseEvent as CaseEvent
from moothall.disclosure.models.cases import Channel as Channel
from moothall.disclosure.models.cases import Cover as Cover
from moothall.disclosure.models.cases import Kind as Kind
from moothall.disclosure.models.cases import Requester as Requester
from moothall.disclosure.models.holidays import Holiday as Holiday
from moothall.disclosure.models.parts import Activity as Activity
from moothall.disclosure.models.parts import Allocation as Allocation
from moothall.disclosure.models.parts import Answer as Answer
from moothall.disclosure.models.parts import Check as Check
from moothall.disclosure.models.parts import Outcome as Outcome
from moothall.disclosure.models.parts import Part as Part
from moothall.disclosure.models.parts import Reason as Reason
from moothall.disclosure.models.parts import TimeSpent as TimeSpent
from moothall.disclosure.models.terms import Terms as Terms
