#!/bin/sh
# Make .venv, after installing what it and the build need from the system.
#
# usage: tools/set-up.sh          PYTHON=/path/to/python3 picks an interpreter
#
# On Debian and Ubuntu missing packages are installed through apt where this user may (root, or sudo without a
# password).  Anywhere else one line says what to install and how.
set -eu
cd "$(dirname "$0")/.."

fail() {
    echo "opis: $*" >&2
    exit 1
}

recent_enough='import sys; sys.exit(sys.version_info < (3, 11))'
has_venv='import ensurepip, venv'
has_headers='import os, sys, sysconfig; sys.exit(not os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")))'

# The first Python that is recent enough; one that can build extensions at once goes before one that cannot.
find_python() {
    first=
    for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
        path=$(command -v "$name" 2>/dev/null) || continue
        "$path" -c "$recent_enough" 2>/dev/null || continue
        if "$path" -c "$has_venv" 2>/dev/null && "$path" -c "$has_headers" 2>/dev/null; then
            echo "$path"
            return
        fi
        [ -n "$first" ] || first=$path
    done
    echo "$first"
}

has_pcre2() {
    pkg-config --exists libpcre2-8 2>/dev/null || pcre2-config --libs8 >/dev/null 2>&1
}

python=$(find_python)
missing=
if command -v apt-get >/dev/null 2>&1; then
    system=debian
elif [ "$(uname)" = Darwin ]; then
    system=macos
else
    system=other
fi

case $system in
debian) how='apt-get install' c_compiler=gcc pcre2=libpcre2-dev interpreter='python3 python3-venv python3-dev' ;;
macos) how='brew install' c_compiler='gcc (or run: xcode-select --install)' pcre2=pcre2 interpreter=python@3.13 ;;
*) how='install with your package manager:' c_compiler=gcc pcre2='pcre2-devel (the PCRE2 library and its headers)' interpreter='python3 (3.11 or newer, with headers and venv)' ;;
esac

command -v "${CC:-cc}" >/dev/null 2>&1 || missing="$missing $c_compiler"
has_pcre2 || missing="$missing $pcre2"
if [ -z "$python" ]; then
    missing="$missing $interpreter"
else
    # The packages of Debian carry the version: python3.12-venv.
    version=$("$python" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
    for part in venv headers; do
        if [ $part = venv ]; then test=$has_venv package=venv; else test=$has_headers package=dev; fi
        "$python" -c "$test" 2>/dev/null && continue
        case $system in
        debian) missing="$missing $version-$package" ;;
        *) missing="$missing $interpreter" ;;
        esac
    done
fi

if [ -n "$missing" ]; then
    advice="missing:$missing; run \`$how$missing\`, then the same command again"
    [ $system = debian ] || fail "$advice"
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif sudo -n true 2>/dev/null; then
        as_root=sudo
    else
        fail "missing:$missing; run \`sudo $how$missing\`, then the same command again"
    fi
    echo "installing$missing"
    log=$(mktemp)
    # shellcheck disable=SC2086 # both are lists of words
    {
        export DEBIAN_FRONTEND=noninteractive
        if ! $as_root apt-get install -qq -y --no-install-recommends $missing </dev/null >"$log" 2>&1; then
            $as_root apt-get update -qq </dev/null >"$log" 2>&1 || true
            $as_root apt-get install -qq -y --no-install-recommends $missing </dev/null >>"$log" 2>&1 ||
                { tail -n 5 "$log" >&2; rm -f "$log"; fail "apt could not install$missing"; }
        fi
    }
    rm -f "$log"
    [ -n "$python" ] || python=$(find_python)
    [ -n "$python" ] || fail "this system's python3 is older than 3.11; install a newer one and name it: PYTHON=/path/to/python3"
fi

# A virtual environment of an interpreter that is gone is made anew.
.venv/bin/python -c "$recent_enough" 2>/dev/null || "$python" -m venv --clear .venv
