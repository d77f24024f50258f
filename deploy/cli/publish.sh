#!/usr/bin/env bash
# Makes pbm, the operator's command, one native file that needs no .NET: deploy/cli/publish.sh FILE
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(dirname "$(dirname "$HERE")")
# The native compiler hands its objects to the system's linker.
PACKAGES=(gcc libc6-dev zlib1g-dev)

say() { printf '%s\n' "$*" >&2; }

[ $# = 1 ] || { say "usage: deploy/cli/publish.sh FILE, such as /usr/local/bin/pbm"; exit 2; }
target=$1

missing=()
for package in "${PACKAGES[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  say "installing: ${missing[*]}"
  apt-get -q update >&2
  DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends "${missing[@]}" >&2
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet publish "$ROOT/src/Orchestrator.Cli" -c Release -r linux-x64 -v quiet --nologo -o "$work/out" --artifacts-path "$work/build" >&2
install -D -m 0755 "$work/out/pbm" "$target"
say "$target: $(stat -c %s "$target") bytes, $("$target" --version)"
