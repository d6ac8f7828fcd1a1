"""What searches find besides mail and posts (policies, lessons, assets, risks …), in the words their rooms index."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b

from django.utils.translation import gettext as _

from moothall.disclosure.sifting.records import Found
from moothall.search.sources import Document, sources, split_key

LOADED = ("mail", "post")  # kinds that are taken from their rooms whole, with their files and threads


def is_other(key: str) -> bool:
    """Whether it is the key of something that is neither mail nor a post."""
    return key.partition(":")[0] not in LOADED


def documents(keys: Iterable[str]) -> Mapping[str, Document]:
    """What rooms say of these things, by key, in a few questions a kind; nothing of what is gone or switched off."""
    refs: defaultdict[str, list[int]] = defaultdict(list)
    for key in keys:
        kind, ref = split_key(key)
        refs[kind].append(ref)
    told: dict[str, Document] = {}
    for kind, some in refs.items():
        source = sources.get(kind)
        for document in source.documents(some) if source else ():
            told[document.key] = document
    return told


def found(keys: Sequence[str], searches: Mapping[str, frozenset[str]]) -> Iterator[Found]:
    """Each of these things to be read; also one that is gone, as it was found."""
    told = documents(keys)
    for key in keys:
        document = told.get(key)
        yield _found(key, document, searches[key]) if document else _gone(key, searches[key])


def _found(key: str, document: Document, searches: frozenset[str]) -> Found:
    return Found(
        key=key,
        kind=document.kind,
        custodian=document.kind,
        location=document.container,
        digest=digest_of(document.title, document.body, document.names),
        date=document.date,
        text="\n".join((document.title, document.body)),
        searches=searches,
    )


def _gone(key: str, searches: frozenset[str]) -> Found:
    kind = split_key(key)[0]
    return Found(key, kind, kind, "", digest_of("gone", key), searches=searches, problem=gone())


def gone() -> str:
    """What is said of something that was found and is in no index any more."""
    return _("It was found, and its room shows it no more: it was changed, withdrawn, or switched off with its room.")


def digest_of(*parts: str) -> str:
    """A digest of words in their order, a number of bytes before each."""
    told = blake2b(digest_size=20)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        told.update(len(data).to_bytes(8, "little") + data)
    return told.hexdigest()
