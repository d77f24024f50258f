#!/usr/bin/env bash
# Defines and starts the storage pool for overlays; doing it again changes nothing.
# usage: storage.sh [NAME] [DIRECTORY]
set -euo pipefail

NAME=${1:-pbm-overlays}
DIRECTORY=${2:-/var/lib/pbm/overlays}

virsh_system() { virsh -q -c qemu:///system "$@"; }

mkdir -p "$DIRECTORY"
if ! virsh_system pool-info "$NAME" >/dev/null 2>&1; then
  virsh_system pool-define-as "$NAME" dir --target "$DIRECTORY" >&2
  virsh_system pool-autostart "$NAME" >&2
fi
# Read whole first: grep -q on a pipe would end virsh early, and its failure would be taken for "not running".
state=$(virsh_system pool-info "$NAME")
if ! grep -q '^State: *running' <<<"$state"; then
  virsh_system pool-start "$NAME" >&2
fi
