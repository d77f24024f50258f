#!/usr/bin/env bash
# Runs the demonstration on this machine: libvirt, the golden image, and the daemon with two machines.
#   deploy/run.sh           until Ctrl-C
#   deploy/run.sh --check   one whole cycle with a real SPICE client; prints one JSON line, ends 0 or 1, and stops what it started
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(dirname "$HERE")
CONFIG=$ROOT/cluster-config/demo.yaml
STATE_DIR=/var/lib/pbm/demo
LOG=$STATE_DIR/daemon.log
DAEMON=$ROOT/src/Orchestrator.Daemon/bin/Release/net10.0/Orchestrator.Daemon.dll
SDK_MAJOR=10
CLEAN_SECONDS_MAX=120
export PBM_API=http://127.0.0.1:9180

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

check_machine() {
  [ "$(id -u)" = 0 ] || fail "deploy/run.sh must run as root: it installs packages and talks to qemu:///system"
  command -v dotnet >/dev/null || fail ".NET SDK $SDK_MAJOR is missing; see https://dotnet.microsoft.com/download"
  dotnet --list-sdks | grep -q "^$SDK_MAJOR\." || fail ".NET SDK $SDK_MAJOR is missing; dotnet --list-sdks shows no $SDK_MAJOR.x"
}

prepare() {
  STARTED_LIBVIRT=no
  virsh -q -c qemu:///system version >/dev/null 2>&1 || STARTED_LIBVIRT=yes
  "$HERE/libvirt/start.sh"
  "$HERE/libvirt/storage.sh"
  "$HERE/golden/build.sh"
  "$HERE/golden/define.sh"
  say "building the daemon"
  dotnet build "$ROOT/src/Orchestrator.Daemon" -c Release -v quiet --nologo -clp:ErrorsOnly >&2
}

start_daemon() {
  mkdir -p "$STATE_DIR"
  dotnet "$DAEMON" --config "$CONFIG" >"$LOG" 2>&1 &
  DAEMON_PID=$!
}

stop_all() {
  if [ -n "${DAEMON_PID:-}" ] && kill -0 "$DAEMON_PID" 2>/dev/null; then
    kill "$DAEMON_PID"
    wait "$DAEMON_PID" || true
  fi
}

pools() { curl -sf --max-time 5 "$PBM_API/api/v1/pools"; }

wait_until_clean() {
  local deadline=$((SECONDS + CLEAN_SECONDS_MAX))
  until [[ "$(pools)" == *'"clean":2,'* ]]; do
    if ! kill -0 "$DAEMON_PID" 2>/dev/null; then
      fail "the daemon ended: $(tail -n 5 "$LOG")"
    fi
    [ $SECONDS -lt $deadline ] || fail "no two clean machines within $CLEAN_SECONDS_MAX s: $(pools); log: $LOG"
    sleep 0.1
  done
}

explain() {
  local address
  address=$(hostname -I 2>/dev/null | awk '{ print $1 }')
  cat <<TEXT
Two clean machines are ready. From this machine, or any that reaches ${address:-127.0.0.1}:

  nc ${address:-127.0.0.1} 5905                                  asks for a machine
  remote-viewer spice://${address:-127.0.0.1}:5906               opens its console, once the first one says RULE ADDED, CONNECT NOW

  curl $PBM_API/api/v1/pools                   what the pool is doing
  curl -X POST $PBM_API/api/v1/pools/demo/clear   ends everything and starts from zero

  deploy/cli/publish.sh /usr/local/bin/pbm   makes the operator's command; then: pbm pool show, pbm slot show, pbm --help

The log is $LOG. Ctrl-C ends the daemon; the machines stay, and the next start takes the clean ones over.
TEXT
}

[ $# -le 1 ] || fail "usage: deploy/run.sh [--check]"
mode=${1:-run}
case $mode in
  run | --check) ;;
  *) fail "usage: deploy/run.sh [--check]; there is no option '$mode'" ;;
esac

check_machine
prepare
trap stop_all EXIT
trap 'exit 130' INT TERM
start_daemon
wait_until_clean
if [ "$mode" = run ]; then
  explain
  wait "$DAEMON_PID"
  exit
fi

status=0
"$HERE/check/cycle.sh" || status=1
stop_all
if [ "$STARTED_LIBVIRT" = yes ]; then
  "$HERE/libvirt/stop.sh"
fi
exit $status
