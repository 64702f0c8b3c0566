# shellcheck shell=bash
# Rust: the compiler for this machine, the one for WebAssembly, and the tools built from source.
#
# Native steps use the `cargo` on PATH. WebAssembly steps use, in this order: the same compiler if it has the target or
# `rustup target add` can bring it; else Debian's rustc-web, whose standard library is built once for the target from
# rust-web-src into a sysroot of its own under CACHE (nothing is written outside CACHE).

WASM=wasm32-unknown-unknown
OLDEST_RUST=1.85
WASM_PACK=0.15.1
GECKODRIVER_VERSION=0.37.1
WASM_RUST='' # path, or debian

rust_version() { { rustc --version 2>/dev/null || true; } | version_in; }

has_native_rust() {
    have cargo && have rustc && at_least "$(rust_version)" "$OLDEST_RUST"
}

# Whether a compiler's own sysroot holds the standard library for WebAssembly.
has_wasm_std() {
    local folder
    folder=$("$1" --print target-libdir --target "$WASM" 2>/dev/null) || return 1
    compgen -G "$folder/libstd-*.rlib" >/dev/null
}

# Where the sysroot built from Debian's packages lives; named after the compiler, so that an upgrade builds its own.
debian_sysroot() {
    printf '%s/rust-%s-small\n' "$CACHE" "$(/usr/bin/rustc --version 2>/dev/null | cut -d ' ' -f 2,3 | tr -cd 'A-Za-z0-9. ' | tr ' ' '-')"
}

has_debian_sysroot() {
    [ -x /usr/bin/rustc ] && [ -e "$(debian_sysroot)/complete" ]
}

add_target_by_rustup() {
    local log=$LOGS/rustup.log
    have rustup || return 1
    rustup target add "$WASM" >"$log" 2>&1 && has_wasm_std rustc
}

# Decides where the WebAssembly compiler comes from; leaves it in WASM_RUST, or empty if Debian's is still to be set up.
choose_wasm_rust() {
    if has_native_rust && has_wasm_std rustc; then
        WASM_RUST=path
    elif has_debian_sysroot; then
        WASM_RUST=debian
    elif has_native_rust && add_target_by_rustup; then
        WASM_RUST=path
    fi
}

has_wasm_rust() {
    [ -n "$WASM_RUST" ] || choose_wasm_rust
    [ -n "$WASM_RUST" ]
}

# Whether that compiler brings a linker for WebAssembly; rustup's does, Debian's looks for one it does not bring.
has_own_linker() {
    [ "$WASM_RUST" = path ] &&
        { have rust-lld || compgen -G "$(rustc --print sysroot)/lib/rustlib/*/bin/rust-lld" >/dev/null; }
}

