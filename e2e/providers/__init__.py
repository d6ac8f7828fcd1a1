"""Real identity providers on loopback: npm's oidc-provider and samlify, each in a process of its own."""

import datetime
import json
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from scripts.setup import node_tools

HERE = Path(__file__).parent
CLIENT_ID = "moothall"
CLIENT_SECRET = "only-for-tests-only-for-tests-only"

People = Mapping[str, Mapping[str, object]]


@dataclass(frozen=True)
class SigningKey:
    """A provider's key and its certificate, in files."""

    key: Path
    certificate: Path


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def oidc(callback: str, people: People, *, port: int | None = None) -> Iterator[str]:
    """An OpenID Connect provider; gives its issuer."""
    port = port or free_port()
    with _running("oidc.mjs", [str(port), callback], people):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def saml(acs: str, entity_id: str, people: People, key: SigningKey, *, port: int | None = None) -> Iterator[str]:
    """A SAML identity provider; gives the address of its metadata, which is its entity ID too."""
    port = port or free_port()
    with _running("saml.mjs", [str(port), acs, entity_id, str(key.key), str(key.certificate)], people):
        yield f"http://127.0.0.1:{port}/metadata"


@contextmanager
def _running(script: str, arguments: list[str], people: People) -> Iterator[None]:
    command = [*map(str, node_tools()[1]), str(HERE / script), *arguments]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        try:
            process.stdin.write(json.dumps(people))
            process.stdin.close()
            said = process.stdout.readline()
            assert said.strip() == "ready", f"{script} did not start; run `make assets`, then this again"
            yield
        finally:
            process.kill()


def signing_key(folder: Path, name: str = "idp") -> SigningKey:
    """A new key with a certificate that it signed itself."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(private, hashes.SHA256())
    )
    made = SigningKey(folder / f"{name}.key", folder / f"{name}.crt")
    made.key.write_bytes(
        private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    made.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return made
