"""The wheel alone, in an environment of its own: what an administrator installs on a server."""

import os
import re
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from e2e.conftest import free_port, wait_until_up

ROOT = Path(__file__).parent.parent
TOOLS = f"{os.environ['PATH']}:{ROOT / '.tools' / 'bin'}"
UV = shutil.which("uv", path=TOOLS)

pytestmark = pytest.mark.skipif(UV is None, reason="uv, which builds the wheel, is not here")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of an environment with nothing but the wheel and what it needs."""
    folder = tmp_path_factory.mktemp("wheel")
    built = [str(UV), "build", "--wheel", "--quiet", "--out-dir", str(folder / "dist"), str(ROOT)]
    subprocess.run(built, check=True, cwd=ROOT)
    (wheel,) = (folder / "dist").glob("*.whl")
    subprocess.run([str(UV), "venv", "--quiet", str(folder / "venv")], check=True)
    into = ["--python", str(folder / "venv" / "bin" / "python")]
    install = [str(UV), "pip", "install", "--quiet", *into, str(wheel)]
    fetched = subprocess.run(install, capture_output=True, text=True, check=False)
    if fetched.returncode:
        pytest.skip(f"what the wheel needs cannot be fetched here: {fetched.stderr.splitlines()[:1]}")
    return folder / "venv" / "bin"


@pytest.fixture
def hall(installed: Path, tmp_path: Path) -> Iterator[str]:
    """A demo council served from the wheel, in a folder that knows nothing of the source."""
    port = free_port()
    address = f"http://localhost:{port}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MOOTHALL_")}
    environment |= {"MOOTHALL_DATA": str(tmp_path / "data"), "MOOTHALL_URL": address, "PATH": "/usr/bin:/bin"}
    moothall = str(installed / "moothall")
    subprocess.run([moothall, "demo"], env=environment, cwd=tmp_path, check=True)
    with (tmp_path / "log").open("w") as log:
        command = [moothall, "serve", "--port", str(port), "--workers", "1"]
        serving = subprocess.Popen(command, env=environment, cwd=tmp_path, stdout=log, stderr=subprocess.STDOUT)
        try:
            wait_until_up(address, serving)
            yield address
        finally:
            serving.terminate()
            serving.wait(timeout=40)


def fetch(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=20) as answer:
        return bytes(answer.read())


def test_demo_and_serve_are_all_it_takes(hall: str) -> None:
    page = fetch(f"{hall}/account/login/").decode()
    assert "Wexmoor Council" in page
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert any(".css" in address for address in addresses)
    assert any(".js" in address for address in addresses)
    for address in addresses:
        assert fetch(hall + address)
