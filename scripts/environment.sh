#!/usr/bin/env bash
# Builds the Python environment: environment.sh PYTHON VENV run|dev
set -euo pipefail
python=$1 venv=$2 kind=$3
lock=requirements.lock
[ "$kind" = dev ] && lock=requirements-dev.lock

"$python" - <<'PY' || { echo "City Cockpit needs Python 3.11 or later (PYTHON=python3.11 make …)." >&2; exit 1; }
import sys
sys.exit(sys.version_info < (3, 11))
PY

started=$(date +%s)
if [ ! -x "$venv/bin/python" ]; then
    # Debian keeps the venv module's parts in a package of its own.
    "$python" -m venv "$venv" 2>/dev/null || {
        rm -rf "$venv"
        if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
            apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null
            "$python" -m venv "$venv"
        else
            echo "Python's venv module is missing: run 'sudo apt-get install python3-venv' and try again." >&2
            exit 1
        fi
    }
fi
[ -x "$venv/bin/uv" ] || "$venv/bin/python" -m pip install -q --disable-pip-version-check uv
# uv is several times quicker; pip knows the mirrors and certificates that a house has set up for it.
export UV_SYSTEM_CERTS=true
install() {
    "$venv/bin/uv" pip install -q --python "$venv/bin/python" "$@" ||
        "$venv/bin/python" -m pip install -q --disable-pip-version-check "$@"
}
install -r "$lock"
install --no-deps -e .
touch "$venv/.run-stamp" "$venv/.$kind-stamp"
echo "environment ready in $(( $(date +%s) - started )) s"
