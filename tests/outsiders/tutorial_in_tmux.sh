#!/usr/bin/env bash
# What `tutorial` looks like to somebody who learns with it, with tmux for the terminal: tutorial_in_tmux.sh PROGRAM
# A lesson with a wrong answer, a hint and a right one; every wait is for a text.
# Prints "ok NAME" or "FAIL NAME" for each check.
set -uo pipefail
program=$1
scratch=$(mktemp -d)
status=0
window=0
pane=

source "$(dirname "${BASH_SOURCE[0]}")/tmux.sh"
clean_up() {
  terminal kill-server 2>/dev/null
  rm -rf "$scratch"
}
trap clean_up EXIT

unset "${!AWS_@}" "${!ANTHROPIC_@}" NO_COLOR TMUX VISUAL EDITOR http_proxy https_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY
export HOME=$scratch LANG=C.UTF-8 LC_ALL=C.UTF-8 AWS_EC2_METADATA_DISABLED=true TMPDIR=$scratch

# begin COLUMNS ARGUMENTS [VARIABLES]: the tutorial in a new window, which stays when it has ended. What the terminal is
# sent is kept in raw.
begin() {
  terminal kill-server 2>/dev/null
  window=$((window + 1))
  rm -f "$scratch/raw"
  printf 'read -r _\n%s %q tutorial %s\necho "exit code $?"\nread -r _\n' "${3:-}" "$program" "$2" >"$scratch/typed"
  terminal -u new-session -d -x "$1" -y 50 bash "$scratch/typed"
  terminal pipe-pane "cat >>'$scratch/raw'"
  terminal send-keys Enter
}

# say PROMPT TEXT: types it once the prompt waits, alone on the last line.
say() {
  local deadline=$((SECONDS + 120))
  while pane=$(terminal capture-pane -p) && [ "$(sed '/^$/d' <<<"$pane" | tail -n 1)" != "$1" ]; do
    [ "$SECONDS" -gt "$deadline" ] && return 1
    sleep 0.05
  done
  terminal send-keys -l "$2"
  terminal send-keys Enter
}

# check NAME COMMAND…: with the terminal's lines if it fails
check() {
  local name=$1
  shift
  if "$@"; then
    echo "ok tutorial in tmux: $name"
  else
    echo "FAIL tutorial in tmux: $name"
    printf '%s\n' "--- $name: $*" "$pane" >&2
    status=1
  fi
}
shown() { grep -qE "$1" <<<"$pane"; }
not_shown() { ! shown "$1"; }
# Whether no word was broken at the right edge: the terminal would have gone on in its last column.
no_full_line() { ! grep -qE "^.{$1}.*[[:alnum:]]$" <<<"$pane"; }

for columns in 80 200; do
  export XDG_STATE_HOME=$scratch/state-$columns
  begin "$columns" ""
  check "$columns columns: the menu" see '^  09 '
  check "$columns columns: it says who answers" shown 'recorded practice material, not Claude'
  check "$columns columns: it says what can be done" shown '^Enter: begin with lesson 00 '
  say 'tutorial>' 01
  check "$columns columns: a lesson's first step" see '^── 01 Basic prompt structure · 1/'
  check "$columns columns: words are whole" no_full_line "$columns"
  say '01>' ''
  check "$columns columns: Enter runs its prompt" see '^== answer \(recorded practice material, not Claude\)$'
  say '01>' 1.1
  check "$columns columns: an exercise" see '^Exercise 1\.1: '
  say '1.1>' 'Count for me!'
  check "$columns columns: a wrong answer" see '^Not yet\. Tries: 1\.$'
  check "$columns columns: where it failed" shown '^✗ .* — '
  check "$columns columns: the hint is offered" see '^Enter: edit .* h: hint '
  say '1.1>' h
  check "$columns columns: the hint" see '^Hint 1 of 2: '
  say '1.1>' e
  check "$columns columns: the prompt stands in the line" see '^1\| Count for me!$'
  terminal send-keys C-u
  say '1|' 'Count from one to three.'
  say '2|' .
  check "$columns columns: a right answer" see '^Solved\.$'
  check "$columns columns: the next step is offered" see '^Enter: next '
  say '1.1>' c
  if [ "$columns" = 200 ]; then
    check "$columns columns: two prompts side by side" see '^before +│ last$'
  else
    check "$columns columns: two prompts one below the other" see '^last$'
  fi
  say '1.1>' m
  check "$columns columns: the menu counts it" see '^> 01 .* 1/3'
  say 'tutorial>' '/system prompt'
  check "$columns columns: the search" see '^#2 '
  say 'tutorial>' q
  check "$columns columns: the end" see '^exit code 0$'
  begin "$columns" ""
  check "$columns columns: it goes on there" see '^Enter: go on with lesson 01 '
  say 'tutorial>' ''
  check "$columns columns: at the same step" see '^✓ Exercise 1\.1: '
done

export XDG_STATE_HOME=$scratch/state-plain
for plain in NO_COLOR=1 TERM=dumb; do
  begin 80 01 "$plain"
  say '01>' r
  check "$plain: it runs" see '^== answer'
  say '01>' q
  check "$plain: it ends" see '^exit code 0$'
  check "$plain: no colours" [ -z "$(grep -aoE $'\x1b\\[[0-9;]*[1-9][0-9]*m' "$scratch/raw")" ]
done

begin 80 "--lang zh"
check "Chinese: the menu" see '提示的基本结构'
check "Chinese: what can be done" see '^回车：'
say 'tutorial>' 1.1
check "Chinese: an exercise" see '^练习 1\.1：'
say '1.1>' q
check "Chinese: the end" see '^exit code 0$'

printf '#!/bin/sh\nexit 1\n' >"$scratch/failing-editor"
chmod +x "$scratch/failing-editor"
begin 80 1.2 "EDITOR='$scratch/failing-editor'"
say '1.2>' E
check "an editor that fails" see '^the editor failed with exit code 1'
say '1.2>' q
check "and the tutorial goes on" see '^exit code 0$'

if command -v vi >/dev/null; then
  begin 80 1.1 "VISUAL=vi"
  say '1.1>' E
  check "vi: the prompt" see '^Hello!$'
  terminal send-keys -l 'GccCount from one to three.'
  terminal send-keys Escape
  terminal send-keys -l ':wq'
  terminal send-keys Enter
  check "vi: what was saved is run" see '^Solved\.$'
  check "vi: its file is gone" [ -z "$(ls -d "$scratch"/claude-bedrock-* 2>/dev/null)" ]
fi
exit "$status"
