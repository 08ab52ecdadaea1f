"""Fails when a tracked file, or any commit of the history, holds something that looks like a secret."""

from __future__ import annotations

import re
import subprocess
import sys

PATTERNS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|AKIA[0-9A-Z]{16}"
    r"|gh[pousr]_[A-Za-z0-9]{30,}"
    r"|xox[abpr]-[A-Za-z0-9-]{10,}"
    r"|(?i:(?:password|passwd|secret|token|api_key)\s*[:=]\s*[\"'][A-Za-z0-9+/_\-]{16,}[\"'])"
)


def git(*args: str) -> str:
    """Standard output of a git command."""
    command = ["git", *args]
    return subprocess.run(command, capture_output=True, text=True, check=True, errors="replace").stdout


def main() -> int:
    """0 when the files and the history are clean."""
    history = git(
        "log", "-p", "--all", "--no-color", "--unified=0", "--", ".", ":!assets/vendor", ":!*.geojson"
    )
    working = git("diff", "HEAD", "--unified=0")
    hits = [
        line[:160]
        for line in (history + working).splitlines()
        if line.startswith("+") and PATTERNS.search(line) and "noqa: secret" not in line
    ]
    for line in hits:
        print(f"looks like a secret: {line}", file=sys.stderr)
    return 1 if hits else 0


if __name__ == "__main__":
    sys.exit(main())
