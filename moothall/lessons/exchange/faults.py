"""Why a feed could not be fetched or read, as it is kept and as it is told."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from moothall.kit.text import plain


class Fault(models.TextChoices):
    """What is the matter with a feed, in words that say what can be done."""

    ADDRESS = (
        "address",
        _("That is no address of a feed. It begins with https:// or http:// and has no password in it."),
    )
    UNKNOWN = "unknown", _("No such host is known. Check the address, or ask the other body whether it moved.")
    PRIVATE = (
        "private",
        _(
            "The address leads to this machine or into a private network, where the hall does not look. "
            "Whoever runs the hall can allow it with MOOTHALL_EXCHANGE_PRIVATE."
        ),
    )
    UNREACHED = "unreached", _("The other side can’t be reached. It may be down for a while; the hall tries again.")
    SECURITY = "security", _("The other side can’t prove who it is: its certificate is not valid for this address.")
    SLOW = "slow", _("The other side answers too slowly. The hall tries again.")
    LARGE = "large", _("What is there is more than the hall takes at once (2 MB).")
    REDIRECTS = "redirects", _("The address leads on from page to page. Ask the other body for the feed’s own address.")
    DOWNGRADE = "downgrade", _("The address leads from https:// to http://, where anybody between could change it.")
    REFUSED = "refused", _("The other side does not give the feed out. Ask the other body whether it is public.")
    MISSING = "missing", _("There is nothing at this address any more. Ask the other body where its feed is now.")
    ENDED = "ended", _("The other body says that this feed is gone for good. You can end the subscription.")
    BROKEN = "broken", _("The other side answers with an error. The hall tries again.")
    PACKED = "packed", _("The feed comes packed in a way that the hall does not unpack.")
    WEB_PAGE = "web_page", _("That is a web page and not a feed. Enter the address of the feed that the page names.")
    NO_FEED = "no_feed", _("What is there is neither Atom, nor RSS, nor JSON Feed.")
    DAMAGED = "damaged", _("The feed is damaged and can’t be read. Tell the other body.")
    DOCTYPE = "doctype", _("The feed declares a document type or entities of its own, which the hall never reads.")
    NOT_HERE = "not_here", _("Looking did not come to its end. The hall tries again.")


class Faulty(Exception):  # noqa: N818  says what is the matter
    """A feed that could not be fetched or read; `detail` is a technical word, such as the status."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(f"{fault.value} {detail}".strip())
        self.fault = fault
        self.detail = plain(detail)[:200]
