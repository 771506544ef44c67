"""Measures mail: CPU time to read 10,000 varied mails of a mailbox file, and to write and clean as many.

Run: .venv/bin/python benchmarks/letters.py
"""

import io
import random
import resource
import time
from datetime import UTC, datetime, timedelta

from twinhelm.letters import Address, Draft, Enclosure, clean, compose, mails_in, read

COUNT = 10_000
FIRST = datetime(2025, 11, 24, 8, 0, tzinfo=UTC)
ANA, ROSA = Address("Ana Ørsted", "ana@northlight.example"), Address("Rosa Alder", "rosa@alder.example")
WORDS = (
    "the",
    "bread",
    "page",
    "oven",
    "Monday",
    "opening",
    "hours",
    "picture",
    "please",
    "change",
    "call",
    "launch",
    "Grüße",
    "morgen",
    "danke",
    "Bestellung",
)
RESULTS = "Authentication-Results: mx.northlight.example; dmarc=pass header.from=alder.example; spf=pass smtp.mailfrom=alder.example\n"


def main() -> None:
    chance = random.Random(3)
    began = time.process_time()
    mails = [a_mail(number, chance) for number in range(COUNT)]
    print(f"written: {COUNT} in {time.process_time() - began:.1f} CPU-s")
    file = io.BytesIO(b"".join(b"From x@x Mon Nov 23 09:30:00 2026\n" + quoted(raw) + b"\n" for raw in mails))
    size = len(file.getvalue()) / 1024**2
    before, began = peak(), time.process_time()
    count = attachments = trusted = shortened = 0
    for stored in mails_in(file):
        letter = read(stored.raw, trusted_servers=["mx.northlight.example"])
        count += 1
        attachments += len(letter.attachments)
        trusted += letter.trust == "passed"
        shortened += len(letter.new_text) < len(letter.text)
    print(
        f"read: {count} of {size:.0f} MB in {time.process_time() - began:.1f} CPU-s, {peak() - before:.0f} MB more; "
        f"{attachments} attachments, {trusted} of checked senders, {shortened} with something quoted or signed"
    )
    page = a_newsletter(chance)
    began = time.process_time()
    for _time in range(200):
        clean(page)
    print(f"cleaned: a newsletter of {len(page) // 1024} KB in {(time.process_time() - began) * 5:.1f} CPU-ms")


def a_mail(number: int, chance: random.Random) -> bytes:
    """Of each ten: four short answers with quotes, three in two forms, two with files, one newsletter."""
    kind = number % 10
    text = "\n\n".join(" ".join(chance.choices(WORDS, k=chance.randint(8, 60))) + "." for _line in range(4))
    quote = "\n".join(f"> {' '.join(chance.choices(WORDS, k=10))}" for _line in range(chance.randint(5, 60)))
    answer = (
        f"{text}\n\nBest regards\nRosa\n\nOn Mon, 23 Nov 2026 at 10:30, Ana <ana@northlight.example> wrote:\n{quote}"
    )
    files = [Enclosure(f"Plan für {number}.pdf", "application/pdf", b"%PDF-1.7\n" + chance.randbytes(60_000))]
    draft = Draft(
        sender=ROSA,
        to=[ANA],
        cc=[Address("", f"p{one}@alder.example") for one in range(chance.randint(0, 5))],
        subject=" ".join(chance.choices(WORDS, k=6)),
        text=answer if kind < 4 else text,
        html=""
        if kind < 4
        else a_newsletter(chance)
        if kind == 9
        else f"<div>{'</div><div>'.join(text.split('.'))}</div>",
        message_id=f"{number}@alder.example",
        sent_at=FIRST + timedelta(minutes=number),
        references=[f"{one}@alder.example" for one in range(number % 8)],
        enclosures=files if kind in (7, 8) else [],
    )
    return RESULTS.encode() + compose(draft).as_bytes()


def a_newsletter(chance: random.Random) -> str:
    cells = (
        f'<tr><td style="padding:4px;color:#333;position:relative" class="x"><a href="https://alder.example/{number}">'
        f'{" ".join(chance.choices(WORDS, k=12))}</a><img src="https://alder.example/{number}.png"></td></tr>'
        for number in range(120)
    )
    return f"<html><head><style>td{{color:red}}</style></head><body><table>{''.join(cells)}</table></body></html>"


def quoted(raw: bytes) -> bytes:
    return raw.replace(b"\nFrom ", b"\n>From ")


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
