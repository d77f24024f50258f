#!/usr/bin/env bash
# Runs a command with a libvirtd of its own, so that tests can kill and restart libvirtd, and take any port, without the system's libvirtd or
# another run noticing. Everything that the command or this script has started ends with the command, however it ends; nothing stays on disk.
#
# usage: tests/private-libvirt.sh COMMAND [ARGUMENT...]      as root; exits with the command's exit code
#   tests/private-libvirt.sh bash
#   tests/private-libvirt.sh tests/X/bin/Release/net10.0/X -noColor -noLogo
#
# The command finds what deploy/libvirt/start.sh, storage.sh and deploy/golden/define.sh leave: qemu:///system, the storage pool pbm-overlays and
# the golden domain golden-demo (deploy/golden/build.sh has to have made its image outside). What is its own:
#   processes   its pid namespace: pids are not those outside, and only its processes are seen
#   network     loopback only, all ports free
#   /run        empty but for libvirt's; libvirtd's pid is in /run/pbm/libvirtd.pid, and deploy/libvirt/start.sh starts it again after a kill
#   /etc/libvirt, /var/lib/libvirt, /var/cache/libvirt, /var/log/libvirt, /var/lib/pbm in memory; /var/lib/pbm/golden is a copy, to be spoilt at
#               will
# Everything else, /tmp included, is shared with the system.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(dirname "$HERE")
GOLDEN=/var/lib/pbm/golden/golden-demo.qcow2
PROGRAMS=(ip libvirtd qemu-system-x86_64 setpriv tini unshare virsh virtlogd)

say() { printf '%s\n' "$*" >&2; }

# --- outside ---------------------------------------------------------------------------------------------------------------------------------

check() {
  [ "$(id -u)" = 0 ] || { say "tests/private-libvirt.sh must run as root: it makes namespaces"; exit 1; }
  [ $# -gt 0 ] || { say "usage: tests/private-libvirt.sh COMMAND [ARGUMENT...]"; exit 2; }
  local program
  for program in "${PROGRAMS[@]}"; do
    command -v "$program" >/dev/null || { say "$program is missing; deploy/libvirt/start.sh installs libvirt, apt the rest"; exit 1; }
  done
  [ -f $GOLDEN ] || { say "golden image $GOLDEN is missing; run deploy/golden/build.sh first"; exit 1; }
}

# tini is PID 1 of the namespace and ends with the command; the kernel then kills what is left in it. Should this shell be killed instead, unshare
# dies with it (pdeathsig), and PID 1 with unshare (kill-child).
enter() {
  setpriv --pdeathsig KILL \
    unshare --mount --net --pid --fork --kill-child --mount-proc \
    tini -- "${BASH_SOURCE[0]}" --inside "$@" <&0 &
  local child=$! code=0
  # unshare itself blocks both signals while its child lives.
  trap 'kill -KILL $child 2>/dev/null' INT TERM HUP
  wait $child || code=$?
  exit $code
}

# --- inside ----------------------------------------------------------------------------------------------------------------------------------

# fresh DIRECTORY [OPTIONS]: an empty file system in memory over it.
fresh() { mount -t tmpfs -o "mode=755${2:+,$2}" private-libvirt "$1"; }

# The golden image's copy keeps its times: they are part of a golden image's identity.
mount_all() {
  local golden configuration
  golden=$(mktemp -d)
  configuration=$(mktemp -d)
  mount -t tmpfs private-libvirt "$golden"
  cp -a "$(dirname $GOLDEN)"/golden-demo.* "$golden"
  mount -t tmpfs private-libvirt "$configuration"
  cp -a /etc/libvirt/*.conf "$configuration"

  mkdir -p /etc/libvirt /var/lib/libvirt /var/cache/libvirt /var/log/libvirt
  fresh /run
  mkdir -p /run/lock
  fresh /var/lib/libvirt
  fresh /var/cache/libvirt
  fresh /var/log/libvirt
  fresh /var/lib/pbm size=4g
  mkdir -p /var/lib/pbm/golden
  mount --move "$golden" /var/lib/pbm/golden
  mount --move "$configuration" /etc/libvirt
  rmdir "$golden" "$configuration"
  chmod 755 /var/lib/pbm/golden /etc/libvirt
  # libvirt names a domain's control group by its id and name: two private ones would share golden-demo's, and a killed one would leave it. Where
  # there are none it does without.
  umount --recursive --lazy /sys/fs/cgroup 2>/dev/null || true
}

if [ "${1:-}" != --inside ]; then
  check "$@"
  enter "$@"
fi
shift
mount_all
ip link set lo up
"$ROOT/deploy/libvirt/start.sh"
"$ROOT/deploy/libvirt/storage.sh"
"$ROOT/deploy/golden/define.sh"
# Not exec: the command would take tini's place as the parent that daemons see ending.
code=0
"$@" || code=$?
exit $code
