"""`moothall check_deploy`."""

from typing import Any

from django.utils.translation import gettext as _

from moothall.home import deployment
from moothall.kit.commands import JsonCommand


class Command(JsonCommand):
    """Say what is unsafe before people come in."""

    help = "Say in words what is unsafe in how this hall is run; exit 1 when something is."

    def run(self, **options: Any) -> dict[str, Any]:
        """List everything, what is unsafe first."""
        found = sorted(deployment.findings(), key=lambda finding: not finding.unsafe)
        for finding in found:
            mark = _("Unsafe") if finding.unsafe else _("Advice")
            self.say(f"{mark}: {finding.words}")
        unsafe = sum(finding.unsafe for finding in found)
        self.exit_code = 1 if unsafe else 0
        if not found:
            self.say(_("Nothing unsafe was found."))
        told = [{"key": one.key, "unsafe": one.unsafe, "words": one.words} for one in found]
        return {"safe": not unsafe, "findings": told}
