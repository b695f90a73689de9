# shellcheck shell=bash
# What the scripts share; it is read by them, not run. They all work in the root of the project.
set -euo pipefail
shopt -s inherit_errexit

program=${0##*/}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

bold='' red='' plain=''
if [ -t 2 ] && [ -z "${NO_COLOR:-}" ]; then
    bold=$'\e[1m' red=$'\e[31m' plain=$'\e[0m'
fi

# Everything that the scripts themselves say goes to standard error: standard output belongs to the bot.
say() { printf '%s==>%s %s\n' "$bold" "$plain" "$*" >&2; }

fail() {
    printf '%s%s:%s %s\n' "$red" "$program" "$plain" "$*" >&2
    exit 1
}

# The comment at the top of a script is its manual.
manual() { sed -n '2,/^$/s/^# \{0,1\}//p' "$root/script/$program"; }

# A build folder outside of the clone, so that the next clone need not build the dependencies again.
scratch() {
    local base=${SLOTKEEPER_BUILD_CACHE:-${HOME:?is not set; set it or SLOTKEEPER_BUILD_CACHE}/.cache/slotkeeper/build}
    mkdir -p "$(dirname "$base")"
    echo "$base-$1"
}

need_swift() {
    command -v swift >/dev/null ||
        fail "the Swift toolchain is missing (6.3 or later): see https://www.swift.org/install and put its bin folder into PATH"
}

# Colour is an option of the compiler: with it, a build in a terminal would begin anew after one in a pipe.
build_options=(--no-color-diagnostics)

# Builds the executable as it is shipped, and prints where it is.
build_release() {
    local scratch
    scratch=$(scratch release)
    # Nobody links against an executable: without exported symbols the linker also finds what nothing uses.
    swift build "${build_options[@]}" -c release --static-swift-stdlib --product slotkeeper \
        -Xlinker -s -Xlinker --no-export-dynamic -Xlinker --gc-sections -Xlinker --icf=safe --scratch-path "$scratch" >&2
    echo "$scratch/release/slotkeeper"
}
