# shellcheck shell=bash
# The build: the module from Rust, then the folders and archives that a browser installs.

# What rustc emits for WebAssembly by default; wasm-opt must be told, for the module no longer says so itself.
WASM_FEATURES="--enable-bulk-memory --enable-nontrapping-float-to-int --enable-reference-types --enable-sign-ext --enable-mutable-globals --enable-multivalue"

# Measured with tests/bench on 40 pages, round by round (module KB raw / gzip -9; reading against level s): s 598/277; z 513/243, 1.9 times as
# slow; z that inlines what is up to 25 long 522/248, 1.6; up to 75 539/256, 1.3, and 1.1 with capture and drawing. s was over the 550 KB
# that the module may have; z alone saves 17 KB of gzip for a third of the speed. The core has grown by 97 KB since (636/303; 606/290 if up
# to 5 is inlined): no level holds the bound now.
# With 2 the 709/329 of today are 783/359 and a warm reading takes 0.73 of the time, but a press paints no sooner (81 to 101 ms over an empty
# frame with z, 112 and 113 with 2): most of a first reading is run as it was first compiled, and there is more to compile.
MODULE_LEVEL=z
INLINED=75
# wasm-opt on its own puts every function with one caller into it, however long: one of 127 KB came out, which Chromium needed 20 ms to compile
# before the first page was read and 300 ms to compile well. Without those longer than this (in its own nodes): 676 -> 681 KB, gzip 321 -> 307, and
# as fast (0.98 to 1.02 over 30 pages); 200 gives 678/317, 20 gives 684/306 and twice as many functions to compile one by one.
ONE_CALLER=60

wasm_stamp() {
    printf '%s %s %s\n' "$MODULE_LEVEL" "$(digest Cargo.toml Cargo.lock build.rs src scripts/dist.sh scripts/rust.sh package-lock.json)" \
        "$(with_wasm_rust rustc --version)"
}

has_module() {
    [ -e "$TARGET/module/stamp" ] && [ "$(cat "$TARGET/module/stamp")" = "$(wasm_stamp)" ]
}

# compile_plain FOLDER [CARGO ARGUMENT…]: the module as wasm-pack leaves it.
compile_plain() {
    local packed=$1
    shift
    CARGO_ENCODED_RUSTFLAGS=$CARGO_ENCODED_RUSTFLAGS$'\x1f'-Cllvm-args=-inline-threshold=$INLINED \
        CARGO_PROFILE_RELEASE_OPT_LEVEL=$MODULE_LEVEL wasm-pack build --release --target web --no-opt --no-typescript --no-pack \
        --out-dir "$packed" --out-name verbatim "$ROOT" -- --locked "$@"
}

# compile_small FOLDER: the same with a standard library of its own, built for size, in which a panic is a trap and has no
# words (the core has none; a trap is what the reader page answers to): 114 KB less, 48 KB of it gzipped. Needs the library's
# sources and the compiler's unstable options; without them compile_plain does.
compile_small() {
    has_rust_sources || { have rustup && rustup component add rust-src && has_rust_sources; } || return 1
    local flags=$'\x1f-Zunstable-options\x1f-Cpanic=immediate-abort\x1f-Zlocation-detail=none\x1f-Zfmt-debug=none'
    RUSTC_BOOTSTRAP=1 CARGO_ENCODED_RUSTFLAGS=$CARGO_ENCODED_RUSTFLAGS$flags CARGO_TARGET_DIR=$CARGO_TARGET_DIR-small \
        compile_plain "$1" -Zbuild-std=std,panic_abort -Zbuild-std-features=optimize_for_size
}

has_rust_sources() { [ -e "$(rustc --print sysroot)/lib/rustlib/src/rust/library/std/Cargo.toml" ]; }

build_module() {
    local stamp packed=$TARGET/module/packed
    stamp=$(wasm_stamp)
    rm -rf "$TARGET/module"
    mkdir -p "$packed"
    # The crates first, so that their place is known to general_paths.
    cargo fetch --locked
    with_wasm_rust compile_small "$packed" || with_wasm_rust compile_plain "$packed"
    # With the functions' names kept beside it: the benchmark tells what the module is made of.
    # shellcheck disable=SC2086
    node_modules/.bin/wasm-opt -Os -g --strip-producers --one-caller-inline-max-function-size=$ONE_CALLER $WASM_FEATURES "$packed/verbatim_bg.wasm" -o "$TARGET/module/named.wasm"
    # shellcheck disable=SC2086
    node_modules/.bin/wasm-opt --strip-debug $WASM_FEATURES "$TARGET/module/named.wasm" -o "$TARGET/module/verbatim_bg.wasm"
    cp "$packed/verbatim.js" "$TARGET/module/verbatim.js"
    rm -rf "$packed"
    printf '%s\n' "$stamp" >"$TARGET/module/stamp"
}

dist_stamp() { digest extension www scripts/pack.mjs package-lock.json Cargo.toml LICENSE-MIT LICENSE-APACHE "$TARGET/module/verbatim_bg.wasm" "$TARGET/module/verbatim.js"; }

has_dist() {
    [ -e "$DIST/.stamp" ] && [ "$(cat "$DIST/.stamp")" = "$(dist_stamp)" ]
}

pack_dist() {
    node scripts/pack.mjs "$TARGET/module" "$DIST"
    dist_stamp >"$DIST/.stamp"
}

module_size() {
    local module=$TARGET/module/verbatim_bg.wasm
    printf '%d KB, %d KB gzipped' $(($(wc -c <"$module") / 1000)) $(($(gzip -9 -c "$module" | wc -c) / 1000))
}

build_dist() {
    heading "Build"
    step module has_module build_module "WebAssembly module" "mend what the compiler names above, then run ./build.sh again"
    note "module: $(module_size)"
    step dist has_dist pack_dist "dist/chrome, dist/firefox, a zip of each, dist/www" \
        "mend what is named above, then run ./build.sh again"
    checksums
}

where_to_load() {
    cat <<END

  Chromium: chrome://extensions, Developer mode, Load unpacked, choose dist/chrome
  Firefox:  about:debugging#/runtime/this-firefox, Load Temporary Add-on, choose dist/firefox/manifest.json
  Or let ./build.sh demo show it.
END
}
