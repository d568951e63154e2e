#!/usr/bin/env bash
# Starts a private IMAP server (dovecot) on loopback for the tests that need one, and prints the line to source:
#   eval "$(.ci/start-mail.sh)"
# Running it again while it is up prints the same line. Where dovecot is not installed it is left out, with a notice.
set -euo pipefail

port="${KEPT_IMAP_PORT:-11143}"
tls_port="${KEPT_IMAPS_PORT:-11993}"
password="kept-tests-only"
state="${TMPDIR:-/tmp}/kept-mail-$(id -u).state"

if ! command -v dovecot >/dev/null 2>&1; then
  echo "# dovecot is not installed: its tests are skipped"
  exit 0
fi

folder=""
if [ -f "$state" ]; then folder="$(cat "$state")"; fi
if [ -z "$folder" ] || [ ! -d "$folder" ]; then
  folder="$(mktemp -d "${TMPDIR:-/tmp}/kept-mail.XXXXXX")"
  chmod 755 "$folder"
  echo "$folder" >"$state"
fi
mkdir -p "$folder/run" "$folder/state" "$folder/mail"

# As root, dovecot gives its processes to accounts that it brings along; otherwise everything runs as ourselves.
me="$(id -un)"
group="$(id -gn)"
if [ "$(id -u)" = 0 ]; then
  mail_user=nobody
  mail_group=nogroup
  login_user=dovenull
  internal_user=dovecot
  chown "$mail_user" "$folder/mail"
else
  mail_user="$me"
  mail_group="$group"
  login_user="$me"
  internal_user="$me"
fi

# A certificate of our own for this machine, known to nobody: tests say whom they trust.
tls="no"
tls_lines=""
if command -v openssl >/dev/null 2>&1; then
  if ! [ -f "$folder/certificate.pem" ]; then
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=localhost" \
      -addext "subjectAltName=DNS:localhost,IP:127.0.0.1" -keyout "$folder/key.pem" -out "$folder/certificate.pem" 2>/dev/null
  fi
  tls="yes"
  tls_lines="ssl_cert = <$folder/certificate.pem
ssl_key = <$folder/key.pem"
else
  tls_port=0
fi

# Every user name is let in with the one password, so that each test can have a mailbox of its own.
cat >"$folder/dovecot.conf" <<CONF
protocols = imap
listen = 127.0.0.1
base_dir = $folder/run
state_dir = $folder/state
log_path = $folder/dovecot.log
default_login_user = $login_user
default_internal_user = $internal_user
default_internal_group = $(id -gn "$internal_user")
first_valid_uid = 1
first_valid_gid = 1
ssl = $tls
$tls_lines
disable_plaintext_auth = no
auth_failure_delay = 0
mail_location = maildir:$folder/mail/%u
mail_fsync = never
mailbox_list_index = no
service imap-login {
  chroot =
  inet_listener imap {
    port = $port
  }
  inet_listener imaps {
    port = $tls_port
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
passdb {
  driver = static
  args = password=$password
}
userdb {
  driver = static
  args = uid=$mail_user gid=$mail_group home=$folder/mail/%u
}
CONF

if ! [ -f "$folder/run/master.pid" ] || ! kill -0 "$(cat "$folder/run/master.pid")" 2>/dev/null; then
  dovecot -c "$folder/dovecot.conf" >&2
fi
for _ in $(seq 1 80); do
  if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then break; fi
  sleep 0.25
done
echo "export KEPT_TEST_IMAP=imap://tester:$password@127.0.0.1:$port/INBOX"
if [ "$tls" = yes ]; then
  echo "export KEPT_TEST_IMAPS=imaps://tester:$password@localhost:$tls_port/INBOX"
  echo "export KEPT_TEST_TLS=$folder"
fi
