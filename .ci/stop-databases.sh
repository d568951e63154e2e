#!/usr/bin/env bash
# Stops the servers that start-databases.sh started, and removes their data.
set -euo pipefail

state="${TMPDIR:-/tmp}/kept-databases-$(id -u).state"
if [ ! -f "$state" ]; then
  echo "nothing to stop"
  exit 0
fi
folder="$(cat "$state")"

# Both servers leave the id of their process in their data directory; nothing else is touched.
stop() {
  local file="$1" signal="$2" id
  if [ ! -f "$file" ]; then return 0; fi
  id="$(head -n 1 "$file")"
  kill "-$signal" "$id" 2>/dev/null || true
  for _ in $(seq 1 120); do
    kill -0 "$id" 2>/dev/null || return 0
    sleep 0.25
  done
  echo "process $id did not stop" >&2
  return 1
}
stop "$folder/postgres/postmaster.pid" INT
stop "$folder/mariadb/server.pid" TERM
case "$folder" in
*/kept-databases.*) rm -rf "$folder" ;;
esac
rm -f "$state"
