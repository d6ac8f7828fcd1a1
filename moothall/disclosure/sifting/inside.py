"""The words of files that were found, as the files room read them."""

from collections.abc import Collection, Mapping

from moothall.disclosure.sifting.loading import Words
from moothall.files import reading


def known(digests: Collection[str]) -> Mapping[str, Words]:
    """What files with these SHA-256 say, and why that is not all."""
    return {digest: Words(said.words, said.why) for digest, said in reading.said(digests).items()}
