"""Which servers a member's connection may reach."""

import ipaddress

import pytest

from twinhelm.foundation import outside
from twinhelm.foundation.answers import Invalid

INSIDE = [
    "127.0.0.1",
    "127.8.9.10",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "fd12:3456::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2001:0:7f00:1::1",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",
    "2001:db8::1",
]
OUTSIDE = ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", INSIDE)
def test_no_form_of_an_inside_address_counts_as_outside(address: str) -> None:
    assert not outside.is_outside(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", OUTSIDE)
def test_the_rest_of_the_world_is_outside(address: str) -> None:
    assert outside.is_outside(ipaddress.ip_address(address))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::1]"])
def test_refuses_the_machine_itself_however_it_is_written(host: str) -> None:
    with pytest.raises(Invalid):
        outside.address_of(host, 993, inside=())


def test_allows_an_inside_server_by_the_name_that_was_allowed() -> None:
    assert outside.address_of("localhost", 993, inside={"LOCALHOST"}) in {"127.0.0.1", "::1"}


def test_an_allowed_name_opens_no_other() -> None:
    with pytest.raises(Invalid, match="TWINHELM_INSIDE_HOSTS"):
        outside.address_of("127.0.0.1", 993, inside={"mail.northlight.example"})


@pytest.mark.parametrize("host", ["", "no such host.invalid", "a" * 300, "xn--\u0000", "mail\r\nx"])
def test_a_name_that_is_none_gets_a_sentence(host: str) -> None:
    with pytest.raises(Invalid):
        outside.address_of(host, 993, inside=())
