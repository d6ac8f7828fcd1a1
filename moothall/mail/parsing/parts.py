"""A message taken apart: what both parsers hand over."""

from dataclasses import dataclass, field

from moothall.mail.parsing.message import Address, Attachment


@dataclass(frozen=True, slots=True)
class Part:
    """An attachment with its bytes."""

    name: str
    content_type: str
    content: bytes

    def described(self) -> Attachment:
        """Return what is kept of it beside the message."""
        return Attachment(self.name, self.content_type, len(self.content))


@dataclass(slots=True)
class Parts:
    """Texts, HTML and attachments in the order of the message, and the headers that need decoding."""

    subject: str = ""
    sender: Address | None = None
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    texts: list[str] = field(default_factory=list)
    htmls: list[str] = field(default_factory=list)
    attachments: list[Part] = field(default_factory=list)
    has_date: bool = True
    """False when the date could not be taken from the parser and must be read generously."""
