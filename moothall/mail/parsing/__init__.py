"""Read raw messages: the fast parser for nearly all, the standard library for those it would harm."""

from moothall.mail.parsing.message import Address, Attachment, ParsedMessage, Unreadable
from moothall.mail.parsing.reader import read, read_attachment, read_enclosed, read_html, read_many

__all__ = [
    "Address",
    "Attachment",
    "ParsedMessage",
    "Unreadable",
    "read",
    "read_attachment",
    "read_enclosed",
    "read_html",
    "read_many",
]
