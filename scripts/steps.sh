# shellcheck shell=bash
# How a step is told and run: what it does, skipped when done, and on failure the one thing to do.

if [ -t 1 ]; then
    BOLD=$'\e[1m' DIM=$'\e[2m' PLAIN=$'\e[0m'
else
    BOLD='' DIM='' PLAIN=''
fi

heading() { printf '\n%s%s%s\n' "$BOLD" "$1" "$PLAIN"; }
ok() { printf '  ok     %s\n' "$1"; }
note() { printf '  note   %s\n' "$1"; }

# stop WHAT DO [STATUS]: one line for what went wrong, one for the thing to do.
stop() {
    printf '\n  %sstopped%s %s\n  to do:  %s\n' "$BOLD" "$PLAIN" "$1" "$2" >&2
    exit "${3:-1}"
}

need_file() {
    [ -e "$1" ] || stop "$1 is missing." "git checkout -- $1"
}

# step NAME CHECK ACTION TITLE HINT [WAIT]: runs ACTION unless CHECK holds already, its output in LOGS/NAME.log; stops
# with HINT if ACTION fails or CHECK does not hold afterwards. CHECK and ACTION are functions without arguments; WAIT says
# how long a first run takes.
step() {
    local name=$1 check=$2 action=$3 title=$4 hint=$5 wait=${6:+ ($6)}
    if "$check"; then
        ok "$title"
        return
    fi
    local log=$LOGS/$name.log begun=$SECONDS status=0
    printf '  now    %s%s …\n' "$title" "$wait"
    # In a subshell of its own, outside any condition, so that `set -e` holds inside ACTION.
    set +e
    (
        set -e
        "$action"
    ) >"$log" 2>&1
    status=$?
    set -e
    if [ "$status" -eq 0 ] && "$check"; then
        printf '  done   %s %s(%d s)%s\n' "$title" "$DIM" $((SECONDS - begun)) "$PLAIN"
        return
    fi
    printf '\n' >&2
    tail -n 15 "$log" | sed 's/^/         | /' >&2
    stop "$title: failed; everything it printed is in $log" "$hint"
}

have() { command -v "$1" >/dev/null 2>&1; }

# first_of NAME…: the first that is a program here, as a full path; fails if none is.
first_of() {
    local name
    for name in "$@"; do
        if [ -n "$name" ] && have "$name"; then
            command -v "$name"
            return
        fi
    done
    return 1
}

# at_least HAVE WANT: whether dotted version HAVE is WANT or later.
at_least() {
    [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}

# The first dotted number in what is read.
version_in() { grep -oE '[0-9]+(\.[0-9]+)+' | head -n 1 || true; }

# digest PATH…: one hash over every file at or below the paths, names and contents; paths that do not exist are left out.
digest() {
    local path paths=()
    for path in "$@"; do
        [ ! -e "$path" ] || paths+=("$path")
    done
    find "${paths[@]}" -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1
}
