# shellcheck shell=bash
# What comes from others and what goes to the stores: licences and holes, the stores' lint, packages that come out the same, the source.

CARGO_DENY=0.20.2
CARGO_FUZZ=0.13.2
STORE=tests/store

find_cargo_deny() { first_of "$(tool_place cargo-deny "$CARGO_DENY")/bin/cargo-deny" cargo-deny; }

has_cargo_deny() { find_cargo_deny >/dev/null; }

build_cargo_deny() { build_tool cargo-deny "$CARGO_DENY"; }

# Licences, sources and bans of every crate, the fuzzers' too: all that needs no data from elsewhere.
check_crates() {
    local deny
    deny=$(find_cargo_deny)
    cargo fetch --locked --quiet
    "$deny" --locked check bans licenses sources
    (cd fuzz && cargo fetch --locked --quiet && "$deny" --locked --config ../deny.toml check bans licenses sources)
}

# UNREACHABLE: how the checks below end when what is known about holes cannot be had.
UNREACHABLE=75

# Known holes in crates, by the RustSec database.
check_advisories() {
    local deny status=0
    deny=$(find_cargo_deny)
    "$deny" --locked check advisories >"$LOGS/advisories.log" 2>&1 || status=$?
    cat "$LOGS/advisories.log"
    if [ "$status" -ne 0 ] && grep -q 'failed to fetch advisory database' "$LOGS/advisories.log"; then
        return "$UNREACHABLE"
    fi
    return "$status"
}

# Known holes in npm's packages, by the registry's own audit.
check_npm() {
    local folder status=0
    for folder in . "$STORE"; do
        status=0
        (cd "$folder" && npm audit --package-lock-only) >"$LOGS/npm-audit.log" 2>&1 || status=$?
        cat "$LOGS/npm-audit.log"
        if [ "$status" -ne 0 ] && grep -qE 'audit endpoint returned an error|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT' "$LOGS/npm-audit.log"; then
            return "$UNREACHABLE"
        fi
        [ "$status" -eq 0 ] || return "$status"
    done
}

store_stamp() { printf '%s %s\n' "$(digest "$STORE/package-lock.json")" "$(node --version)"; }

has_web_ext() { [ -e "$STORE/node_modules/.complete" ] && [ "$(cat "$STORE/node_modules/.complete")" = "$(store_stamp)" ]; }

install_web_ext() {
    (cd "$STORE" && npm ci --omit=optional --ignore-scripts --no-audit --no-fund)
    store_stamp >"$STORE/node_modules/.complete"
}

# The lint of addons.mozilla.org over what is packed for Firefox: a warning fails as an error does.
lint_for_stores() {
    has_web_ext || install_web_ext
    NO_UPDATE_NOTIFIER=1 "$STORE/node_modules/.bin/web-ext" lint --no-config-discovery --warnings-as-errors --source-dir "$DIST/firefox"
}

# The checks of this file as steps of a table (scripts/tests.sh); what cannot be done says why.
supply_steps() {
    if has_cargo_deny; then
        test_step crates 'crates: licences, sources, bans' check_crates
        test_step_if_reachable advisories 'crates: known holes' check_advisories 'the RustSec database cannot be reached from here'
    else
        skip_step 'crates: licences, sources, bans, holes' 'no cargo-deny here: ./build.sh audit brings it'
    fi
    test_step_if_reachable npm 'npm packages: known holes' check_npm "npm's registry here does no audit"
}

store_steps() {
    if at_least "$(node --version | version_in)" 20; then
        test_step store "web-ext lint: no error, no warning" lint_for_stores
    else
        skip_step 'web-ext lint' "it needs Node 20, this is $(node --version)"
    fi
}

audit() {
    packages_or_stop
    step cargo-deny has_cargo_deny build_cargo_deny "cargo-deny" \
        "cargo install cargo-deny, see why it fails, then run ./build.sh audit again" "built once: six minutes"
    supply_steps
    show_table
}

