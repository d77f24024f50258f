#!/usr/bin/env bash
# One whole cycle against the running demonstration, seen from outside: a kiosk signals, remote-viewer opens the console and is killed, and
# libvirt is asked what is left. Prints one JSON line last; times count from what causes them (see the README).
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
API=${PBM_API:?set by deploy/run.sh}
POOL=demo
SIGNAL_PORT=5905
CONSOLE_PORT=5906
OVERLAYS=/var/lib/pbm/overlays
# The pool's disconnectGrace: until it has passed, a viewer that lost its connections may come back.
GRACE_MS=2000
# main, display, inputs and cursor: what a viewer needs to show a desktop.
CHANNELS_MIN=4
SECONDS_MAX=60
PACKAGES=(virt-viewer xvfb curl iproute2)

say() { printf '%s\n' "$*" >&2; }
fail() { say "check: $*"; exit 1; }
now_ms() { echo $((${EPOCHREALTIME/./} / 1000)); }

# wait_for WHAT COMMAND...: until the command succeeds.
wait_for() {
  local what=$1 deadline=$((SECONDS + SECONDS_MAX))
  shift
  until "$@"; do
    [ $SECONDS -lt $deadline ] || fail "expected $what within $SECONDS_MAX s"
    sleep 0.01
  done
}

get() { curl -sf --max-time 5 "$API/api/v1/$1"; }
channels() { ss -Htn state established "sport = :$CONSOLE_PORT" | wc -l; }
has_channels() { [ "$(channels)" -ge $CHANNELS_MIN ]; }

# A viewer that is killed while it still opens channels can take spice-server down with it: a null pointer in its worker, in 0.15.1 seen in
# about one of forty such kills. A person sits down first.
has_settled() {
  local before
  before=$(channels)
  sleep 1
  [ "$(channels)" = "$before" ]
}

# session PATTERN: the one session whose JSON object matches.
session() { get sessions | grep -o '{[^}]*}' | grep -- "$1"; }
field() { grep -o "\"$1\":\"[^\"]*\"" | cut -d '"' -f 4; }
session_ended() { [[ "$(session "$SESSION")" == *'"endReason":"'* ]]; }
domain_gone() { [ ! -e "$OVERLAYS/$DOMAIN.qcow2" ] && ! virsh -q -c qemu:///system domstate "$DOMAIN" >/dev/null 2>&1; }
all_clean() { [[ "$(get pools)" == *'"clean":2,'* ]]; }

start_display() {
  Xvfb -displayfd 5 -screen 0 1024x768x24 -nolisten tcp 5>"$WORK/display" >"$WORK/xvfb.log" 2>&1 &
  XVFB_PID=$!
  wait_for "a display" test -s "$WORK/display"
  DISPLAY=:$(cat "$WORK/display")
  export DISPLAY
}

signal() {
  local line
  exec 3<>"/dev/tcp/127.0.0.1/$SIGNAL_PORT"
  read -r -t $SECONDS_MAX line <&3 || fail "no answer on signal port $SIGNAL_PORT within $SECONDS_MAX s"
  line=${line%$'\r'}
  [ "$line" = "RULE ADDED, CONNECT NOW" ] || fail "expected 'RULE ADDED, CONNECT NOW' from the signal port, got '$line'"
}

connected() {
  local line
  while read -r -t $SECONDS_MAX line <&3; do
    line=${line%$'\r'}
    [ "$line" = CONNECTED ] && return
    [ "$line" = "RULE ADDED, CONNECT NOW" ] || break
  done
  fail "expected 'CONNECTED' from the signal port, got '${line:-nothing}'"
}

# After the end the kiosk's own address must be a stranger's: the console port closes the connection without a byte.
path_closed() {
  local byte=
  exec 4<>"/dev/tcp/127.0.0.1/$CONSOLE_PORT" || return 0
  read -r -n 1 -t 5 byte <&4 2>/dev/null && fail "the console port sent '$byte' to a kiosk whose session has ended"
  [ $? -le 1 ] || fail "the console port kept a kiosk's connection open after its session"
  exec 4>&-
}

count_leftovers() {
  local domains overlays
  domains=$(virsh -q -c qemu:///system list --all --name | grep -c "^pbm-$POOL-" || true)
  overlays=$(find "$OVERLAYS" -name "pbm-$POOL-*" | wc -l)
  echo $((domains + overlays))
}

cleanup() {
  local pid
  for pid in "${VIEWER_PID:-}" "${XVFB_PID:-}"; do
    [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
  done
  rm -rf "$WORK"
}

"$HERE/../packages.sh" "${PACKAGES[@]}"
WORK=$(mktemp -d)
trap cleanup EXIT
start_display

signalled=$(now_ms)
signal
offered=$(now_ms)
remote-viewer --kiosk --kiosk-quit on-disconnect "spice://127.0.0.1:$CONSOLE_PORT" >"$WORK/viewer.log" 2>&1 &
VIEWER_PID=$!
connected
wait_for "$CHANNELS_MIN console channels of remote-viewer" has_channels
wait_for "remote-viewer to open no more channels" has_settled
connected_session=$(session '"state":"connected"')
SESSION=$(field id <<<"$connected_session")
DOMAIN=$(virsh -q -c qemu:///system list --name | grep -- "-$(field machine <<<"$connected_session")$")
say "check: $DOMAIN shows its desktop through $(channels) channels"

kill -KILL "$VIEWER_PID"
killed=$(now_ms)
wait "$VIEWER_PID" 2>/dev/null || true
VIEWER_PID=
wait_for "the session's end" session_ended
closed=$(now_ms)
reason=$(session "$SESSION" | field endReason)
case $reason in
  disconnected) left=$((killed + GRACE_MS)) ;;
  machineStopped)
    say "check: QEMU ended with its viewer; the session ended at once, without the grace"
    left=$killed
    ;;
  *) fail "expected the session to end as disconnected, its reason is $reason" ;;
esac
path_closed
wait_for "$DOMAIN and its overlay to be gone" domain_gone
gone=$(now_ms)
wait_for "two clean machines" all_clean
clean=$(now_ms)

curl -sf --max-time 60 -X POST "$API/api/v1/pools/$POOL/clear?refill=false" || fail "the pool cannot be cleared"
leftovers=$(count_leftovers)
printf '{"signalToRuleMs":%d,"pathClosedMs":%d,"machineGoneMs":%d,"cleanAgainMs":%d,"leftovers":%d}\n' \
  $((offered - signalled)) $((closed - left)) $((gone - left)) $((clean - left)) "$leftovers"
[ "$leftovers" = 0 ]
