"""What there is to find for a request, and the request as it arrives by mail."""

import smtplib
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

from playwright.sync_api import Page, expect

from e2e.conftest import COMMAND, Ground, SignIn, free_port
from e2e.pressing import WORKER, again_until, fill, follow, press
from moothall.disclosure.tests import make_files
from moothall.mail.tests import make as make_mail

OURS = "requests@wexmoor.example"
WHO, ADDRESS = "Orsolya Quenby", "o.quenby@letters.example"
TITLE = "What arborists cost us"
PAID = "What was paid to agencies for arborists last year?"
RATES = "Which hourly rate does each agency charge for an arborist?"
MAILBOXES = {"trees@wexmoor.example": "nkechi.obi", "payments@wexmoor.example": "hari.venn"}
SECRET = "Larchwood Staffing asks 31.40 an hour"


def letters() -> dict[str, list[bytes]]:
    """What lies in each mailbox: one letter in both, another with its words inside a file."""
    larchwood = "Larchwood Staffing <office@larchwood.example>"
    rates = make_mail.eml(
        "Arborist rates from April", f"Dear all, {SECRET} for an arborist.", sender=larchwood, message_id="<a1@l.test>"
    )
    invoice = make_mail.eml(
        "Invoice for October",
        "The invoice is attached.",
        sender="Fenland Temps <pay@fenland.example>",
        message_id="<f1@f.test>",
        files=[("Invoice 2210.pdf", "application/pdf", make_files.saved(make_files.pdf(
            make_files.text("Arborist, 38 hours at 29.75")
        )))],
    )  # fmt: skip
    lunch = make_mail.eml(
        "Lunch on Friday", "Shall the arborist come along?", sender=larchwood, message_id="<l1@l.test>"
    )
    trees, payments = MAILBOXES
    return {trees: [rates, lunch], payments: [rates, invoice]}


def bring_in(visit: SignIn, ada: Page, tmp_path: Path) -> None:
    """Open the mailboxes, bring each one's mail in, and wait until the words inside the file are found."""
    for (address, owner), messages in zip(MAILBOXES.items(), letters().values(), strict=True):
        ada.goto("/mail/new/")
        fill(ada, address=address, owner=f"{owner}@wexmoor.example", reason="Answers for it")
        press(ada, "Open the mailbox")
        file = tmp_path / f"{owner}.mbox"
        file.write_bytes(make_mail.mbox(messages))
        page = visit(owner)
        page.goto("/mail/")
        follow(page, address)
        follow(page, "Bring mail in")
        page.get_by_label("Mailbox file").set_input_files(file)
        press(page, "Bring it in")
        expect(page.get_by_role("heading", name=f"Bringing in: {owner}.mbox")).to_be_visible()
        page.goto("/find/?q=" + ("arborist+29.75" if owner == "hari.venn" else "arborist+lunch"))
        again_until(page, page.locator(".hit"))


@contextmanager
def listening(ground: Ground) -> Iterator[int]:
    """The port of a hall that takes in mail to its address for requests, for a while."""
    port = free_port()
    environment = ground.environment | {"MOOTHALL_REQUESTS_ADDRESSES": OURS}
    command = [*COMMAND, "receive_requests", "--listen", f"smtp://127.0.0.1:{port}"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            yield port
        finally:
            server.terminate()
            server.wait(timeout=40)


def send_by_mail(port: int) -> None:
    """Hand a request over as the council's own mail server would, as soon as somebody listens."""
    asks = EmailMessage()
    asks["From"], asks["To"], asks["Subject"] = f"{WHO} <{ADDRESS}>", OURS, TITLE
    asks["Message-ID"] = "<q1@letters.example>"
    asks.set_content(f"Good morning,\n\n{PAID}\n{RATES}\n\nYours, {WHO}")
    deadline = time.monotonic() + WORKER
    while True:
        try:
            with smtplib.SMTP("127.0.0.1", port, timeout=20) as server:
                server.send_message(asks)
                return
        except ConnectionRefusedError:
            assert time.monotonic() < deadline, "nobody listens"
            time.sleep(0.2)


def mail_to_who(ground: Ground) -> list[str]:
    """The words of what is in the hall's queue for whoever asked, the oldest first."""
    code = (
        "from moothall.notices.models import Letter; "
        f"print('\\0'.join(Letter.objects.filter(address='{ADDRESS}').order_by('pk').values_list('text', flat=True)))"
    )
    told = ground.run("shell", "-v0", "-c", code).strip()
    return told.split("\0") if told else []
