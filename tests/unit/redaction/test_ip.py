"""Network addresses, and the versions, paragraphs, dates and scores that look like them."""

from ipaddress import IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.redaction import found, redacted, spotted


@pytest.mark.parametrize(
    "address",
    [
        "203.0.113.9",
        "192.168.1.1",
        "10.0.0.5",
        "203.0.113.009",
        "203[.]0[.]113[.]9",
        "203 dot 0 dot 113 dot 9",
        "203 . 0 . 113 . 9",
        "2001:db8::1",
        "2001:DB8:85A3::8a2e:370:7334",
        "2001:0db8:0000:0000:0000:0000:0000:0001",
        "fe80::1",
        "2001:db8::",
    ],
)
def test_addresses_are_found_whole(address: str) -> None:
    assert spotted(f"it was {address}, honest") == [("IP_ADDRESS", address)]
    assert redacted(address) == "[ip address removed]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://203.0.113.9:8443/login", "http://[ip address removed]:8443/login"),
        ("http://[2001:db8::1]/x", "http://[[ip address removed]]/x"),
        ("(203.0.113.9)", "([ip address removed])"),
        ("the block 203.0.113.0/24", "the block [ip address removed]/24"),
        ("IPv4:203.0.113.9.", "IPv4:[ip address removed]."),
        ("his ip address is 1.2.3.4", "his ip address is [ip address removed]"),
        ("2.4.6.8 was his ip", "[ip address removed] was his ip"),
    ],
)
def test_what_stands_around_an_address_stays(text: str, expected: str) -> None:
    assert redacted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "version 1.2.3.4",
        "v203.0.113.9",
        "firmware 10.0.0.5",
        "chrome 120.0.6099.109",
        "section 3.2.1.4",
        "para. 4.5.2.1",
        "see 1.2.3.4 in the report",
        "1.2.3.4.5",
        "256.1.1.1",
        "12.10.20.24",
        "a 4.2.3.1 formation",
        "07.70.09.00",
        "127.0.0.1",
        "0.0.0.0",
        "255.255.255.0",
        "::1",
        "12:34:56:78",
        "00:1a:2b:3c:4d:5e",
        "std::vector::iterator",
        "cafe::bed",
    ],
)
def test_versions_masks_and_times_are_no_addresses(text: str) -> None:
    assert found(text).spans == ()
    assert found(f"so {text} ok").spans == ()


@given(st.integers(min_value=0x2001 << 112, max_value=(0x2002 << 112) - 1))
def test_every_global_address_of_version_6_is_found_in_both_spellings(number: int) -> None:
    address = IPv6Address(number)
    for spelling in (address.compressed, address.exploded, address.compressed.upper()):
        assert spotted(f"from {spelling} again") == [("IP_ADDRESS", spelling)]
