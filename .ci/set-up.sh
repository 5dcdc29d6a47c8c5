#!/bin/sh
# Make .venv, after installing what it and the build need from the system.
#
# usage: .ci/set-up.sh          PYTHON=/path/to/python3 picks an interpreter
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

# What a need is called here: package NEED.
package() {
    case $system-$1 in
    debian-compiler) echo gcc libc6-dev ;;
    debian-pcre2) echo libpcre2-dev ;;
    debian-python) echo python3 python3-venv python3-dev ;;
    debian-venv) echo "$version-venv" ;; # the packages of Debian carry the version: python3.12-venv
    debian-headers) echo "$version-dev" ;;
    *-compiler) echo gcc ;;
    *-pcre2) echo pcre2 ;;
    macos-*) echo python ;;
    *-python | *-venv) echo python3 ;;
    *-headers) echo python3-devel ;;
    esac
}

python=$(find_python)
if command -v apt-get >/dev/null 2>&1; then
    system=debian
elif [ "$(uname)" = Darwin ]; then
    system=macos
else
    system=other
fi

needs=
command -v "${CC:-cc}" >/dev/null 2>&1 || needs=compiler
has_pcre2 || needs="$needs pcre2"
if [ -z "$python" ]; then
    needs="$needs python"
else
    version=$("$python" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
    "$python" -c "$has_venv" 2>/dev/null || needs="$needs venv"
    "$python" -c "$has_headers" 2>/dev/null || needs="$needs headers"
fi

if [ -n "$needs" ]; then
    packages=
    for need in $needs; do packages="$packages $(package "$need")"; done
    if [ $system = macos ]; then
        fail "something is missing; run \`brew install$packages\`, then the same command again"
    elif [ $system = other ]; then
        fail "something is missing; install$packages (with headers; Python 3.11 or newer), then run the same command again"
    elif [ "$(id -u)" = 0 ]; then
        as_root=
    elif sudo -n true 2>/dev/null; then
        as_root=sudo
    else
        fail "something is missing; run \`sudo apt-get install$packages\`, then the same command again"
    fi

    echo "installing$packages"
    log=$(mktemp)
    apt() {
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y "$@" </dev/null >>"$log" 2>&1
    }
    # shellcheck disable=SC2086 # a list of words
    if ! apt install --no-install-recommends $packages; then
        apt update || true
        if ! apt install --no-install-recommends $packages; then
            tail -n 5 "$log" >&2
            fail "apt could not install$packages"
        fi
    fi
    rm -f "$log"
    [ -n "$python" ] || python=$(find_python)
    [ -n "$python" ] || fail "Python 3.11 or newer is missing; install one and name it: PYTHON=/path/to/python3"
fi

# Where Chromium is, its driver is a small package more, and lets the tests open the report.  They skip without it.
if [ $system = debian ] && command -v chromium >/dev/null 2>&1 && ! command -v chromedriver >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ]; then as_root=; else as_root="sudo -n"; fi
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends chromium-driver \
        </dev/null >/dev/null 2>&1 || true
fi

# A virtual environment of an interpreter that is gone is made anew.
.venv/bin/python -c "$recent_enough" 2>/dev/null || "$python" -m venv --clear .venv
