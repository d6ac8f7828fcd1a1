"""What the mail room keeps."""

from moothall.mail.models.imports import HeldBack, ImportRun
from moothall.mail.models.mailboxes import Custodian, Mailbox
from moothall.mail.models.messages import Message, Thread, ThreadRef
from moothall.mail.models.shares import ThreadShare

__all__ = ["Custodian", "HeldBack", "ImportRun", "Mailbox", "Message", "Thread", "ThreadRef", "ThreadShare"]
