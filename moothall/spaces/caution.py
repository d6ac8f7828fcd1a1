"""Looking at words before they are posted: what is seen is said once, and whoever wrote them decides.

Nothing is kept of it. That a person was shown a caution travels in the form itself, as a keyed digest of the words.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.crypto import salted_hmac

from moothall.people.models import User
from moothall.policies import checks, guidance
from moothall.policies.checks import Finding
from moothall.policies.guidance import Shown
from moothall.policies.models import Act

SALT = "moothall.spaces.caution"


@dataclass(frozen=True)
class Caution:
    """What a form shows before it posts: what was seen, and the clauses that apply."""

    findings: Sequence[Finding]
    clauses: Sequence[Shown]


class CautiousForm(forms.Form):
    """A form whose words are looked at before they are posted; `seal` says for which words a caution was shown."""

    seal = forms.CharField(required=False, widget=forms.HiddenInput)

    caution: Caution | None = None
    passed: Sequence[Finding] = ()

    def holds_back(self, *, by: User, also: Sequence[str] = ()) -> bool:
        """Whether a caution is to be shown first; asked of a form without problems.

        If not, `passed` is what this person was shown for these words and posts all the same. `also` are words that are
        posted with those of the form.
        """
        given = self.cleaned_data
        words = [*(str(given[name]) for name in ("title", "note", "body") if name in given), *also]
        findings = checks.look("\n\n".join(words))
        if not findings:
            return False
        seal = seal_of(words, by=by)
        if "anyway" in self.data and hmac.compare_digest(seal.encode(), given["seal"].encode()):
            self.passed = findings
            return False
        self.caution = Caution(findings, guidance.beside(Act.WARNED))
        data = cast(QueryDict, self.data).copy()
        data["seal"] = seal
        self.data = data
        return True


def seal_of(words: Sequence[str], *, by: User) -> str:
    """A digest of one person's words under the hall's secret; it opens nothing but this caution for these words."""
    return salted_hmac(SALT, "\0".join((str(by.pk), *words)), algorithm="sha256").hexdigest()
