"""Secrets that a hall on one machine makes for itself and keeps beside its data."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from moothall.kit.env import BadSetting

KEY_BYTES = 32


def kept_secret(folder: Path, name: str) -> str:
    """The secret kept in `folder/name`, made on first use; the file is readable by its owner alone."""
    path = folder / name
    if path.exists():
        return path.read_text(encoding="ascii").strip()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = folder / f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_hex(KEY_BYTES), encoding="ascii")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first: its secret counts
    finally:
        draft.unlink()
    return path.read_text(encoding="ascii").strip()


def audit_keys(text: str) -> Mapping[str, bytes]:
    """Keys by id from `id:hex,id:hex`; the first one signs, the others still verify. A bare hex key has the id `k1`."""
    keys: dict[str, bytes] = {}
    for part in text.split(","):
        key_id, _, value = part.strip().rpartition(":")
        try:
            key = bytes.fromhex(value)
        except ValueError as error:
            raise BadSetting("MOOTHALL_AUDIT_KEYS must be id:hex pairs, separated by commas.") from error
        if len(key) < KEY_BYTES:
            raise BadSetting(f"Each audit key needs {KEY_BYTES} bytes ({2 * KEY_BYTES} hex digits) or more.")
        keys[key_id or "k1"] = key
    return keys
