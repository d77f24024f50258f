#!/usr/bin/env bash
# What a kiosk runs in its graphical session: it asks a server for a desktop, shows slides while it waits, opens the desktop full screen, and
# when that ends shows other slides until somebody touches the keyboard or the mouse. Of several servers it asks the first that answers.
# usage: remote.sh [CONFIGURATION]   (default /etc/client.conf)
set -uo pipefail

CONFIGURATION=${1:-/etc/client.conf}
KEYS=(server_ip vdi_signal_port vdi_spice_port animation_folder background_folder)
TOOLS=(nc remote-viewer feh xinput)
OFFER='RULE ADDED, CONNECT NOW'
# The server writes a line a second; longer silence means that it, or the way to it, is gone.
SILENCE_SECONDS_MAX=15
# A server answers a signal at once. Where there is another one to ask, a silent first second is enough.
ANSWER_SECONDS_MAX=1
RETRY_SECONDS=3
SLIDE_SECONDS=4
# A viewer that ends can move the pointer or let go of keys; that is nobody who came.
SETTLE_SECONDS=1
# The place in the queue must be legible from a chair; feh brings this font with it.
STATUS_FONT=yudit/26

server_ip='' vdi_signal_port='' vdi_spice_port='' animation_folder='' background_folder=''
# Those of server_ip, and the one of them that offered the desktop.
SERVERS=()
server=
SHOW_PID=
SIGNAL_PID=
VIEWER_PID=
LISTENER_PID=
STATUS=$(mktemp)

say() { printf 'remote.sh: %s\n' "$*" >&2; }
fail() { say "$*"; exit 2; }

read_configuration() {
  local line key number=0
  [ -r "$CONFIGURATION" ] || fail "$CONFIGURATION cannot be read; see client.conf.example"
  while IFS= read -r line || [ -n "$line" ]; do
    number=$((number + 1))
    line=${line%$'\r'}
    case $line in
      '' | '#'*) continue ;;
      *=*) ;;
      *) fail "$CONFIGURATION:$number: '$line' is not key=value" ;;
    esac
    key=${line%%=*}
    [[ " ${KEYS[*]} " == *" $key "* ]] || fail "$CONFIGURATION:$number: unknown key '$key'; the keys are ${KEYS[*]}"
    printf -v "$key" '%s' "${line#*=}"
  done <"$CONFIGURATION"
  for key in "${KEYS[@]}"; do
    [ -n "${!key:-}" ] || fail "$CONFIGURATION: key '$key' is missing"
  done
  check_port vdi_signal_port
  check_port vdi_spice_port
  read -r -a SERVERS <<<"${server_ip//,/ }"
  [ ${#SERVERS[@]} -gt 0 ] || fail "$CONFIGURATION: server_ip is '$server_ip'; it must be an address, or several with commas between them"
}

check_port() {
  if ! [[ ${!1} =~ ^[1-9][0-9]{0,4}$ ]] || [ "${!1}" -gt 65535 ]; then
    fail "$CONFIGURATION: $1 is '${!1}'; it must be a TCP port, 1 to 65535"
  fi
}

check_tools() {
  local tool
  for tool in "${TOOLS[@]}"; do
    command -v "$tool" >/dev/null || fail "'$tool' is missing; see the README for the packages"
  done
  [ -n "${DISPLAY:-}" ] || fail "DISPLAY is not set; start it from the graphical session"
}

# show FOLDER: its pictures, until hide. A kiosk without pictures still works.
show() {
  hide
  feh --quiet --fullscreen --auto-zoom --hide-pointer --no-menus --slideshow-delay $SLIDE_SECONDS \
    --font "$STATUS_FONT" --draw-tinted --info "cat '$STATUS'" --recursive "$1" >/dev/null 2>&1 &
  SHOW_PID=$!
}

# A key can close the slides; waiting goes on with them.
keep_showing() { kill -0 "$SHOW_PID" 2>/dev/null || show "$1"; }

hide() {
  [ -z "$SHOW_PID" ] || { kill "$SHOW_PID" && wait "$SHOW_PID"; } 2>/dev/null
  SHOW_PID=
}

hang_up() {
  [ -z "$SIGNAL_PID" ] || kill "$SIGNAL_PID" 2>/dev/null
  SIGNAL_PID=
}

stop_listening() {
  [ -z "$LISTENER_PID" ] || kill "$LISTENER_PID" 2>/dev/null
  LISTENER_PID=
}

# Succeeds when a server has opened the way to a desktop for this kiosk. They are asked in the order of the configuration, each time anew, so
# that a kiosk comes back to its nearest one.
wait_for_offer() {
  for server in "${SERVERS[@]}"; do
    if wait_for_offer_of_server; then
      return 0
    fi
  done
  say "no server offered a desktop; trying again in $RETRY_SECONDS s"
  return 1
}

wait_for_offer_of_server() {
  local line reason='no answer' patience=$SILENCE_SECONDS_MAX
  [ ${#SERVERS[@]} = 1 ] || patience=$ANSWER_SECONDS_MAX
  exec 3< <(exec nc -w $SILENCE_SECONDS_MAX "$server" "$vdi_signal_port" </dev/null 2>/dev/null)
  SIGNAL_PID=$!
  while IFS= read -r -t "$patience" line <&3; do
    patience=$SILENCE_SECONDS_MAX
    line=${line%$'\r'}
    if [ "$line" = "$OFFER" ]; then
      return 0
    fi
    reason=$line
    [[ $line == WAIT* ]] || break
    describe "$line" >"$STATUS"
    keep_showing "$animation_folder"
  done
  hang_up
  exec 3<&-
  say "$server:$vdi_signal_port offered no desktop: $reason"
  return 1
}

describe() {
  [[ $1 =~ ^WAIT\ position=([0-9]+)\ eta=([0-9]+)(\ reason=[a-z-]+)?$ ]] || return 0
  printf 'Your place in the queue: %s, about %s s\n' "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
}

work() {
  local host=$server
  [[ $host != *:* ]] || host="[$host]"
  remote-viewer --kiosk --kiosk-quit on-disconnect "spice://$host:$vdi_spice_port" >/dev/null 2>&1 3<&- &
  VIEWER_PID=$!
  wait "$VIEWER_PID" || say "remote-viewer ended with status $?"
  VIEWER_PID=
  hang_up
  exec 3<&-
}

# Returns at the first key, button or movement.
wait_for_somebody() {
  : >"$STATUS"
  show "$background_folder"
  sleep $SETTLE_SECONDS
  exec 4< <(exec xinput test-xi2 --root 2>/dev/null)
  LISTENER_PID=$!
  local event
  while IFS= read -r event <&4; do
    [[ $event =~ \(Raw(KeyPress|ButtonPress|Motion|TouchBegin)\) ]] && break
  done
  stop_listening
  exec 4<&-
}

finish() {
  hide
  hang_up
  stop_listening
  [ -z "$VIEWER_PID" ] || kill "$VIEWER_PID" 2>/dev/null
  rm -f "$STATUS"
}

trap finish EXIT
trap 'exit 143' INT TERM HUP
read_configuration
check_tools
while :; do
  show "$animation_folder"
  until wait_for_offer; do
    keep_showing "$animation_folder"
    sleep $RETRY_SECONDS
  done
  work
  wait_for_somebody
done
