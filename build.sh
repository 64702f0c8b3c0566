#!/usr/bin/env bash
# The one recipe: sets up what the machine lacks, builds the extension, shows it, tests it, measures it.
# `./build.sh help` lists the commands; each piece stands in scripts/.
set -euo pipefail

HERE=$PWD
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$ROOT"

# Kept for next time, beside other programs' caches: the WebAssembly standard library and the tools built from source.
# shellcheck disable=SC2034 # read in scripts/
CACHE=${VERBATIM_CACHE:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/verbatim}
TARGET=${CARGO_TARGET_DIR:-$ROOT/target}
LOGS=$TARGET/logs
# shellcheck disable=SC2034 # read in scripts/
DIST=$ROOT/dist

for piece in steps rust browsers setup dist tests supply; do
    # shellcheck source=/dev/null
    . "$ROOT/scripts/$piece.sh"
done

help() {
    cat <<'END'
./build.sh                  set up this machine, build dist/chrome and dist/firefox and a zip of each
./build.sh demo [FILE|URL]  build, open a browser with the extension on a story, press its button
./build.sh test             build, then run every test; a table of steps closes the run
./build.sh bench [DIR]      build, then time everything from the click on beside Readability, Defuddle and an empty frame
                            (--against DIST: beside another build; --only PART,…; --keep: write BENCHMARKS.md)
./build.sh eval DIR         read a corpus of pages with answers, score it, show the change since tests/baseline.txt
                            (--predictions DIR: score cross-validated texts instead; --keep: new baseline)
./build.sh screenshots      build, then take the pictures of golden pages, README and stores
./build.sh fuzz [MINUTES]   fuzz each target so long (20), FUZZ_TARGETS="html rules" only these
./build.sh audit            licences, sources and known holes of everything that comes from others
./build.sh reproduce        build the last commit twice, in two folders, and compare the packages byte by byte
./build.sh source           the source archive that the stores ask for, beside the packages in dist/
./build.sh setup            only the set-up
./build.sh help             this page

Set-up installs only what is missing. Environment, all optional:
  CHROMIUM, CHROMEDRIVER, FIREFOX, GECKODRIVER   the browsers and drivers to use
  VERBATIM_CACHE                                 where tools are kept (default ~/.cache/verbatim)
  CARGO_TARGET_DIR                               where cargo and the logs go (default target/)
END
}

# A file or folder named by the caller, seen from where he stands; anything else (a URL) as it is.
from_here() {
    if [ -e "$HERE/$1" ]; then printf '%s/%s\n' "$HERE" "$1"; else printf '%s\n' "$1"; fi
}

demo() {
    set_up
    build_dist
    heading "Demo"
    need_file tests/e2e/demo.mjs
    with_browsers node tests/e2e/demo.mjs "$@"
}

screenshots() {
    set_up
    build_dist
    heading "Screenshots"
    with_browsers node tests/e2e/screenshots.mjs
}

bench() {
    set_up
    build_dist
    heading "Benchmark"
    with_browsers node tests/bench/bench.mjs "$@"
}

evaluate() {
    local exclude=()
    [ ! -f tests/wrong-answers.txt ] || exclude=(--exclude tests/wrong-answers.txt)
    cargo run --quiet --release --features train --bin score -- ${exclude[@]+"${exclude[@]}"} "$@"
}

main() {
    local command=${1:-build} place
    [ $# -eq 0 ] || shift
    local places=()
    for place in "$@"; do
        case $place in
        /* | -*) places+=("$place") ;;
        *) places+=("$(from_here "$place")") ;;
        esac
    done
    mkdir -p "$LOGS"
    case $command in
    build)
        # One after the other: in a list with && no step's failure would end it.
        set_up
        build_dist
        where_to_load
        ;;
    eval) evaluate ${places[@]+"${places[@]}"} ;;
    setup) set_up ;;
    demo) demo ${places[@]+"${places[@]}"} ;;
    test) run_tests ;;
    screenshots) screenshots ;;
    fuzz) fuzz "$@" ;;
    audit) audit ;;
    reproduce) reproduce ;;
    source) source_archive ;;
    bench) bench ${places[@]+"${places[@]}"} ;;
    help | -h | --help) help ;;
    *)
        help >&2
        stop "There is no command $command." "call one of the commands above" 2
        ;;
    esac
}

main "$@"
