# Installs what the tests need and nothing that is already there. Sourced by scripts/test and .ci/run.
# Everything comes from Debian, npm and PyPI, by package name and pinned version.

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# The folder with initdb and postgres of the newest installed PostgreSQL from 15 on, or nothing.
postgres_bin() {
  local best='' folder version
  for folder in /usr/lib/postgresql/*/bin; do
    version=${folder#/usr/lib/postgresql/}; version=${version%/bin}
    [ -x "$folder/initdb" ] && [ "${version%%.*}" -ge 15 ] 2>/dev/null && best=$folder
  done
  printf '%s' "$best"
}

node_is_fit() {
  command -v node >/dev/null && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ]
}

install_debian_parts() {
  local missing=()
  command -v cc >/dev/null || missing+=(gcc libc6-dev)
  [ -n "$(postgres_bin)" ] || missing+=(postgresql)
  command -v setpriv >/dev/null || missing+=(util-linux)
  command -v chromium >/dev/null || missing+=(chromium)
  command -v node >/dev/null || missing+=(nodejs)
  command -v npm >/dev/null || missing+=(npm)
  command -v openssl >/dev/null || missing+=(openssl)
  command -v curl >/dev/null || missing+=(curl)
  command -v jq >/dev/null || missing+=(jq)
  command -v zbarimg >/dev/null || missing+=(zbar-tools)
  command -v oathtool >/dev/null || missing+=(oathtool)
  [ -x /usr/sbin/kamailio ] || missing+=(kamailio)
  command -v baresip >/dev/null || missing+=(baresip-core)
  command -v espeak-ng >/dev/null || missing+=(espeak-ng)
  [ -x /usr/sbin/exim4 ] || missing+=(exim4-daemon-light)
  [ -x /usr/sbin/bearerbox ] || missing+=(kannel)
  python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3 python3-venv)
  [ ${#missing[@]} -gt 0 ] || return 0
  say "Installing from Debian: ${missing[*]}"
  as_root apt-get update -q
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
}

# Runs the rest only when FILE has changed since STAMP was written.
unless_done() { # STAMP FILE command…
  local stamp=$1 file=$2; shift 2
  if [ -f "$stamp" ] && cmp -s "$stamp" "$file"; then return 0; fi
  "$@"
  cp "$file" "$stamp"
}

# Node.js, which the SMS centre, the gateways' mock and the browser tests run on.
ensure_node() {
  if ! node_is_fit; then
    local arch=x64; [ "$(uname -m)" = aarch64 ] && arch=arm64
    [ -d "$PARTS/node/node_modules" ] || {
      say 'Installing Node.js 22 from npm (the one installed is older than 20)'
      npm install --silent --no-audit --no-fund --prefix "$PARTS/node" "node-linux-$arch@22"
    }
    export PATH="$PARTS/node/node_modules/node-linux-$arch/bin:$PATH"
  fi
}

# The SMS centre.
install_sms_parts() {
  ensure_node
  install_sms_packages() {
    say 'Installing the SMS centre from npm'
    (cd "$ROOT/tests/sms" && npm ci --silent --no-audit --no-fund)
  }
  [ -d "$ROOT/tests/sms/node_modules" ] || rm -f "$PARTS/sms-done"
  unless_done "$PARTS/sms-done" "$ROOT/tests/sms/package-lock.json" install_sms_packages
}

# The mock that checks requests against providers' published API descriptions.
install_gateway_parts() {
  ensure_node
  install_gateway_packages() {
    say 'Installing the mock of the providers'\'' APIs from npm'
    (cd "$ROOT/tests/gateways" && npm ci --silent --no-audit --no-fund)
  }
  [ -d "$ROOT/tests/gateways/node_modules" ] || rm -f "$PARTS/gateways-done"
  unless_done "$PARTS/gateways-done" "$ROOT/tests/gateways/package-lock.json" install_gateway_packages
}

install_node_parts() {
  ensure_node
  install_browser_packages() {
    say 'Installing the browser tests'\'' packages from npm'
    (cd "$ROOT/tests/browser" && npm ci --silent --no-audit --no-fund)
  }
  [ -d "$ROOT/tests/browser/node_modules" ] || rm -f "$PARTS/npm-done"
  unless_done "$PARTS/npm-done" "$ROOT/tests/browser/package-lock.json" install_browser_packages
}

install_python_parts() {
  install_venv() {
    say 'Installing the mail server and the second SMS centre from PyPI'
    rm -rf "$PARTS/python"
    python3 -m venv "$PARTS/python"
    "$PARTS/python/bin/pip" install --quiet --disable-pip-version-check -r "$ROOT/tests/requirements.txt"
  }
  [ -x "$PARTS/python/bin/python" ] || rm -f "$PARTS/pip-done"
  unless_done "$PARTS/pip-done" "$ROOT/tests/requirements.txt" install_venv
  export COUNTERSIGN_TEST_PYTHON=$PARTS/python/bin/python
}

# A private PostgreSQL for this run: a free port, nothing durable, gone at the end.
start_postgres() {
  local bin port
  bin=$(postgres_bin)
  PG_DIR=$(mktemp -d /tmp/countersign-pg.XXXXXX)
  PG_RUN=()
  if [ "$(id -u)" = 0 ]; then
    local name=nobody; id postgres >/dev/null 2>&1 && name=postgres
    chown "$name" "$PG_DIR"
    PG_RUN=(setpriv "--reuid=$name" "--regid=$(id -g "$name")" --clear-groups env HOME="$PG_DIR")
  fi
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  in_pg_dir "$bin/initdb" -D "$PG_DIR/data" -U countersign -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
  in_pg_dir "$bin/pg_ctl" -D "$PG_DIR/data" -l "$PG_DIR/log" -w -t 60 start -o "-c listen_addresses=127.0.0.1 -c port=$port \
    -c unix_socket_directories=$PG_DIR -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300" >/dev/null \
    || { cat "$PG_DIR/log" >&2; return 1; }
  PG_STOP=("$bin/pg_ctl" -D "$PG_DIR/data" -m immediate stop)
  export COUNTERSIGN_TEST_PG_URL="postgres://countersign@127.0.0.1:$port/postgres"
}

in_pg_dir() { (cd "$PG_DIR" && "${PG_RUN[@]}" "$@"); }

stop_postgres() {
  [ -n "${PG_DIR:-}" ] || return 0
  if [ -n "${PG_STOP:-}" ]; then in_pg_dir "${PG_STOP[@]}" >/dev/null 2>&1 || true; fi
  rm -rf "$PG_DIR"
  # A second call, from the trap at the end, finds nothing left to stop; it must not turn a passed run into a failed one.
  PG_DIR='' PG_STOP=()
}
