# shellcheck shell=bash
# The build: the module from Rust, then the folders and archives that a browser installs.

# What rustc emits for WebAssembly by default; wasm-opt must be told, for the module no longer says so itself.
WASM_FEATURES="--enable-bulk-memory --enable-nontrapping-float-to-int --enable-reference-types --enable-sign-ext --enable-mutable-globals --enable-multivalue"

# Measured with tests/bench on 40 articles, round by round against z (module KB raw / gzip -9; reading, median page and p95s):
# z 847/387; s 957/429, 1.8 and 2.6 times as fast; 2 1050/452; 3 1126/476, 1.9 and 3.1 times as fast. Dependencies at z beside s: 14 KB less.
MODULE_LEVEL=s

wasm_stamp() {
    printf '%s %s %s\n' "$MODULE_LEVEL" "$(digest Cargo.toml Cargo.lock src scripts/dist.sh scripts/rust.sh package-lock.json)" \
        "$(with_wasm_rust rustc --version)"
}

has_module() {
    [ -e "$TARGET/module/stamp" ] && [ "$(cat "$TARGET/module/stamp")" = "$(wasm_stamp)" ]
}

build_module() {
    local stamp packed=$TARGET/module/packed
    stamp=$(wasm_stamp)
    rm -rf "$TARGET/module"
    mkdir -p "$packed"
    # The crates first, so that their place is known to general_paths.
    cargo fetch --locked
    CARGO_PROFILE_RELEASE_OPT_LEVEL=$MODULE_LEVEL with_wasm_rust \
        wasm-pack build --release --target web --no-opt --no-typescript --no-pack \
        --out-dir "$packed" --out-name verbatim "$ROOT" -- --locked
    # With the functions' names kept beside it: the benchmark tells what the module is made of.
    # shellcheck disable=SC2086
    node_modules/.bin/wasm-opt -Os -g --strip-producers $WASM_FEATURES "$packed/verbatim_bg.wasm" -o "$TARGET/module/named.wasm"
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
}

where_to_load() {
    cat <<END

  Chromium: chrome://extensions, Developer mode, Load unpacked, choose dist/chrome
  Firefox:  about:debugging#/runtime/this-firefox, Load Temporary Add-on, choose dist/firefox/manifest.json
  Or let ./build.sh demo show it.
END
}
