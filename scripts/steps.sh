# Sourced by the scripts beside it: they run in the project's folder, with .venv first in PATH.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PATH="$PWD/.venv/bin:$PATH" VIRTUAL_ENV="$PWD/.venv"
export NPM_CONFIG_UPDATE_NOTIFIER=false
unset PYTHONPATH PYTHONHOME
# Certificates that an administrator added to the system hold for uv as they do for everything else.
if [ -e /etc/ssl/certs/ca-certificates.crt ]; then export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-1}"; fi

say() { printf '\n== %s\n' "$*"; }

stop() {
  printf '%s\n' "$*" >&2
  exit 1
}

inside() { (cd "$1" && "${@:2}"); }

# within SECONDS COMMAND...: a command that hangs is ended, and has failed.
within() { timeout --foreground --kill-after=60 "$@"; }

works() { "$@" >/dev/null 2>&1; }

# once STAMP TITLE INPUT... -- COMMAND...: run the command unless it succeeded for the same inputs before.
# The stamp lies inside what the command makes, so deleting that starts afresh.
once() {
  local stamp=$1 title=$2 inputs=() sum
  shift 2
  while [ "$1" != -- ]; do
    inputs+=("$1")
    shift
  done
  shift
  sum=$(find "${inputs[@]}" -type f -print0 | LC_ALL=C sort -z | xargs -0 cksum | cksum)
  if [ -e "$stamp" ] && [ "$(cat "$stamp")" = "$sum" ]; then return 0; fi
  say "$title"
  "$@"
  printf '%s\n' "$sum" >"$stamp"
}

install_npm_packages() {
  inside "$1" env PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund --loglevel=error
}
