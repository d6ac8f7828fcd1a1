"""Looking at words before they are posted: what is seen is said once, and whoever wrote them decides.

Nothing is kept of it. That a person was shown a caution travels in the form itself, as a keyed digest of the words.
Of files the names are looked at, and the beginning of small plain ones, such as a list in CSV.
"""

import hmac
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.crypto import salted_hmac

from moothall.files import blobs
from moothall.files.models import Upload
from moothall.people.models import User
from moothall.policies import checks, guidance
from moothall.policies.checks import Finding
from moothall.policies.guidance import Shown
from moothall.policies.models import Act

SALT = "moothall.spaces.caution"
SMALL = 1_000_000  # bytes of a plain file that is looked into at all
BEGINNING = 100_000  # characters of it: ten files take half a second
NAME_GAPS = re.compile(r"[_-]+")


@dataclass(frozen=True)
class InFile:
    """What was seen in a file, or in its name."""

    upload: Upload
    findings: Sequence[Finding]


@dataclass(frozen=True)
class Caution:
    """What a form shows before it posts: what was seen in its words and in its files, and the clauses that apply."""

    findings: Sequence[Finding]
    files: Sequence[InFile]
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
        findings, files = checks.look("\n\n".join(words)), list(in_files(given.get("attachments") or ()))
        if not findings and not files:
            return False
        seal = seal_of([*words, *(str(one.upload.pk) for one in files)], by=by)
        if "anyway" in self.data and hmac.compare_digest(seal.encode(), given["seal"].encode()):
            self.passed = checks.together(findings, *(one.findings for one in files))
            return False
        self.caution = Caution(findings, files, guidance.beside(Act.WARNED))
        data = cast(QueryDict, self.data).copy()
        data["seal"] = seal
        self.data = data
        return True


def in_files(uploads: Iterable[Upload]) -> Iterator[InFile]:
    """Those files in which something is seen: by their names, and small plain ones by how they begin."""
    for upload in uploads:
        name = checks.look(NAME_GAPS.sub(" ", upload.name))
        if found := checks.together(name, checks.look(_beginning(upload))):
            yield InFile(upload, found)


def seal_of(words: Sequence[str], *, by: User) -> str:
    """A digest of one person's words under the hall's secret; it opens nothing but this caution for these words."""
    return salted_hmac(SALT, "\0".join((str(by.pk), *words)), algorithm="sha256").hexdigest()


def _beginning(upload: Upload) -> str:
    if not upload.content_type.startswith("text/") or upload.size > SMALL:
        return ""
    data = blobs.read(upload.kept)
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return data.decode(encoding, errors="replace")[:BEGINNING]
