# shellcheck shell=bash
# Sourced by what looks at a program in tmux, with the scratch folder of its own and the number of the window.

# Each window has a server of its own: one that was killed may take a while to go.
terminal() { tmux -S "$scratch/socket-$window" -f /dev/null "$@"; }

# see REGEX: waits until a line of the terminal is like it; the whole is in pane then.
see() {
  local deadline=$((SECONDS + 120))
  while pane=$(terminal capture-pane -p) && ! grep -qE "$1" <<<"$pane"; do
    if [ "$SECONDS" -gt "$deadline" ]; then
      printf 'waited for: %s\n' "$1" >&2
      return 1
    fi
    sleep 0.05
  done
}
