"""What people type, made fit to keep."""


def one_line(text: str) -> str:
    """Without control and direction characters, which could forge the text around a name."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def lines_of(text: str) -> str:
    """Several lines; control and direction characters go, line ends become plain."""
    return "\n".join(
        "".join(letter for letter in line if letter.isprintable() or letter == "\t").rstrip()
        for line in text.splitlines()
    ).strip()
