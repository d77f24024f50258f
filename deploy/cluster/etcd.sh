#!/usr/bin/env bash
# Runs this server's member of the branch's etcd with the settings that pbm cluster init or orchestrator join wrote.
# usage: deploy/cluster/etcd.sh start|stop|status [DIRECTORY]     DIRECTORY of etcd.env, /etc/pbm unless said; as root
#   start   installs etcd if need be, starts it unless it runs, and waits until it serves
# Where systemd runs and has the unit pbm-etcd (deploy/systemd), it is the unit that is started and stopped, which also starts it at boot.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
UNIT=pbm-etcd
SERVE_SECONDS_MAX=30

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

has_unit() { [ -d /run/systemd/system ] && systemctl cat "$UNIT" >/dev/null 2>&1; }

# The pid file outlives a crash and a reboot: the process has to be an etcd of this data directory.
runs() {
  local pid
  pid=$(cat "$PID_FILE" 2>/dev/null) || return 1
  { tr '\0' '\n' <"/proc/$pid/environ"; } 2>/dev/null | grep -qx "ETCD_DATA_DIR=$ETCD_DATA_DIR"
}

serves() {
  local address=${ETCD_ADVERTISE_CLIENT_URLS#*://}
  (exec 3<>"/dev/tcp/${address%:*}/${address##*:}") 2>/dev/null
}

wait_until_serving() {
  local deadline=$((SECONDS + SERVE_SECONDS_MAX))
  until serves; do
    # Not "runs": until it has become etcd, the process shows this shell's environment.
    has_unit || kill -0 "$(cat "$PID_FILE")" 2>/dev/null || fail "etcd ended: $(tail -n 3 "$LOG")"
    if [ $SECONDS -ge $deadline ]; then
      say "etcd runs and does not serve yet, as when most of the other members are down; its log is ${LOG:-in the journal}"
      return
    fi
    sleep 0.1
  done
  say "etcd serves at $ETCD_ADVERTISE_CLIENT_URLS"
}

start() {
  command -v etcd >/dev/null || "$HERE/../packages.sh" etcd-server
  if has_unit; then
    systemctl enable --now "$UNIT"
  elif ! runs; then
    install -d -m 700 "$ETCD_DATA_DIR"
    set -a
    # shellcheck source=/dev/null
    . "$SETTINGS"
    set +a
    setsid etcd >>"$LOG" 2>&1 </dev/null &
    echo $! >"$PID_FILE"
  fi
  wait_until_serving
}

stop() {
  if has_unit; then
    systemctl disable --now "$UNIT"
  elif runs; then
    kill "$(cat "$PID_FILE")"
    while runs; do sleep 0.1; done
    rm -f "$PID_FILE"
  fi
}

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
  fail "usage: deploy/cluster/etcd.sh start|stop|status [DIRECTORY]"
fi
SETTINGS=${2:-/etc/pbm}/etcd.env
[ -r "$SETTINGS" ] || fail "$SETTINGS is missing; pbm cluster init makes it on a branch's first server, orchestrator join --etcd on others"
# shellcheck source=/dev/null
. "$SETTINGS"
LOG=$ETCD_DATA_DIR.log
PID_FILE=$ETCD_DATA_DIR.pid

case $1 in
  start) start ;;
  stop) stop ;;
  status) if serves; then say "etcd serves at $ETCD_ADVERTISE_CLIENT_URLS"; else fail "etcd does not serve at $ETCD_ADVERTISE_CLIENT_URLS"; fi ;;
  *) fail "usage: deploy/cluster/etcd.sh start|stop|status [DIRECTORY]" ;;
esac
