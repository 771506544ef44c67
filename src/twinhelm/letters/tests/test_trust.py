"""Who is believed to be who they say: only what our own mail server found out counts."""

import pytest

from twinhelm.letters import Trust, read
from twinhelm.letters.testing import a_mail

OURS = ["mx.northlight.example"]
PASS = "Authentication-Results: mx.northlight.example; dmarc=pass header.from=alder.example\n"


def trust(*results, mail=None, servers=OURS):
    lines = "".join(result if result.endswith("\n") else f"Authentication-Results: {result}\n" for result in results)
    return read(lines.encode() + (mail or a_mail()), trusted_servers=servers).trust


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ("dmarc=pass header.from=alder.example", Trust.PASSED),
        ("dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=alder.example", Trust.PASSED),
        ("dmarc=pass header.from=Alder.Example", Trust.PASSED),
        ("dmarc=fail header.from=alder.example", Trust.FAILED),
        ("dmarc=fail header.from=alder.example; spf=pass smtp.mailfrom=alder.example", Trust.FAILED),
        ("dmarc=none header.from=alder.example", Trust.UNKNOWN),
        ("dmarc=temperror header.from=alder.example", Trust.UNKNOWN),
        ("dmarc=pass header.from=mallory.example", Trust.FAILED),
        ("dkim=pass header.d=alder.example", Trust.PASSED),
        ("dkim=pass header.i=@alder.example header.s=one header.b=abc", Trust.PASSED),
        ("dkim=pass header.d=mail.alder.example", Trust.PASSED),
        ("dkim=pass header.d=mallory.example", Trust.UNKNOWN),
        ("dkim=pass header.d=notalder.example", Trust.UNKNOWN),
        ("dkim=pass header.d=example", Trust.UNKNOWN),
        ("dkim=fail header.d=alder.example", Trust.UNKNOWN),
        ("dkim=fail header.d=alder.example; dkim=pass header.d=alder.example", Trust.PASSED),
        ("spf=pass smtp.mailfrom=bounce@alder.example", Trust.PASSED),
        ("spf=pass smtp.mailfrom=alder.example", Trust.PASSED),
        ("spf=pass smtp.mailfrom=mallory.example", Trust.UNKNOWN),
        ("spf=pass smtp.helo=alder.example", Trust.UNKNOWN),
        ("spf=fail smtp.mailfrom=alder.example", Trust.FAILED),
        ("spf=softfail smtp.mailfrom=alder.example", Trust.UNKNOWN),
        ("none", Trust.UNKNOWN),
        ("", Trust.UNKNOWN),
        ("dmarc=pass", Trust.UNKNOWN),
        ("(dmarc=pass header.from=alder.example)", Trust.UNKNOWN),
        ("dmarc=pass header.from=alder.example" + "(" * 200, Trust.UNKNOWN),
    ],
)
def test_what_our_server_found_decides(found, expected):
    assert trust(f"mx.northlight.example; {found}") is expected


AS_PROVIDERS_WRITE = {
    "arc and dates": "dkim=pass header.i=@alder.example header.s=20230601 header.b=Ab/Cd12=;\n arc=pass (i=1 spf=pass dkim=pass);"
    "\n spf=pass (mx: domain of rosa@alder.example designates 2a00:1450::42f as permitted sender) smtp.mailfrom=rosa@alder.example;"
    "\n dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=alder.example",
    "policies": "bimi=skipped (DMARC did not pass);\n dkim=pass (2048-bit rsa key sha256) header.d=alder.example\n header.i=@alder.example"
    " x-bits=2048;\n dmarc=pass policy.published-domain-policy=none (p=none,d=none) policy.policy-from=p header.from=alder.example;"
    "\n iprev=pass smtp.remote-ip=192.0.2.1 (mail.example)",
    "quoted": 'dkim=pass header.d=alder.example header.b="Qw/e+rTy";\n\tspf=pass smtp.mailfrom="rosa@alder.example"',
    "close comments": "dkim=unknown;\n dmarc=pass(p=REJECT) header.from=alder.example;",
}


