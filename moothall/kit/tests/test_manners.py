"""Background work runs behind the pages."""

import os
import subprocess
import sys

import pytest

ASK = "import os; from moothall.kit import manners; manners.step_back(); print(os.getpriority(os.PRIO_PROCESS, 0))"


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="this system has no priorities")
def test_stepping_back_goes_to_the_step_and_never_forward() -> None:
    assert int(subprocess.check_output([sys.executable, "-c", ASK])) == max(10, os.getpriority(os.PRIO_PROCESS, 0))
    nicer = subprocess.check_output([sys.executable, "-c", "import os; os.nice(15); " + ASK])
    assert int(nicer) >= 15
