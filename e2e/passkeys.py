"""A phone's passkeys, played by Chromium."""

from playwright.sync_api import Page


def hold_passkeys(page: Page) -> None:
    """Give the browser a place for passkeys that is unlocked without asking."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
