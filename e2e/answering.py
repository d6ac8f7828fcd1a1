"""A request in the hands of those who answer it: its officer, a colleague, and whoever approves the letter."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from e2e.arriving import ADDRESS, OURS, PAID, RATES, TITLE, WHO
from e2e.conftest import SignIn
from e2e.pressing import choose, fill, follow, path_of, press
from moothall.kit import clock

Check = Callable[[Page], None]
ANSWER = "£18,260 in the year to March, for 590 hours."
WITHHELD = "The hourly rates of the two agencies are withheld."
HARM = {
    "why": "The rates show how each agency builds its price for arborists, which its rivals do not know.",
    "interest": "The position of both agencies in the tender for tree work in spring.",
    "causal_link": "A rival who saw an hourly rate could undercut its owner in the spring tender.",
    "real": "The tender is worth ninety thousand pounds and opens in ten weeks.",
    "consulted": "Larchwood Staffing and Fenland Temps wrote that their hourly rates are secret.",
    "for": "Residents should see whether tree work is bought at a fair price.",
    "against": "If the rates leak, fewer agencies will bid and the next contract will cost more.",
}
BALANCE = "The total spent is published, so an hourly rate adds little, while losing bidders would be expensive."


def taken(samira: Page, accessible: Check) -> str:
    """Find the request on the board, say who answers for it, and split it; gives the address of the case."""
    samira.goto("/")
    follow(samira, TITLE)
    samira.goto("/requests/")
    accessible(samira)
    expect(samira.locator("main tr", has_text=TITLE)).to_contain_text("Nobody yet")
    follow(samira, TITLE)
    accessible(samira)
    expect(samira.locator("main")).not_to_contain_text("Quenby")
    case = path_of(samira)
    follow(samira, "Say who")
    accessible(samira)
    expect(samira.locator("main [name=owner]")).to_have_value("samira-haddad")
    press(samira, "Save")
    follow(samira, "Split it")
    accessible(samira)
    fill(samira, questions=f"{PAID}\n{RATES}")
    press(samira, "Split it")
    expect(samira.get_by_role("heading", name="2 parts, 0 answered")).to_be_visible()
    return case


def answered_by_nkechi(samira: Page, visit: SignIn, accessible: Check, case: str) -> None:
    """Ask Nkechi for the first question; she answers it and learns neither who asked nor what else is in the case."""
    samira.goto(case)
    follow(samira, "Ask a colleague")
    accessible(samira)
    fill(samira, person="Nkechi Obi", words="The total is enough, not each invoice.")
    press(samira, "Ask")
    nkechi = visit("nkechi.obi", narrow=True, javascript=False)
    follow(nkechi, PAID)
    for told in ("The total is enough", "Part 1 of FOI"):
        expect(nkechi.locator("main")).to_contain_text(told)
    for hidden in ("Quenby", ADDRESS, RATES, TITLE):
        expect(nkechi.locator("body")).not_to_contain_text(hidden)
    assert nkechi.goto(case).status == 404  # type: ignore[union-attr]
    nkechi.go_back()
    choose(nkechi, "outcome", "given")
    fill(nkechi, words=ANSWER)
    press(nkechi, "Give this answer")
    expect(nkechi.locator("main")).to_contain_text("A second person reads it before it goes")
    samira.goto(case)
    follow(samira, PAID)
    follow(samira, "Read it as the second person")
    accessible(samira)
    choose(samira, "agrees", "yes")
    press(samira, "Say so")


def claimed(samira: Page, accessible: Check, case: str) -> None:
    """Withhold the second question under s.43(2), with the harm and without the balance."""
    samira.goto(case)
    follow(samira, RATES)
    choose(samira, "outcome", "withheld")
    fill(samira, words=WITHHELD)
    press(samira, "Give this answer")
    samira.goto(case)
    follow(samira, RATES)
    follow(samira, "Exemptions for this part")
    accessible(samira)
    follow(samira, re.compile(r"^Section 43\(2\)"))
    accessible(samira)
    fill(samira, **{f"q-{key}": words for key, words in HARM.items()})
    fill(samira, **{"q-consulted_on": clock.today().isoformat()})
    choose(samira, "q-likelihood", "would_be_likely")
    choose(samira, "q-third_party", "yes")
    press(samira, "Keep it")
    expect(samira.locator("main")).to_contain_text("The letter can’t go until what is missing is there")
    accessible(samira)


def searched(samira: Page, accessible: Check, case: str) -> None:
    """Search the whole hall with a reason; what was found is held."""
    samira.goto(case)
    follow(samira, "Search, and see the log")
    accessible(samira)
    fill(samira, query="arborist")
    press(samira, "Search and hold what is found")
    expect(samira.get_by_role("heading", name="There is a problem")).to_be_visible()
    accessible(samira)
    fill(samira, reason="Both questions ask for it")
    press(samira, "Search and hold what is found")
    expect(samira.locator("main")).to_contain_text("It found 4 things. They are held, and nobody can delete them.")
    accessible(samira)
    follow(samira, "What is held")
    accessible(samira)


def reviewed(samira: Page, accessible: Check, case: str) -> None:
    """Read what was found with keys alone, one item for each key: the copy once, the file with its letter."""
    samira.goto(case)
    follow(samira, "Put it together")
    press(samira, "Put it together")
    accessible(samira)
    follow(samira, "Start reading")
    seen = []
    for _turn in range(4):
        accessible(samira)
        title = samira.get_by_role("heading", level=1).inner_text()
        seen.append(title)
        if title.startswith("Arborist rates"):
            expect(samira.locator("main")).to_contain_text("2 copies")
        if title.startswith("Invoice 2210"):
            expect(samira.locator("main")).to_contain_text("38 hours at 29.75")
        if title.startswith("Lunch"):
            samira.get_by_label("A note for colleagues").focus()
            samira.keyboard.type("Nothing but 1 lunch")
            samira.keyboard.press("Enter")  # decides nothing
            samira.keyboard.press("Tab")
        with samira.expect_navigation():
            samira.keyboard.press({"Arborist rates from April": "4", "Lunch on Friday": "2"}.get(title, "1"))
    assert sorted(seen) == ["Arborist rates from April", "Invoice 2210.pdf", "Invoice for October", "Lunch on Friday"]
    expect(samira.get_by_role("heading", name="Review: 4 of 4 read")).to_be_visible()
    for told in ("In scope 2", "Exempt 1", "Out of scope 1"):
        expect(samira.locator("main")).to_contain_text(told)
    accessible(samira)


def stopped(samira: Page, accessible: Check, case: str) -> str:
    """Write the letter: it can't go, and what it lacks is named with its law; gives its address."""
    samira.goto(case)
    follow(samira, "Write a letter")
    accessible(samira)
    follow(samira, "Answer with a part refused")
    accessible(samira)
    press(samira, "Write it from the case")
    letter = path_of(samira)
    expect(samira.get_by_role("heading", name="The letter can’t go yet")).to_be_visible()
    expect(samira.locator("main li", has_text="Part 2 has no public-interest balance")).to_contain_text("FOIA s.17(3)")
    expect(samira.locator("main").get_by_role("link", name="Send it")).to_have_count(0)
    accessible(samira)
    samira.goto(f"{letter}send/")
    press(samira, "Send it")
    expect(samira.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(samira.locator("main")).to_contain_text("FOIA s.17(3)")
    accessible(samira)
    return letter


def put_right(samira: Page, accessible: Check, letter: str) -> None:
    """Follow each thing that is missing to where it is put right: the balance, and where a review is asked for."""
    samira.goto(letter)
    follow(samira, "Part 2 has no public-interest balance")
    fill(samira, **{"q-balance": BALANCE})
    press(samira, "Keep it")
    expect(samira.locator("main")).to_contain_text("Kept. Nothing is missing.")
    samira.goto(letter)
    review = samira.locator("main").get_by_role("link", name="It is not recorded where a review can be asked for")
    if review.count():
        follow(samira, "It is not recorded where a review can be asked for")
        follow(samira, "Say other terms")
        accessible(samira)
        fill(samira, reply_to=OURS)
        press(samira, "Save")
        samira.goto(letter)
    press(samira, "Write it anew from the case")
    expect(samira.locator("main article")).to_contain_text(BALANCE)
    expect(samira.locator("main")).not_to_contain_text("public-interest balance")
    accessible(samira)


def officer(ada: Page, *, is_one: bool) -> None:
    """Give Hari the role of a disclosure officer, or take it back."""
    ada.goto("/people/hari-venn/manage/")
    follow(ada, "Change roles")
    ada.get_by_role("checkbox", name="Disclosure officer").set_checked(is_one)
    press(ada, "Save")


def agree(page: Page, accessible: Check) -> None:
    """Read the letter that is on the page, and approve it."""
    accessible(page)
    follow(page, "Approve it, or say no")
    accessible(page)
    choose(page, "agrees", "yes")
    press(page, "Say so")


def approved(visit: SignIn, samira: Page, accessible: Check, letter: str) -> None:
    """Hari reads the answer as the second person and approves; Dilys, who is asked to, approves too."""
    samira.goto(letter)
    hari = visit("hari.venn", narrow=True)
    hari.goto(letter)
    follow(hari, "Nobody has read the answer to part 2 as the second person")
    follow(hari, "Read it as the second person")
    choose(hari, "agrees", "yes")
    press(hari, "Say so")
    hari.goto(letter)
    agree(hari, accessible)
    follow(samira, "Ask somebody to approve it")
    accessible(samira)
    fill(samira, person="Dilys Okafor")
    press(samira, "Ask")
    expect(samira.get_by_role("heading", name="Approved by 1 of 2")).to_be_visible()
    expect(samira.locator("main").get_by_role("link", name="Send it")).to_have_count(0)
    dilys = visit("dilys.okafor", javascript=False)
    dilys.goto("/notices/")
    follow(dilys, re.compile("Answer with a part refused"))
    agree(dilys, lambda _page: None)
    expect(dilys.get_by_role("heading", name="Approved by 2 of 2")).to_be_visible()


def sent(samira: Page, accessible: Check, letter: str) -> None:
    """Send it: the case closes, and what was held can be released."""
    samira.goto(letter)
    expect(samira.get_by_role("heading", name="Nothing is missing")).to_be_visible()
    follow(samira, "Send it")
    accessible(samira)
    press(samira, "Send it")
    expect(samira.locator("main")).to_contain_text("Sent, and written down in the case.")
    expect(samira.get_by_role("heading", name=re.compile("^Closed on"))).to_be_visible()
    expect(samira.locator("main").get_by_role("link", name="Release it")).to_be_visible()
    accessible(samira)


def published(samira: Page, accessible: Check) -> str:
    """Put it into the disclosure log; a form that tells who asked is refused. Gives the public address."""
    follow(samira, "Put it into the disclosure log")
    accessible(samira)
    asked = samira.locator("main [name=asked]").input_value()
    assert WHO not in asked
    fill(samira, asked=f"{asked}\n{WHO}")
    press(samira, "Publish it")
    expect(samira.locator(".govuk-error-summary")).to_contain_text("quenby")
    accessible(samira)
    fill(samira, asked=f"{PAID}\n{RATES}")
    press(samira, "Publish it")
    follow(samira, "It is in the disclosure log")
    return path_of(samira)