@pytest.mark.parametrize("found", AS_PROVIDERS_WRITE.values(), ids=AS_PROVIDERS_WRITE)
def test_results_are_read_as_large_providers_write_them(found):
    assert trust(f"mx.northlight.example;\n {found}") is Trust.PASSED


@pytest.mark.parametrize(
    "found",
    [
        'spf=pass smtp.mailfrom="x; dmarc=pass header.from=alder.example"@mallory.example',
        "spf=none (x; dmarc=pass header.from=alder.example)",
        "spf=pass smtp.mailfrom=mallory.example; x=y; z",
        "spf=pass (x) y) smtp.mailfrom=mallory.example; dmarc=pass header.from=alder.example",
    ],
)
def test_words_of_the_sender_inside_a_result_are_no_result(found):
    assert trust(f"mx.northlight.example; {found}") is not Trust.PASSED


def test_without_results_nobody_knows():
    assert trust() is Trust.UNKNOWN


def test_results_of_other_servers_count_for_nothing():
    assert trust("mx.mallory.example; dmarc=pass header.from=alder.example") is Trust.UNKNOWN
    assert trust("mx.northlight.example.mallory.example; dmarc=pass header.from=alder.example") is Trust.UNKNOWN
    assert trust(PASS, servers=[]) is Trust.UNKNOWN


def test_a_result_that_the_sender_put_in_under_our_name_counts_for_nothing():
    ours = "Authentication-Results: mx.northlight.example; dmarc=fail header.from=alder.example\n"
    arrived = "Received: from mallory.example by mx.northlight.example; Mon, 23 Nov 2026 10:30:00 +0100\n"
    assert trust(ours, arrived, PASS) is Trust.FAILED
    nothing_found = "Authentication-Results: mx.northlight.example; none\n"
    assert trust(nothing_found, arrived, PASS) is Trust.UNKNOWN


def test_a_forged_failure_further_down_does_no_harm():
    arrived = "Received: from alder.example by mx.northlight.example; Mon, 23 Nov 2026 10:30:00 +0100\n"
    forged = "Authentication-Results: mx.northlight.example; dmarc=fail header.from=alder.example\n"
    assert trust(PASS, arrived, forged) is Trust.PASSED


def test_results_of_one_server_in_several_fields_belong_together():
    signed = "Authentication-Results: mx.northlight.example; dkim=pass header.d=mallory.example\n"
    assert trust(signed, PASS) is Trust.PASSED


def test_folded_results_are_read():
    assert trust("mx.northlight.example;\n dkim=pass\n header.d=alder.example;\n spf=none") is Trust.PASSED


@pytest.mark.parametrize(
    "senders",
    [
        b"From: rosa@alder.example\nFrom: mallory@mallory.example\n",
        b"From: rosa@alder.example, mallory@mallory.example\n",
        b"From: Rosa\n",
        b"From: \n",
        b"",
        b"From: undisclosed:;\n",
    ],
)
def test_no_sender_or_several_is_a_failure_whatever_was_found(senders):
    assert trust(PASS, mail=senders + b"To: ana@northlight.example\n\nHello") is Trust.FAILED


@pytest.mark.parametrize(
    "sender",
    [
        "rosa@alder.example]<mallory@mallory.example>",
        "rosa@alder.example)<m@mallory.example>",
        "<m@mallory.example> (rosa@alder.example)",
    ],
)
def test_a_sender_written_so_that_programs_disagree_does_not_pass_as_rosa(sender):
    results = PASS.replace("header.from=alder.example", "header.from=mallory.example")
    letter = read(f"{results}From: {sender}\n\nHello".encode(), trusted_servers=OURS)
    assert letter.trust is not Trust.PASSED or letter.sender.address.endswith("@mallory.example")
