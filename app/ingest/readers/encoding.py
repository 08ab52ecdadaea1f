"""Finding how a text file is encoded: from its marks, then by strict decoding, then by likelihood."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from pathlib import Path

from charset_normalizer import from_bytes

SAMPLE = 256 * 1024
# The lead bytes of characters in everyday use, in the older set each encoding grew out of.
CHINESE = {"gb18030": ("gb2312", range(0xA1, 0xD8)), "big5hkscs": ("big5", range(0xA1, 0xC7))}
LATIN = "cp1252"  # last: it decodes nearly anything, and Latin text hardly ever passes for Chinese
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_COPY = 1 << 20
_LETTERS = 20_000  # looked at
_CLEAR = 0.05


def sample_of(path: Path, *, thorough: bool = False) -> bytes:
    """The beginning of the file; when `thorough` and it is all ASCII, also the first lines that are not."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
        if not thorough or not head.isascii():
            return head
        file.readline()
        while block := file.readlines(_COPY):
            if not all(line.isascii() for line in block):
                telling = b"".join(line for line in block if not line.isascii())
                return head[: SAMPLE // 2].rpartition(b"\n")[0] + b"\n" + telling[: SAMPLE // 2]
    return head


def candidates(sample: bytes, declared: str, fits: Callable[[str], bool]) -> Iterator[str]:
    """Encodings to try, likeliest first. `fits` says whether a decoded sample holds the header asked for.

    An encoding in which the header is found comes before one in which it is not, so that a wrong
    guess cannot garble silently: only when none fits does the next best show the reader what was found.
    """
    if declared != "auto":
        yield declared
        return
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            yield encoding
            return
    wide = _wide(sample)
    if wide:
        yield wide
        return
    if decoded(sample, "utf-8") is not None:
        yield "utf-8"
    readable = [encoding for encoding in (*CHINESE, LATIN) if decoded(sample, encoding) is not None]
    fitting = [encoding for encoding in readable if fits(decoded(sample, encoding) or "")]
    yield from _likeliest_first(sample, fitting)
    yield from (encoding for encoding in readable if encoding not in fitting)


def decoded(sample: bytes, encoding: str) -> str | None:
    """The sample as text, None when it is not of that encoding. A character cut at the end is forgiven."""
    try:
        return codecs.getincrementaldecoder(encoding)("strict").decode(sample, final=False)
    except (UnicodeError, LookupError):
        return None


def to_utf8(path: Path, encoding: str, target: Path) -> Path:
    """Write the file again as UTF-8, in a stream. Raises UnicodeDecodeError when it is not of `encoding`."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    with path.open("rb") as source, target.open("wb") as copy:
        while block := source.read(_COPY):
            copy.write(decoder.decode(block).encode("utf-8"))
        copy.write(decoder.decode(b"", final=True).encode("utf-8"))
    return target


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of plain text is zero."""
    head = sample[:4096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) * 20 <= len(head):
        return None
    return "utf-16-le" if odd >= even else "utf-16-be"


def _likeliest_first(sample: bytes, encodings: list[str]) -> list[str]:
    """Chinese encodings in the order of how much of the text is everyday characters.

    When that does not tell them apart, charset-normalizer does: it judges long texts well, short ones not.
    """
    shares = {encoding: _everyday(sample, encoding) for encoding in encodings if encoding in CHINESE}
    if len(shares) < 2:
        return encodings
    chinese = sorted(shares, key=lambda encoding: -shares[encoding])
    if shares[chinese[0]] - shares[chinese[1]] < _CLEAR:
        best = from_bytes(sample, cp_isolation=list(shares)).best()
        likeliest = codecs.lookup(best.encoding).name if best else chinese[0]
        chinese.sort(key=lambda encoding: codecs.lookup(encoding).name != likeliest)
    return [*chinese, *(encoding for encoding in encodings if encoding not in CHINESE)]


def _everyday(sample: bytes, encoding: str) -> float:
    """The share of everyday characters among those that are not ASCII."""
    base, leads = CHINESE[encoding]
    letters = [ch for ch in decoded(sample, encoding) or "" if not ch.isascii()]
    encoded = [ch.encode(base, "ignore") for ch in letters[:_LETTERS]]
    return sum(bool(code) and code[0] in leads for code in encoded) / max(1, len(encoded))
