# shellcheck shell=bash
# Set-up: one list of Debian packages for everything missing, then what is built from source, then npm's packages.

OLDEST_NODE=18

has_node() {
    have node && have npm && at_least "$(node --version | version_in)" "$OLDEST_NODE"
}

# Debian's packages for whatever is missing, one a line.
missing_packages() {
    have cc || printf '%s\n' gcc libc6-dev
    has_node || printf '%s\n' nodejs npm
    has_native_rust || printf '%s\n' rustc-web cargo-web rustfmt-web rust-web-clippy
    if ! has_wasm_rust || [ "$WASM_RUST" = debian ]; then
        [ -e /usr/lib/rustlib/src/rust/library/std/Cargo.toml ] || printf '%s\n' rustc-web cargo-web rust-web-src
        [ -x /usr/bin/rustc ] && [ -x /usr/bin/cargo ] || printf '%s\n' rustc-web cargo-web
    fi
    has_own_linker || have wasm-ld || printf '%s\n' lld
    find_chromium >/dev/null || printf '%s\n' chromium
    find_chromedriver >/dev/null || printf '%s\n' chromium-driver
    find_firefox >/dev/null || printf '%s\n' firefox-esr
    # The books that the tests save are checked by it.
    has_epubcheck || printf '%s\n' epubcheck
    has_fonts || printf '%s\n' fonts-dejavu-core
}

has_packages() { [ -z "$(missing_packages)" ]; }

install_packages() {
    export DEBIAN_FRONTEND=noninteractive
    apt-get update
    # shellcheck disable=SC2046
    apt-get install -y --no-install-recommends $(missing_packages | sort -u)
}

packages_or_stop() {
    has_wasm_rust || true
    local missing
    missing=$(missing_packages | sort -u | paste -sd ' ')
    if [ -z "$missing" ]; then
        ok "Rust $(rust_version), a C compiler, Node $(node --version), $(chromium_name), Firefox $(firefox_version "$(find_firefox)")"
        return
    fi
    local line="apt-get update && apt-get install -y --no-install-recommends $missing"
    have apt-get || stop "This machine lacks: $missing (Debian's names), and has no apt-get." \
        "install them your system's way (Rust with its $WASM target: https://rustup.rs), then run ./build.sh again"
    [ "$(id -u)" -eq 0 ] || stop "This machine lacks: $missing." "sudo sh -c '$line', then run ./build.sh again"
    step packages has_packages install_packages "Debian packages: $missing" "run this and see why it fails: $line"
}

chromium_name() {
    printf 'Chromium %s' "$({ "$(find_chromium)" --version 2>/dev/null || true; } | version_in)"
}

node_modules_stamp() { printf '%s %s\n' "$(digest package-lock.json)" "$(node --version)"; }

has_node_modules() {
    [ -e node_modules/.complete ] && [ "$(cat node_modules/.complete)" = "$(node_modules_stamp)" ]
}

install_node_modules() {
    npm ci --omit=optional --ignore-scripts --no-audit --no-fund
    node_modules_stamp >node_modules/.complete
}

# A program named in the environment that is not there would be missed at every run, whatever is installed.
named_programs_exist() {
    local name
    for name in CHROMIUM CHROMEDRIVER FIREFOX GECKODRIVER; do
        [ -z "${!name:-}" ] || have "${!name}" || stop "$name=${!name} is not a program." "unset $name, or name the program"
    done
}

set_up() {
    heading "Set-up (what is built here is kept in $CACHE)"
    mkdir -p "$CACHE"
    named_programs_exist
    packages_or_stop
    step wasm-rust has_wasm_rust build_debian_sysroot \
        "WebAssembly target: Rust's standard library" \
        "rustup target add $WASM, or apt-get install -y rustc-web cargo-web rust-web-src lld; then run ./build.sh again" \
        "built once: a minute"
    step wasm-pack has_wasm_pack build_wasm_pack "wasm-pack" \
        "cargo install wasm-pack, see why it fails, then run ./build.sh again" "built once: two minutes"
    step wasm-bindgen has_wasm_bindgen build_wasm_bindgen "wasm-bindgen $(wasm_bindgen_version)" \
        "cargo install wasm-bindgen-cli --version $(wasm_bindgen_version), see why it fails, then run ./build.sh again" \
        "built once: two minutes"
    step geckodriver has_geckodriver build_geckodriver "geckodriver" \
        "cargo install geckodriver, see why it fails, then run ./build.sh again" "built once: two minutes"
    step npm has_node_modules install_node_modules "Node packages from package-lock.json" \
        "npm ci --ignore-scripts, see why it fails, then run ./build.sh again"
    write_webdriver
}
