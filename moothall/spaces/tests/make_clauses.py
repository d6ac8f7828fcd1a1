"""A policy in force, for tests of posts that quote it or are written beside it."""

from conftest import Cast
from moothall.policies.models import Policy
from moothall.policies.tests import make as make_policies

BODY = """\
## 1 Scope

1.1 This is for everyone who writes here.

## 2 What we ask of you

2.1 Say **who you are** and <b>what</b> you do.

2.2 Never share what identifies a person, @Gareth Pugh included.
"""


def policy(cast: Cast, title: str = "Social software", body: str = BODY) -> Policy:
    """A policy that Ada owns and Priya endorsed, in force today."""
    return make_policies.adopted(by=cast.admin, stakeholder=cast.priya, title=title, body=body)
