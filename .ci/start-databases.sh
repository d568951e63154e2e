#!/usr/bin/env bash
# Starts private PostgreSQL and MariaDB servers on loopback for the tests that need one, and prints the lines to source:
#   eval "$(.ci/start-databases.sh)"
# Running it again while they are up prints the same lines. Servers that are not installed are left out, with a notice.
set -euo pipefail

postgres_port="${KEPT_POSTGRES_PORT:-54329}"
mysql_port="${KEPT_MYSQL_PORT:-33069}"
password="kept-tests-only"
# One well-known file tells where the data of the running servers is, so that stop-databases.sh finds it.
state="${TMPDIR:-/tmp}/kept-databases-$(id -u).state"

note() { echo "# $*"; }

# Runs a command as the given account when we are root (both servers refuse to run as root), else as ourselves.
as() {
  local account="$1"
  shift
  if [ "$(id -u)" = 0 ]; then
    (cd / && runuser -u "$account" -- env TMPDIR="$folder/tmp" "$@")
  else
    "$@"
  fi
}

folder=""
if [ -f "$state" ]; then folder="$(cat "$state")"; fi
if [ -z "$folder" ] || [ ! -d "$folder" ]; then
  folder="$(mktemp -d "${TMPDIR:-/tmp}/kept-databases.XXXXXX")"
  chmod 755 "$folder"
  echo "$folder" >"$state"
fi
# The accounts of the servers may not be allowed to write where we may.
mkdir -p "$folder/tmp"
chmod 1777 "$folder/tmp"

postgres_bin=""
for candidate in /usr/lib/postgresql/*/bin "$(dirname "$(command -v pg_ctl 2>/dev/null || echo /nowhere/pg_ctl)")"; do
  if [ -x "$candidate/initdb" ]; then postgres_bin="$candidate"; fi
done
if [ -n "$postgres_bin" ]; then
  data="$folder/postgres"
  if [ ! -s "$data/PG_VERSION" ]; then
    mkdir -p "$data"
    printf '%s\n' "$password" >"$folder/postgres-password"
    if [ "$(id -u)" = 0 ]; then chown postgres "$data" "$folder/postgres-password"; fi
    chmod 600 "$folder/postgres-password"
    as postgres "$postgres_bin/initdb" -D "$data" -U postgres -A scram-sha-256 -E UTF8 --locale=C.UTF-8 \
      --pwfile="$folder/postgres-password" >&2
  fi
  if ! as postgres "$postgres_bin/pg_ctl" -D "$data" status >/dev/null 2>&1; then
    # Durability is switched off: these are throw-away databases.
    as postgres "$postgres_bin/pg_ctl" -D "$data" -w -t 60 -l "$data/server.log" start \
      -o "-p $postgres_port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$data -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=200" >&2
  fi
  echo "export KEPT_TEST_POSTGRES=postgres://postgres:$password@127.0.0.1:$postgres_port/postgres"
else
  note "PostgreSQL is not installed: its tests are skipped"
fi

mysql_server="$(command -v mariadbd || command -v mysqld || ls /usr/sbin/mariadbd 2>/dev/null || true)"
mysql_install="$(command -v mariadb-install-db || true)"
if [ -n "$mysql_server" ] && [ -n "$mysql_install" ]; then
  data="$folder/mariadb"
  if [ ! -d "$data/mysql" ]; then
    mkdir -p "$data"
    if [ "$(id -u)" = 0 ]; then chown mysql "$data"; fi
    as mysql "$mysql_install" --no-defaults --datadir="$data" --auth-root-authentication-method=normal \
      --skip-test-db >&2
  fi
  if ! [ -f "$data/server.pid" ] || ! kill -0 "$(cat "$data/server.pid")" 2>/dev/null; then
    printf '%s\n' \
      "CREATE OR REPLACE USER 'kept'@'127.0.0.1' IDENTIFIED BY '$password';" \
      "GRANT ALL PRIVILEGES ON *.* TO 'kept'@'127.0.0.1' WITH GRANT OPTION;" >"$data/accounts.sql"
    if [ "$(id -u)" = 0 ]; then chown mysql "$data/accounts.sql"; fi
    # Durability is switched off here too, as far as this server knows how: making a table is waiting for a disk otherwise.
    # The server outlives this script and must not hold its output open.
    as mysql "$mysql_server" --no-defaults --datadir="$data" --port="$mysql_port" --bind-address=127.0.0.1 \
      --socket="$data/server.sock" --pid-file="$data/server.pid" --log-error="$data/server.log" \
      --init-file="$data/accounts.sql" --character-set-server=utf8mb4 --innodb-flush-log-at-trx-commit=0 \
      --loose-innodb-flush-method=nosync --loose-innodb-doublewrite=0 --loose-sync-frm=0 --loose-debug-no-sync \
      --skip-name-resolve </dev/null >/dev/null 2>&1 &
    disown
    for _ in $(seq 1 120); do
      if (exec 3<>"/dev/tcp/127.0.0.1/$mysql_port") 2>/dev/null; then break; fi
      sleep 0.25
    done
  fi
  echo "export KEPT_TEST_MYSQL=mariadb://kept:$password@127.0.0.1:$mysql_port/mysql"
else
  note "MariaDB is not installed: its tests are skipped"
fi
