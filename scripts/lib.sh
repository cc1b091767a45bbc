# Shared by every script: where things are, how they log, what is on PATH. Sourced, never run.
# shellcheck shell=bash

set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/versions.env
. "$ROOT/scripts/versions.env"

# Tools live outside the checkout, by version: a second checkout on the machine reuses them.
CACHE=${DROP_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/drop}
TOOLS=$CACHE/tools

PATH=$ROOT/node_modules/.bin:$TOOLS/wasm-bindgen-cli-$WASM_BINDGEN_VERSION/bin:$TOOLS/cargo-leptos-$CARGO_LEPTOS_VERSION/bin:$TOOLS/sqlx-cli-$SQLX_CLI_VERSION/bin:$TOOLS/cargo-deny-$CARGO_DENY_VERSION/bin:$PATH:$HOME/.cargo/bin:/usr/sbin:/sbin
export PATH

# Written by scripts/wasm-fallback where rustup could not fetch the wasm target.
if [[ -z ${RUSTUP_TOOLCHAIN:-} && -f $CACHE/rustup-toolchain ]]; then
  RUSTUP_TOOLCHAIN=$(<"$CACHE/rustup-toolchain")
  export RUSTUP_TOOLCHAIN
fi

# All logging goes to stderr: stdout belongs to what a script answers (a URL) and to the runners.
log() { printf '      %s\n' "$*" >&2; }
die() {
  printf '\nerror: %s\n' "$1" >&2
  shift
  (($# == 0)) || printf '       %s\n' "$@" >&2
  exit 1
}

STEP=0
STEPS=${STEPS:-1}
# "[2/7] what happens now (0:41 so far)"
step() {
  STEP=$((STEP + 1))
  printf '[%d/%d] %s (%d:%02d so far)\n' "$STEP" "$STEPS" "$*" $((SECONDS / 60)) $((SECONDS % 60)) >&2
}

have() { command -v "$1" >/dev/null 2>&1; }

# Is something listening on this port of the loopback interface?
port_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# A free port below the range from which the kernel takes the ports of outgoing connections.
free_port() {
  local port
  for _ in {1..50}; do
    port=$((15000 + RANDOM % 15000))
    port_open "$port" || { echo "$port" && return; }
  done
  die "no free port found"
}

# One caller at a time, also across checkouts. The lock goes when the calling script ends.
lock() {
  mkdir -p "$CACHE"
  have flock || return 0
  exec 9>"$CACHE/$1.lock"
  flock -n 9 || { log "waiting for another run ($1) …" && flock 9; }
}

# Status of GET http://127.0.0.1:<port><path>, without needing curl.
http_status() {
  local line=''
  exec 4<>"/dev/tcp/127.0.0.1/$1" || return 1
  printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$2" >&4
  read -r -t 5 line <&4 || true
  exec 4>&-
  line=${line#* }
  echo "${line%% *}"
} 2>/dev/null

# serve <port> <sandbox port> <command> …: runs the command with what `drop serve` needs to know.
serve() {
  local port=$1 sandbox_port=$2
  shift 2
  # hash.txt, which names the hashed files of the site, lies beside the server's binary.
  exec env \
    LEPTOS_OUTPUT_NAME=drop LEPTOS_SITE_ROOT=target/site LEPTOS_SITE_PKG_DIR=pkg \
    LEPTOS_HASH_FILES=true LEPTOS_HASH_FILE_NAME=hash.txt LEPTOS_SITE_ADDR="127.0.0.1:$port" \
    DROP_ENV=development SEED_DEMO=true \
    DROP_ADDR="127.0.0.1:$port" DROP_BASE_URL="http://localhost:$port" \
    DROP_SANDBOX_ADDR="127.0.0.1:$sandbox_port" DROP_SANDBOX_PUBLIC_URL="http://localhost:$sandbox_port" \
    "$@"
}
