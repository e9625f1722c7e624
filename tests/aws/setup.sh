#!/bin/sh
# Makes the virtual environment of tests/aws and prints the path of its python.
# Nothing but installing belongs here; the server is serve.py.
#
#   sh tests/aws/setup.sh [DIR]        DIR is target/aws-venv unless given
#
# The environment is built once; a stamp in it holds the checksum of
# requirements.txt. Tests may run this side by side: the first builds while the
# others wait on a lock that the kernel drops when its holder ends, however it ends.
# Only the python path goes to stdout. On failure: one line on stderr, exit 1.
set -eu

fail() {
    echo "tests/aws/setup.sh: $1" >&2
    exit 1
}

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
requirements=$here/requirements.txt
venv=${1:-$root/target/aws-venv}
case $venv in
/*) ;;
*) venv=$PWD/$venv ;;
esac
stamp=$venv/requirements.stamp
checksum=$(cksum <"$requirements")

is_ready() {
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$checksum" ] && "$venv/bin/python" -c '' 2>/dev/null
}

if is_ready; then
    echo "$venv/bin/python"
    exit 0
fi

command -v python3 >/dev/null 2>&1 ||
    fail 'python3 is missing: install Python 3.10 or newer (Debian: apt-get install python3 python3-venv)'
python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' ||
    fail "python3 is too old: install Python 3.10 or newer (this one is $(python3 -V 2>&1))"
python3 -c 'import venv, ensurepip' 2>/dev/null ||
    fail 'the venv module of python3 is missing: install it (Debian: apt-get install python3-venv)'

# Start again as the holder of the lock; python passes the locked file on through exec.
if [ "${EGRET_AWS_VENV_LOCK:-}" != "$venv" ]; then
    mkdir -p "$(dirname "$venv")"
    EGRET_AWS_VENV_LOCK=$venv
    export EGRET_AWS_VENV_LOCK
    exec python3 -c '
import fcntl, os, sys
lock = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT, 0o644)
fcntl.flock(lock, fcntl.LOCK_EX)
os.set_inheritable(lock, True)
os.execv("/bin/sh", ["sh"] + sys.argv[2:])
' "$venv.lock" "$here/setup.sh" "$venv"
fi

# Never clear a directory that is not a virtual environment.
if [ -e "$venv" ] && [ ! -f "$venv/pyvenv.cfg" ] && [ -n "$(ls -A "$venv")" ]; then
    fail "$venv exists and is not a virtual environment: remove it, or name another directory"
fi

echo "tests/aws/setup.sh: building $venv (about a minute)" >&2
python3 -m venv --clear "$venv" >&2 ||
    fail 'python3 -m venv failed: install the venv module (Debian: apt-get install python3-venv)'
"$venv/bin/python" -m pip install --quiet --no-input --disable-pip-version-check \
    --requirement "$requirements" >&2 ||
    fail 'pip could not install tests/aws/requirements.txt: it needs a package index, or a filled pip cache'
echo "$checksum" >"$stamp"
echo "$venv/bin/python"
