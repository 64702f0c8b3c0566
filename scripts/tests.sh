# shellcheck shell=bash
# Every test there is. A failure does not keep the others from running; the table at the end names each.

TABLE=()
FAILED=0

# test_step NAME TITLE COMMAND…: runs it, shows and keeps what it prints, and notes result and time.
test_step() {
    local name=$1 title=$2 begun=$SECONDS status=0
    shift 2
    heading "$title"
    set +e
    (
        set -e
        "$@"
    ) 2>&1 | tee "$LOGS/test-$name.log"
    status=${PIPESTATUS[0]}
    set -e
    if [ "$status" -eq 0 ]; then
        TABLE+=("$(printf '  %-44s %-8s %5d' "$title" passed $((SECONDS - begun)))")
    else
        TABLE+=("$(printf '  %-44s %-8s %5d   %s' "$title" FAILED $((SECONDS - begun)) "$LOGS/test-$name.log")")
        FAILED=$((FAILED + 1))
    fi
}

# test_step_if_reachable NAME TITLE COMMAND REASON: as test_step; a command that ends with UNREACHABLE is skipped for that reason.
test_step_if_reachable() {
    local name=$1 title=$2 status=0
    heading "$title"
    set +e
    (
        set -e
        "$3"
    ) 2>&1 | tee "$LOGS/test-$name.log"
    status=${PIPESTATUS[0]}
    set -e
    if [ "$status" -eq 0 ]; then
        TABLE+=("$(printf '  %-44s %-8s' "$title" passed)")
    elif [ "$status" -eq "$UNREACHABLE" ]; then
        skip_step "$title" "$4"
    else
        TABLE+=("$(printf '  %-44s %-8s         %s' "$title" FAILED "$LOGS/test-$name.log")")
        FAILED=$((FAILED + 1))
    fi
}

show_table() {
    heading "$(printf '  %-44s %-8s %5s' 'step' 'result' 's')"
    printf '%s\n' "${TABLE[@]}"
    [ "$FAILED" -eq 0 ] || stop "$FAILED of the steps failed." "read the first failed step's log"
}

skip_step() { TABLE+=("$(printf '  %-44s %-8s         %s' "$1" skipped "$2")"); }

# The tests that need a browser: Cargo's test targets under tests/browser/, as `--test NAME` each.
browser_tests() {
    # shellcheck disable=SC2016 # JavaScript's own ${}
    cargo metadata --no-deps --format-version 1 --locked | node -e '
        const { packages: [crate] } = JSON.parse(require("fs").readFileSync(0, "utf8"));
        for (const { kind, name, src_path } of crate.targets)
            if (kind.includes("test") && /[\\/]tests[\\/]browser[\\/]/.test(src_path)) console.log(`--test ${name}`);'
}

run_browser_tests() {
    local tests driver=()
    tests=$(browser_tests | paste -sd ' ')
    if [ -z "$tests" ]; then
        echo 'No test target under tests/browser/ in Cargo.toml.'
        return 1
    fi
    # Without a driver of this machine's own, wasm-pack looks for one itself.
    if find_chromedriver >/dev/null; then driver=(--chromedriver "$(find_chromedriver)"); fi
    # shellcheck disable=SC2086
    WASM_BINDGEN_TEST_TIMEOUT=300 with_wasm_rust timeout 1200 \
        wasm-pack test --headless --chrome ${driver[@]+"${driver[@]}"} "$ROOT" --locked --features html $tests
}

run_end_to_end() {
    need_file tests/e2e/run.mjs
    with_browsers timeout 3600 node tests/e2e/run.mjs
}

run_tests() {
    set_up
    build_dist
    local begun=$SECONDS
    if cargo fmt --version >/dev/null 2>&1; then
        test_step fmt 'format' cargo fmt --check
    else
        skip_step 'format' 'this Rust has no rustfmt'
    fi
    if cargo clippy --version >/dev/null 2>&1; then
        test_step clippy 'lints' cargo clippy --locked --all-targets --features cli -- -D warnings
    else
        skip_step 'lints' 'this Rust has no clippy'
    fi
    if have shellcheck; then
        test_step shell 'shell scripts' shellcheck -x -S warning build.sh .ci/run scripts/*.sh
    fi
    test_step types 'the reader: types' node_modules/.bin/tsc -p .
    test_step lint 'the reader: lint' node_modules/.bin/eslint .
    test_step texts 'the reader: texts in every language' node --test tests/interface/
    supply_steps
    store_steps
    test_step cargo 'core: unit, rule, golden and quote tests' cargo test --locked --features cli --no-fail-fast
    test_step browser 'core in Chromium, through web-sys' run_browser_tests
    test_step e2e 'the real button, Chromium and Firefox' run_end_to_end
    TABLE+=("$(printf '  %-44s %-8s %5d' 'together' '' $((SECONDS - begun)))")
    show_table
}
