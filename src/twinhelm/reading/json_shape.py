"""Whether JSON has the proportions of an export, before a parser builds anything of it.

A parser that says where it is keeps the path to each level, so depth times the length of a key is its memory.
"""

import re
from itertools import accumulate

from twinhelm.reading.letters import Bytes, blocks

DEEPEST = 20
LONGEST_STRING = 1024 * 1024
"""Bytes."""
_ESCAPE = re.compile(rb"\\.", re.DOTALL)
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}


def has_sane_shape(stream: Bytes) -> bool:
    """Cost: one pass, linear, memory of one block."""
    stream.seek(0)
    depth = length = 0
    is_inside = False
    rest = b""
    for block in blocks(stream):
        text = _ESCAPE.sub(b"__", rest + block)
        rest = b"\\" if text.endswith(b"\\") else b""
        pieces = text.removesuffix(b"\\").split(b'"')
        lengths = [len(piece) for piece in pieces[0 if is_inside else 1 :: 2]]
        if is_inside and lengths:
            lengths[0] += length
        outside = b"".join(pieces[1 if is_inside else 0 :: 2]).translate(None, _NO_BRACKETS)
        depths = list(accumulate(map(_STEP.__getitem__, outside), initial=depth))
        if max(depths) > DEEPEST or max(lengths, default=0) > LONGEST_STRING:
            return False
        depth = depths[-1]
        is_inside ^= len(pieces) % 2 == 0
        length = lengths[-1] if is_inside and lengths else 0
    stream.seek(0)
    return True
