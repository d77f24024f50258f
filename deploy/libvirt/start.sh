#!/usr/bin/env bash
# Makes libvirt answer on qemu:///system. Where systemd or somebody else runs it already, it is used as it is; else virtlogd and libvirtd are
# started here and their pids kept, so that stop.sh ends these and no others.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
RUN_DIR=${PBM_RUN_DIR:-/run/pbm}
WAIT_SECONDS_MAX=30
PACKAGES=(libvirt-daemon-system libvirt-clients libvirt-daemon-driver-qemu qemu-system-x86 qemu-utils tini)

say() { printf '%s\n' "$*" >&2; }

answers() { timeout 5 virsh -q -c qemu:///system version >/dev/null 2>&1; }

# With /dev/kvm 0600 libvirt finds KVM usable as root and unusable as libvirt-qemu, and probes QEMU anew at every look-up: a minute a define.
share_kvm() {
  if [ -e /dev/kvm ]; then
    chgrp kvm /dev/kvm
    chmod 660 /dev/kvm
  fi
}

write_configuration() {
  cat >"$RUN_DIR/libvirtd.conf" <<'CONF'
unix_sock_group = "libvirt"
unix_sock_rw_perms = "0770"
auth_unix_rw = "none"
# Five requests of a client at one time starve its keepalives.
max_client_requests = 20
CONF
}

# tini is the child subreaper: where PID 1 reaps orphans slowly, every destroy would wait for a zombie QEMU.
start_daemons() {
  # One that runs already keeps its pid file, and with it whoever stops it.
  virtlogd_runs || start_daemon virtlogd
  start_daemon libvirtd -f "$RUN_DIR/libvirtd.conf"
}

virtlogd_runs() {
  local pid
  pid=$(cat /run/virtlogd.pid 2>/dev/null) && [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = virtlogd ]
}

# start_daemon NAME ARGUMENT...: its pid is that of the shell that becomes it.
start_daemon() {
  local name=$1
  setsid -f tini -s -- bash -c "echo \$\$ >'$RUN_DIR/$name.pid'; exec \"\$@\"" start "$@" </dev/null >"$RUN_DIR/$name.log" 2>&1
}

wait_for_answer() {
  local deadline=$((SECONDS + WAIT_SECONDS_MAX))
  until answers; do
    if [ $SECONDS -ge $deadline ]; then
      say "libvirtd did not answer on qemu:///system within ${WAIT_SECONDS_MAX} s; its log is $RUN_DIR/libvirtd.log:"
      tail -n 20 "$RUN_DIR/libvirtd.log" >&2
      exit 1
    fi
    sleep 0.2
  done
}

"$HERE/../packages.sh" "${PACKAGES[@]}"
if answers; then
  say "libvirt answers on qemu:///system already"
  exit 0
fi
mkdir -p "$RUN_DIR"
share_kvm
write_configuration
start_daemons
wait_for_answer
say "libvirtd started (log: $RUN_DIR/libvirtd.log)"