# One build of the standard library for an empty crate; its .rlib files are the target's sysroot.
build_debian_sysroot() {
    local place work
    place=$(debian_sysroot)
    work=$place/work
    rm -rf "$place"
    mkdir -p "$place/bin" "$place/lib/rustlib/$WASM/lib" "$work/src"
    printf '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2021"\n[workspace]\n' >"$work/Cargo.toml"
    : >"$work/src/lib.rs"
    (
        cd "$work" || exit
        export PATH=/usr/bin:$PATH RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR=$work/target
        # The sources first, so that their place is known to general_paths.
        /usr/bin/cargo fetch --manifest-path /usr/lib/rustlib/src/rust/library/Cargo.toml --locked
        # For size: 35 KB less of module, 14 KB of it gzipped.
        CARGO_PROFILE_RELEASE_OPT_LEVEL=z CARGO_ENCODED_RUSTFLAGS=-Cembed-bitcode=yes$'\x1f'-Zforce-unstable-if-unmarked$'\x1f'$(general_paths) \
            /usr/bin/cargo build -Zbuild-std=std,panic_abort,test -Zbuild-std-features=optimize_for_size \
            --target "$WASM" --release
    )
    cp "$work/target/$WASM/release/deps/"*.rlib "$place/lib/rustlib/$WASM/lib/"
    rm -f "$place/lib/rustlib/$WASM/lib/"libempty-*
    local part
    for part in /usr/lib/rustlib/*; do
        [ "$(basename "$part")" = "$WASM" ] || ln -sfn "$part" "$place/lib/rustlib/$(basename "$part")"
    done
    # The wrapper makes this sysroot the compiler's default, so that cargo and wasm-pack need no word of it.
    # shellcheck disable=SC2016
    printf '#!/bin/sh\nexec /usr/bin/rustc --sysroot "$(dirname "$0")/.." "$@"\n' >"$place/bin/rustc"
    chmod +x "$place/bin/rustc"
    ln -sfn /usr/bin/cargo "$place/bin/cargo"
    rm -rf "$work"
    touch "$place/complete"
}

# Compiler flags, joined as CARGO_ENCODED_RUSTFLAGS wants them, that write this machine's paths as general ones: the
# module holds the source paths of its panics, and must come out the same wherever it is built.
general_paths() {
    local crates flags="--remap-path-prefix=$ROOT=verbatim"
    for crates in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*; do
        flags+=$'\x1f'"--remap-path-prefix=$crates=crates"
    done
    printf '%s' "$flags"
}

# with_wasm_rust COMMAND…: runs it with the WebAssembly compiler first on PATH, in a target folder of its own: two
# compilers in one folder would rebuild everything at each turn.
with_wasm_rust() {
    (
        PATH=$(wasm_bindgen_place)/bin:$(tool_place wasm-pack "$WASM_PACK")/bin:$PATH
        has_own_linker || export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld
        [ "$WASM_RUST" != debian ] || PATH=$(debian_sysroot)/bin:$PATH
        unset RUSTFLAGS RUSTUP_TOOLCHAIN
        export PATH CARGO_TARGET_DIR=$TARGET/wasm
        CARGO_ENCODED_RUSTFLAGS=$(general_paths)
        export CARGO_ENCODED_RUSTFLAGS
        "$@"
    )
}

# The tools below are kept one folder each, named after their version.
tool_place() { printf '%s/%s-%s\n' "$CACHE" "$1" "$2"; }

# build_tool CRATE VERSION [LEVEL]: builds a crate's programs from source. They run for moments, so their own speed matters less
# than the time to build them. With the dependencies its authors locked; where a mirror lacks one of those, with the
# nearest that fit.
build_tool() {
    local crate=$1 version=$2 level=${3:-0} place
    place=$(tool_place "$crate" "$version")
    (
        export CARGO_TARGET_DIR=$place/work CARGO_PROFILE_RELEASE_OPT_LEVEL=$level CARGO_PROFILE_RELEASE_LTO=off \
            CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
        unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS CARGO_BUILD_TARGET
        cargo install --locked --force --root "$place" --version "$version" "$crate" ||
            cargo install --force --root "$place" --version "$version" "$crate"
    )
    rm -rf "$place/work"
}

wasm_bindgen_version() {
    awk '$1 == "name" && $3 == "\"wasm-bindgen\"" { getline; gsub(/"/, "", $3); print $3 }' Cargo.lock
}

wasm_bindgen_place() { tool_place wasm-bindgen-cli "$(wasm_bindgen_version)"; }

# The program must be of the very version that Cargo.lock names: the two share a private format.
has_wasm_bindgen() {
    local version
    version=$(wasm_bindgen_version)
    [ -x "$(wasm_bindgen_place)/bin/wasm-bindgen-test-runner" ] ||
        { have wasm-bindgen-test-runner && [ "$({ wasm-bindgen --version 2>/dev/null || true; } | version_in)" = "$version" ]; }
}

# Optimised a little, for it works through the whole module at every build.
build_wasm_bindgen() { build_tool wasm-bindgen-cli "$(wasm_bindgen_version)" 1; }

has_wasm_pack() {
    [ -x "$(tool_place wasm-pack "$WASM_PACK")/bin/wasm-pack" ] ||
        { have wasm-pack && at_least "$(wasm-pack --version | version_in)" 0.13; }
}

build_wasm_pack() { build_tool wasm-pack "$WASM_PACK"; }

build_geckodriver() { build_tool geckodriver "$GECKODRIVER_VERSION"; }
