"""Read mailboxes of every common shape as a stream of raw messages, in bounded memory."""

from moothall.mail.boxes.items import MAX_MESSAGE_BYTES, RawMessage, Source, SourceError
from moothall.mail.boxes.sources import open_path, open_stream

__all__ = ["MAX_MESSAGE_BYTES", "RawMessage", "Source", "SourceError", "open_path", "open_stream"]
