#!/usr/bin/env bash
# Defines the golden domain golden-demo on the image that build.sh has made; doing it again changes nothing.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
IMAGE=${GOLDEN_DIR:-/var/lib/pbm/golden}/golden-demo.qcow2

if [ ! -f "$IMAGE" ]; then
  printf 'golden image %s is missing; run %s/build.sh first\n' "$IMAGE" "$HERE" >&2
  exit 1
fi
definition=$(sed "s|@IMAGE@|$IMAGE|" "$HERE/domain.xml")
# libvirt refuses to change a domain's definition under another uuid than the one it has.
if uuid=$(virsh -q -c qemu:///system domuuid golden-demo 2>/dev/null); then
  definition=${definition/<name>/<uuid>$uuid<\/uuid><name>}
fi
virsh -q -c qemu:///system define /dev/stdin <<<"$definition" >&2
