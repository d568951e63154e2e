#!/usr/bin/env bash
# Stops the server that start-mail.sh started, and removes its mail.
set -euo pipefail

state="${TMPDIR:-/tmp}/kept-mail-$(id -u).state"
if [ ! -f "$state" ]; then
  echo "nothing to stop"
  exit 0
fi
folder="$(cat "$state")"
if [ -f "$folder/run/master.pid" ]; then
  id="$(cat "$folder/run/master.pid")"
  kill -TERM "$id" 2>/dev/null || true
  for _ in $(seq 1 80); do
    kill -0 "$id" 2>/dev/null || break
    sleep 0.25
  done
fi
case "$folder" in
*/kept-mail.*) rm -rf "$folder" ;;
esac
rm -f "$state"
