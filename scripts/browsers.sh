# shellcheck shell=bash
# The browsers the extension is shown and tested in, and their drivers. A name given in the environment wins.

OLDEST_FIREFOX=140

find_chromium() {
    if [ -n "${CHROMIUM:-}" ]; then
        first_of "$CHROMIUM"
        return
    fi
    first_of chromium chromium-browser google-chrome-stable google-chrome \
        '/Applications/Chromium.app/Contents/MacOS/Chromium' \
        '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
}

find_chromedriver() { first_of "${CHROMEDRIVER:-}" chromedriver /usr/lib/chromium/chromedriver; }

find_firefox() {
    local found
    for found in ${FIREFOX:-firefox firefox-esr /Applications/Firefox.app/Contents/MacOS/firefox}; do
        if have "$found" && at_least "$(firefox_version "$found")" "$OLDEST_FIREFOX"; then
            command -v "$found"
            return
        fi
    done
    return 1
}

# A browser started as root may not write into another person's home; asking its version needs none.
firefox_version() { { MOZ_HEADLESS=1 "$1" --version 2>/dev/null || true; } | version_in; }

find_geckodriver() {
    first_of "${GECKODRIVER:-}" "$(tool_place geckodriver "$GECKODRIVER_VERSION")/bin/geckodriver" geckodriver
}

has_geckodriver() { find_geckodriver >/dev/null; }

has_epubcheck() { [ -e "${EPUBCHECK:-/usr/share/java/epubcheck.jar}" ] || ! have apt-get; }

# Text needs at least one font; a bare machine may have none, and every screenshot would be boxes.
has_fonts() { ! have fc-list || [ -n "$(fc-list | head -n 1)" ]; }

# webdriver.json tells wasm-pack's test runner which Chromium to drive. Root, as in a container, has no sandbox.
write_webdriver() {
    local chromium arguments='"--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking"'
    chromium=$(find_chromium) || return 0
    [ "$(id -u)" -ne 0 ] || arguments="$arguments, \"--no-sandbox\""
    cat >"$TARGET/webdriver.json" <<END
{
  "goog:chromeOptions": {
    "binary": "$chromium",
    "args": [$arguments]
  }
}
END
    cmp -s "$TARGET/webdriver.json" webdriver.json || cp "$TARGET/webdriver.json" webdriver.json
}

# with_browsers COMMAND…: runs it with what was found in the environment, as the Node scripts expect it.
with_browsers() {
    CHROMIUM=$(find_chromium || true) CHROMEDRIVER=$(find_chromedriver || true) \
        FIREFOX=$(find_firefox || true) GECKODRIVER=$(find_geckodriver || true) \
        DIST=$DIST ROOT=$ROOT TARGET=$TARGET "$@"
}
