#!/usr/bin/env bash
# Installs those of the named Debian packages that are missing: deploy/packages.sh PACKAGE...
set -euo pipefail

say() { printf '%s\n' "$*" >&2; }

missing=()
for package in "$@"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  say "installing: ${missing[*]}"
  apt-get -q update >&2
  DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends "${missing[@]}" >&2
fi
