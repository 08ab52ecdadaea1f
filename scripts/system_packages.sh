#!/usr/bin/env bash
# Installs what tests need from Debian. Says what is missing where it may not install.
set -euo pipefail
packages=()
[ -x /usr/bin/chromium ] || packages+=(chromium chromium-driver)
fc-list 2>/dev/null | grep -qi 'Noto Sans CJK' || packages+=(fonts-noto-cjk fontconfig)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || packages+=(postgresql)
command -v java >/dev/null || packages+=(openjdk-17-jre-headless)
command -v redis-server >/dev/null || packages+=(redis-server)
[ ${#packages[@]} -eq 0 ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${packages[@]}" >/dev/null
else
    echo "Tests need: ${packages[*]}. Run: sudo apt-get install ${packages[*]}" >&2
    exit 1
fi
