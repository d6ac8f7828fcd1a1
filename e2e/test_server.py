"""The hall behind nginx and under systemd, with the files of docs/server as they are."""

import os
import re
import shutil
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest

from e2e.conftest import free_port

SERVER = Path(__file__).parent.parent / "docs" / "server"
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
PATIENCE = 160.0
OUTSIDE = """
worker_processes 1; pid {home}/nginx.pid; error_log {home}/error.log; daemon off; {user}
events {{ worker_connections 64; }}
http {{
    client_body_temp_path {home}/body; proxy_temp_path {home}/proxy; fastcgi_temp_path {home}/f;
    uwsgi_temp_path {home}/u; scgi_temp_path {home}/s;
    {site}
}}
"""


def site(home: Path, plain: int, sealed: int) -> str:
    """Our nginx.conf with this test's ports, names and certificate."""
    text = (SERVER / "nginx.conf").read_text(encoding="utf-8")
    text = re.sub(r"\n\s*listen \[::\]:.*", "", text)
    text = text.replace("listen 80;", f"listen 127.0.0.1:{plain};").replace(
        "listen 443 ssl", f"listen 127.0.0.1:{sealed} ssl"
    )
    text = text.replace("hall.example.gov.uk", "localhost").replace("/run/moothall/web.sock", str(home / "web.sock"))
    text = text.replace("https://$host$request_uri", f"https://$host:{sealed}$request_uri")
    return text.replace("$host;", "$http_host;").replace("/etc/ssl/hall", str(home))


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The hall's addresses as the street sees them: plain and sealed."""
    if NGINX is None:
        pytest.skip("nginx is not installed here; on Debian: apt-get install nginx-light")
    home = tmp_path_factory.mktemp("server")
    plain, sealed = free_port(), free_port()
    made = ["-newkey", "rsa:2048", "-keyout", str(home / "key.pem"), "-out", str(home / "fullchain.pem")]
    subprocess.run(
        ["openssl", "req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=localhost", *made],
        check=True,
        capture_output=True,
    )
    user = "user root;" if os.geteuid() == 0 else ""
    conf = OUTSIDE.format(home=home, user=user, site=site(home, plain, sealed))
    (home / "nginx.conf").write_text(conf, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MOOTHALL_")}
    environment |= {
        "MOOTHALL_ENV": "production",
        "MOOTHALL_URL": f"https://localhost:{sealed}",
        "MOOTHALL_BEHIND_PROXY": "yes",
        "MOOTHALL_DATA": str(home / "data"),
        "MOOTHALL_SECRET_KEY": "5e" * 32,
        "MOOTHALL_AUDIT_KEYS": "k1:" + "7e" * 32,
    }
    subprocess.run([sys.executable, "-m", "moothall", "migrate", "-v0"], env=environment, check=True)
    started = re.search(r"^ExecStart=\S+/gunicorn (.*)$", (SERVER / "moothall-web.service").read_text("utf-8"), re.M)
    assert started is not None
    options = started[1].replace("/run/moothall/web.sock", str(home / "web.sock")).split()
    web = subprocess.Popen([sys.executable, "-m", "gunicorn", *options], env=environment)
    proxy = subprocess.Popen([NGINX, "-c", str(home / "nginx.conf"), "-e", str(home / "error.log")])
    try:
        wait_until(f"https://localhost:{sealed}/healthz")
        yield f"http://localhost:{plain}", f"https://localhost:{sealed}"
    finally:
        for process in (proxy, web):
            process.terminate()
            process.wait(30)


def wait_until(address: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            if ask(address)[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise AssertionError("the hall did not open behind nginx")


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


def ask(address: str, data: bytes | None = None, **headers: str) -> tuple[int, Message]:
    seal = ssl.create_default_context()
    seal.check_hostname, seal.verify_mode = False, ssl.CERT_NONE
    opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=seal), _Stay())
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with opener.open(urllib.request.Request(address, data, named), timeout=30) as answer:
            answer.read()
            return answer.status, answer.headers
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers


def test_the_street_is_sent_to_the_sealed_door(street: tuple[str, str]) -> None:
    status, headers = ask(f"{street[0]}/account/login/")
    assert (status, headers["Location"]) == (301, f"{street[1]}/account/login/")


def test_pages_come_sealed_with_cookies_that_stay_so(street: tuple[str, str]) -> None:
    status, headers = ask(f"{street[1]}/people/first-run/")  # the door of a hall in which nobody lives yet
    assert status == 200
    assert "max-age=31536000" in headers["Strict-Transport-Security"]
    cookies = headers.get_all("Set-Cookie") or []
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert "Secure" in cookie
        assert "HttpOnly" in cookie
    assert re.fullmatch(r"[0-9a-f]{32}", headers["X-Request-ID"]), "the id that nginx gave"


def test_figures_are_not_for_the_street(street: tuple[str, str]) -> None:
    assert ask(f"{street[1]}/metrics")[0] == 403


def test_a_form_with_files_gets_through(street: tuple[str, str]) -> None:
    status, _headers = ask(f"{street[1]}/account/login/", b"x" * (40 * 2**20), Content_Type="application/octet-stream")
    assert status in {400, 403}, "ours to refuse, not nginx's"
    assert ask(f"{street[1]}/account/login/", b"x" * (65 * 2**20))[0] == 413


def test_no_unit_opens_the_data_to_others_or_writes_where_nothing_is() -> None:
    told = (SERVER.parent / "operations.md").read_text(encoding="utf-8")
    for path in SERVER.glob("moothall-*.service"):
        unit = path.read_text(encoding="utf-8")
        assert "StateDirectory=moothall\nStateDirectoryMode=0700\n" in unit, path.name
        for folder in re.findall(r"^ReadWritePaths=(.*)$", unit, re.M):
            assert f"install -d -m 700 -o moothall -g moothall {folder}\n" in told, (path.name, folder)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not on this machine")
@pytest.mark.parametrize("name", sorted(path.name for path in SERVER.glob("moothall-*")))
def test_systemd_understands_the_units(name: str, tmp_path: Path) -> None:
    for path in SERVER.glob("moothall-*"):
        text = path.read_text(encoding="utf-8").replace("/opt/moothall/bin/gunicorn", "/bin/true")
        (tmp_path / path.name).write_text(text.replace("/opt/moothall/bin/moothall", "/bin/true"), encoding="utf-8")
    told = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / name)], capture_output=True, text=True, check=False
    )
    assert name not in told.stderr, told.stderr
    assert "Unknown" not in told.stderr, told.stderr
