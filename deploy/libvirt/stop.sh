#!/usr/bin/env bash
# Ends the libvirtd that start.sh started; one that somebody else started stays.
set -euo pipefail

RUN_DIR=${PBM_RUN_DIR:-/run/pbm}
PID_FILE=$RUN_DIR/libvirtd.pid

[ -f "$PID_FILE" ] || exit 0
pid=$(cat "$PID_FILE")
if [ -r "/proc/$pid/comm" ] && [ "$(cat "/proc/$pid/comm")" = libvirtd ]; then
  kill "$pid"
fi
rm -f "$PID_FILE"
