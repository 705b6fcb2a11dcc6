"""The evidence keys of the settings: what is read, and what is refused without quoting a secret."""

from base64 import b64encode
from pathlib import Path

import pytest

from houserules.evidence.keyring import KeyringError, key_entry, parse_keyring
from houserules.stream.settings import DEVELOPMENT_EVIDENCE_KEYS, Settings, SettingsError
from support.evidence import entry

GOOD = b64encode(bytes(range(32))).decode()


def test_the_first_key_seals_and_all_are_there() -> None:
    text = f"\n{entry('2026-06', 2)},\n {entry('2026.05', 1)} \n\n"
    ring = parse_keyring(text)
    assert [key.name for key in ring.keys] == ["2026-06", "2026.05"]
    assert ring.sealing.secret == bytes([2]) * 32
    assert ring.get("2026.05") is ring.keys[1]
    assert ring.get("2027") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds no key"),
        (" ,\n", "holds no key"),
        (GOOD, "entry 1 has no name"),
        (f":{GOOD}", "the name of entry 1"),
        (f"-may:{GOOD}", "the name of entry 1"),
        (f"{'n' * 65}:{GOOD}", "the name of entry 1"),
        (f"may:{GOOD[:-4]}", "the key of `may` has 30 bytes, and 32 are needed"),
        (f"may:{GOOD}{GOOD}", "the key of `may` is not base64"),
        ("may:", "the key of `may` has 0 bytes"),
        (f"may:{GOOD[:-1]}!", "the key of `may` is not base64"),
        (f"may:{GOOD},june", "entry 2 has no name"),
        (f"may:{GOOD},may:{entry('x')[2:]}", "the name `may` stands twice"),
        (f"may:{GOOD},june:{GOOD}", "two names have the same key"),
    ],
)
def test_what_cannot_work_is_refused_at_start_without_showing_a_key(text: str, said: str) -> None:
    with pytest.raises(KeyringError) as caught:
        parse_keyring(text)
    assert said in str(caught.value)
    with pytest.raises(SettingsError, match="HOUSERULES_EVIDENCE_KEYS") as refused:
        Settings.load(environ={"HOUSERULES_EVIDENCE_KEYS": text})
    for told in (str(caught.value), str(refused.value)):
        assert GOOD[:8] not in told


def test_an_entry_is_read_back_and_a_key_is_never_shown() -> None:
    ring = parse_keyring(key_entry("a", bytes(range(32))))
    assert ring.sealing.secret == bytes(range(32))
    assert "secret" not in repr(ring)
    assert "x00" not in repr(ring)
    with pytest.raises(KeyringError):
        key_entry("two words", bytes(32))


def test_the_development_key_works_and_files_are_read(tmp_path: Path) -> None:
    assert parse_keyring(DEVELOPMENT_EVIDENCE_KEYS).sealing.name == "development"
    file = tmp_path / "keys"
    file.write_text(f"{entry('new', 9)}\n{entry('old', 8)}\n", encoding="utf-8")
    loaded = Settings.load(environ={"HOUSERULES_EVIDENCE_KEYS_FILE": str(file)})
    assert [key.name for key in parse_keyring(loaded.evidence_keys).keys] == ["new", "old"]
