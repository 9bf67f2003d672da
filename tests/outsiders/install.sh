# shellcheck shell=bash
# Sourced by tests/outsiders/run, which sets here (this folder) and work (where things are installed): what pip and
# npm bring, in just the versions of pins/. What the machine has itself is not used, but for npm and the python that makes
# an environment.
#
# The mark of an installation is written last, and goes first when it is made anew; so one that was cut off is made again,
# and so is one that does not have the versions it should.

pins=$here/pins

# The interpreter of this machine that can make an environment.
python_for_environment() {
  local candidate
  for candidate in python3 /usr/bin/python3; do
    if "$candidate" -c 'import ensurepip, sys, venv; assert sys.version_info >= (3, 11)' 2>/dev/null; then
      echo "$candidate"
      return 0
    fi
  done
  echo "no python3 of 3.11 or newer here has venv (Debian: python3-venv)"
  return 1
}

python_is_whole() {
  cmp -s "$pins/requirements.txt" "$work/python/installed" &&
    "$work/python/bin/python" "$here/check_python.py" "$pins/requirements.txt"
}

# A folder of its own each time, as what was cut off may still write into the last one.
make_python() {
  local base folder
  base=$(python_for_environment) || { echo "$base"; return 1; }
  rm -rf "$work/python" "$work"/python-* || true
  folder=$(mktemp -d "$work/python-XXXXXX") &&
    "$base" -m venv "$folder" &&
    "$folder/bin/python" -m pip install --quiet --no-compile --require-hashes --only-binary=:all: \
      --retries 3 --timeout 30 --requirement "$pins/requirements.txt" &&
    cp "$pins/requirements.txt" "$folder/installed" &&
    ln -sfn "$folder" "$work/python" &&
    python_is_whole
}

# Sets python and aws.
install_python() {
  unset PYTHONPATH PYTHONHOME PIP_USER PIP_TARGET PIP_PREFIX PIP_CONSTRAINT PIP_REQUIREMENT PIP_NO_DEPS
  python_is_whole >/dev/null 2>&1 || make_python >"$work/pip.log" 2>&1 || return 1
  python=$work/python/bin/python
  aws=$work/python/bin/aws
}

npm_is_whole() {
  local folder=$work/$2
  cmp -s "$pins/$1/package-lock.json" "$folder/npm.installed" &&
    node "$here/check_npm.mjs" "$pins/$1/package-lock.json" "$folder"
}

# install_packages_of PINS FOLDER OPTIONS…
install_packages_of() {
  local from=$pins/$1 folder=$work/$2
  npm_is_whole "$1" "$2" >/dev/null 2>&1 && return 0
  rm -f "$folder/npm.installed"
  mkdir -p "$folder"
  cp "$from/package.json" "$from/package-lock.json" "$folder" &&
    npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel error "${@:3}" &&
    cp "$from/package-lock.json" "$folder/npm.installed" &&
    npm_is_whole "$1" "$2"
}

# The clients want a newer Node than Debian has; from here on node is the one that came with them.
install_npm() {
  {
    command -v npm || { echo "npm is not installed"; return 1; }
    install_packages_of npm . && install_packages_of promptfoo promptfoo --omit=optional
  } >"$work/npm.log" 2>&1 || return 1
  PATH=$(realpath "$work"/node_modules/node-linux-*/bin):$PATH
}