checksums() {
    (cd "$DIST" && sha256sum ./*.zip | sed 's|\./||') | while read -r line; do note "sha256 $line"; done
}

# Builds twice, from clean clones of the last commit in two folders, and compares the packages byte by byte.
reproduce() {
    local work name here
    git rev-parse --git-dir >/dev/null 2>&1 || stop "This folder is no git repository: there is no commit to build twice." "clone the repository"
    [ -z "$(git status --porcelain)" ] || note "what is not committed is not built"
    work=$(mktemp -d)
    for name in one another-folder-with-a-longer-name; do
        heading "Build in $work/$name"
        git clone --quiet --no-hardlinks "$ROOT" "$work/$name"
        (unset CARGO_TARGET_DIR && cd "$work/$name" && ./build.sh)
    done
    heading "Comparison"
    here=$PWD
    cd "$work/one/dist"
    for name in *.zip; do
        if ! cmp "$name" "$work/another-folder-with-a-longer-name/dist/$name"; then
            stop "$name came out in two ways." "compare $work/*/dist"
        fi
        ok "$(sha256sum "$name")"
    done
    if grep -aq -e "$work" -e "${HOME:-/nonexistent}/" chrome/verbatim_bg.wasm; then
        stop "The module names folders of this machine." "see general_paths in scripts/rust.sh"
    fi
    ok "the module names no folder of this machine"
    cd "$here"
    rm -rf "$work"
}

# What the stores ask for beside compiled code: everything that is tracked, as it was committed last.
source_archive() {
    local version archive
    version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
    git rev-parse --git-dir >/dev/null 2>&1 || stop "This folder is no git repository." "clone the repository"
    [ -z "$(git status --porcelain)" ] || note "what is not committed is not in it"
    archive=$DIST/verbatim-source-$version.zip
    mkdir -p "$DIST"
    git archive --format=zip --prefix="verbatim-$version/" --output "$archive" HEAD
    ok "$archive; how to build it: docs/BUILD-NOTES.md"
    note "sha256 $(sha256sum "$archive" | cut -d ' ' -f 1)"
}

TARGETS="snapshot html quotes rules exports"

find_cargo_fuzz() { first_of "$(tool_place cargo-fuzz "$CARGO_FUZZ")/bin/cargo-fuzz" cargo-fuzz; }

has_cargo_fuzz() { find_cargo_fuzz >/dev/null; }

build_cargo_fuzz() { build_tool cargo-fuzz "$CARGO_FUZZ"; }

# fuzz [MINUTES]: every target for so long, one after the other. FUZZ_TARGETS names fewer. Without the address sanitizer unless
# FUZZ_SANITIZER=address: the core has no `unsafe` (the compiler forbids it), and without it four times as many inputs are tried.
fuzz() {
    local minutes=${1:-20} name place=fuzz failed=''
    case $minutes in *[!0-9]* | '') stop "$minutes is no number of minutes." "./build.sh fuzz 20" 2 ;; esac
    packages_or_stop
    step cargo-fuzz has_cargo_fuzz build_cargo_fuzz "cargo-fuzz" \
        "cargo install cargo-fuzz, see why it fails, then run ./build.sh fuzz again" "built once: two minutes"
    # cargo-fuzz asks for flags that only a nightly compiler takes, or one that is told to be taken for one.
    export RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR=$TARGET/fuzz
    heading "Fuzzing, $minutes min each: ${FUZZ_TARGETS:-$TARGETS}"
    for name in ${FUZZ_TARGETS:-$TARGETS}; do
        mkdir -p "$place/corpus/$name" "$place/findings/$name"
        if "$(find_cargo_fuzz)" fuzz run --sanitizer "${FUZZ_SANITIZER:-none}" "$name" "$place/corpus/$name" "$place/seeds/$name" "$place/findings/$name" -- \
            -dict="$place/page.dict" -max_len=2048 -timeout=30 -rss_limit_mb=4096 -print_final_stats=1 \
            -max_total_time=$((minutes * 60)) >"$LOGS/fuzz-$name.log" 2>&1; then
            ok "$name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$LOGS/fuzz-$name.log") inputs"
        else
            failed=1
            grep -E 'panicked|SUMMARY|^(Failing input|Reproduce)' -A 2 "$LOGS/fuzz-$name.log" | head -n 12 || true
            printf '  FAILED %s: everything it printed is in %s\n' "$name" "$LOGS/fuzz-$name.log"
        fi
    done
    [ -z "$failed" ] || stop "A target found something." "put the input from fuzz/artifacts into fuzz/findings/TARGET under a name that says what it is, mend it, ./build.sh test"
}
