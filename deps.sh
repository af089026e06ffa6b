#!/bin/sh
# SPDX-License-Identifier: MIT
# Installs what ropewalk needs, without asking; `sh deps.sh --need THING…` only says what is missing and who brings it.
set -eu

APT='gcc libc6-dev make pkg-config libgsl-dev libmpfr-dev libcjson-dev check gnuplot-nox fonts-dejavu-core'

# The Debian package that brings a tool or a pkg-config module.
package_of() {
    case $1 in
    gsl | mpfr) echo "lib$1-dev" ;;
    libcjson) echo libcjson-dev ;;
    gnuplot) echo gnuplot-nox ;;
    cc) echo gcc ;;
    *) echo "$1" ;;
    esac
}

present() {
    case $1 in
    gsl | mpfr | libcjson | check) pkg-config --exists "$1" 2>/dev/null ;;
    *) command -v "$1" >/dev/null 2>&1 ;;
    esac
}

if [ "${1-}" = --need ]; then
    shift
    for thing; do
        present "$thing" && continue
        package=$(package_of "$thing")
        case " $APT " in
        *" $package "*) echo "missing: $thing (Debian package $package); 'sh deps.sh' installs it" >&2 ;;
        *) echo "missing: $thing" >&2 ;;
        esac
        exit 69
    done
    exit 0
fi

if ! command -v apt-get >/dev/null 2>&1; then
    echo 'No apt-get here.  Install these packages, then run make:'
    echo '  dnf:    sudo dnf install gcc make pkgconf gsl-devel mpfr-devel cjson-devel check-devel gnuplot dejavu-sans-fonts'
    echo '  pacman: sudo pacman -S gcc make pkgconf gsl mpfr cjson check gnuplot ttf-dejavu'
    echo '  brew:   brew install make pkg-config gsl mpfr cjson check gnuplot && brew install --cask font-dejavu; then gmake in place of make'
    exit 69
fi

missing=
for package in $APT; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
if [ -z "$missing" ]; then
    echo "Everything is installed."
    exit 0
fi

as_root=
if [ "$(id -u)" -ne 0 ]; then
    as_root='sudo -n'
    if ! $as_root true 2>/dev/null; then
        echo "Not root, and sudo would ask.  Run: sudo apt-get install$missing" >&2
        exit 1
    fi
fi
echo "Installing:$missing"
$as_root apt-get update -q
# shellcheck disable=SC2086  # a list of words
$as_root env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a apt-get install -q -y --no-install-recommends $missing
echo "Everything is installed."
