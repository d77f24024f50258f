#!/usr/bin/env bash
# Ends the libvirtd and the virtlogd that start.sh started; what somebody else started stays.
set -euo pipefail

RUN_DIR=${PBM_RUN_DIR:-/run/pbm}

for name in libvirtd virtlogd; do
  file=$RUN_DIR/$name.pid
  [ -f "$file" ] || continue
  pid=$(cat "$file")
  if [ -r "/proc/$pid/comm" ] && [ "$(cat "/proc/$pid/comm")" = $name ]; then
    kill "$pid"
  fi
  rm -f "$file"
done
