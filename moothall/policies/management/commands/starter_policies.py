"""`moothall starter_policies`: our starter texts, as drafts to be adapted."""

from typing import Any

from moothall.kit.commands import JsonCommand
from moothall.policies.actions import starter


class Command(JsonCommand):
    """Loads the starter texts that are not there yet."""

    help = "Load our starter policies and guidance as drafts, to be adapted; those that are there already stay."
    room = "policies"

    def run(self, **options: Any) -> dict[str, Any]:
        """Load them, and say which."""
        made = [policy.slug for policy in starter.load(by=None)]
        for slug in made:
            self.say(f"Begun as a draft: {slug}")
        self.say("Adapt each of them before it is adopted." if made else "All starter texts are here already.")
        return {"begun": made}
