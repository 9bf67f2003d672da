#!/usr/bin/env bash
# What `batch` looks like to somebody who sits before it, with tmux for the terminal: batch_in_tmux.sh PROGRAM
# Time plays no part: the endpoint is frozen where something is to be looked at, and every wait is for a text.
# Prints "ok NAME" or "FAIL NAME" for each check.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/../../script/lib.sh"
program=$1
scratch=$(mktemp -d)
status=0
window=0
pane=

source "$here/tmux.sh"
freeze() { kill -STOP "$endpoint_pid"; }
thaw() { kill -CONT "$endpoint_pid"; }
clean_up() {
  terminal kill-server 2>/dev/null
  thaw 2>/dev/null
  stop_endpoint
  rm -rf "$scratch"
}
trap clean_up EXIT

unset "${!AWS_@}" "${!ANTHROPIC_@}" NO_COLOR TMUX http_proxy https_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY
export HOME=$scratch AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=TMUXKEY AWS_SECRET_ACCESS_KEY=tmuxsecret
export AWS_EC2_METADATA_DISABLED=true
start_endpoint "$program" "$scratch/endpoint.log" --access-key "$AWS_ACCESS_KEY_ID" \
  --secret-key "$AWS_SECRET_ACCESS_KEY" || { echo "FAIL batch in tmux: no endpoint"; exit 1; }
export AWS_ENDPOINT_URL_BEDROCK_RUNTIME=$endpoint_url

# type_in COLUMNS COMMAND: has a shell run it in a new window, which stays when it has ended. What the terminal is
# sent is kept in raw.
type_in() {
  terminal kill-server 2>/dev/null
  window=$((window + 1))
  rm -f "$scratch/raw"
  printf 'trap : INT\nread -r _\n%s\necho "exit code ${PIPESTATUS[0]}"\nread -r _\n' "$2" >"$scratch/typed"
  terminal new-session -d -x "$1" -y 40 bash "$scratch/typed"
  terminal pipe-pane "cat >>'$scratch/raw'"
  terminal send-keys Enter
}

# see_other_than COUNTS: waits until it has gone on
see_other_than() {
  while [ "$(grep -oE '[0-9]+/400' <<<"$pane")" = "$1" ] && see '/400  '; do :; done
}
ctrl_c() { terminal send-keys C-c; }

# check NAME COMMAND…: with the terminal's lines if it fails
check() {
  local name=$1
  shift
  if "$@"; then
    echo "ok batch in tmux: $name"
  else
    echo "FAIL batch in tmux: $name"
    printf '%s\n' "--- $name: $*" "$pane" "$(cat -v "$scratch/raw" 2>/dev/null)" >&2
    status=1
  fi
}
shown() { grep -qE "$1" <<<"$pane"; }
not_shown() { ! shown "$1"; }
one_bar() { [ "$(grep -cE '^\[[#-]+\] |/400 ' <<<"$pane")" = 1 ]; }
results() { wc -l <"$scratch/out.jsonl"; }

# 400 lines, the first of them broken.
{
  echo 'broken'
  for number in $(seq 2 400); do printf '{"id": "q-%d", "prompt": "question %d"}\n' "$number" "$number"; done
} >"$scratch/in.jsonl"
cp "$scratch/in.jsonl" "$scratch/in.before"
batch="'$program' batch '$scratch/in.jsonl' -o '$scratch/out.jsonl' --concurrency 4"
bar='^\[#*-+\] +[0-9]+ %  [0-9]+/400  [0-9.]+/s  '

type_in 120 "$batch --rate 5"
check "a bar with rate, tokens, cost, failures and time left" \
  see "$bar[0-9]+ tokens in, [0-9]+ out  ~\\\$0\.[0-9]+  1 failed  [0-9] in flight  [0-9:]+( s)? left\$"
freeze
check "it says what is in flight" see '  4 in flight'
check "it is one line, written over" one_bar
ctrl_c
check "Ctrl-C waits for what is in flight" see '^finishing 4 calls in flight; Ctrl-C again stops at once$'
check "and keeps the program until it is there" not_shown '^exit code'
before=$(results)
thaw
check "then it ends with 130" see '^exit code 130$'
check "what was in flight is kept" [ "$(results)" = $((before + 4)) ]
check "the summary says what is left" shown "^400 lines: $((before + 3)) succeeded, 1 failed, $((396 - before)) left\$"
check "no bar is left behind" not_shown '^\[[#-]+\]'

before=$(results)
type_in 80 "$batch --rate 5"
check "the same command goes on from there" see "$bar"
for round in 1 2 3; do see_other_than "$(grep -oE '[0-9]+/400' <<<"$pane")"; done
check "on 80 columns it is one line, too" one_bar
freeze
terminal resize-window -x 120
check "it makes use of a wider window" see '  4 in flight'
ctrl_c
check "Ctrl-C once" see '^finishing 4 calls in flight; Ctrl-C again stops at once$'
ctrl_c
check "Ctrl-C twice stops at once" see '^exit code 130$'
check "and says so" shown '^stopped$'
check "what was in flight is left" shown '^400 lines: .* 1 failed .*, [0-9]+ left$'
thaw

type_in 80 "$batch 2>&1 | tee '$scratch/piped'"
check "after both it goes on in a pipe" see '^exit code 23$'
check "a pipe gets lines" grep -qE '^[0-9]+/400  [0-9]+/s  ' "$scratch/piped"
check "and no bar" not_shown '^\[[#-]+\]'
check "and nothing that steers a terminal" [ -z "$(tr -d '\040-\176\n' <"$scratch/piped")" ]
check "every line has one result" \
  [ "$(sed -E 's/^\{"line":([0-9]+),.*/\1/' "$scratch/out.jsonl" | sort -n | tr '\n' ' ')" = "$(seq 400 | tr '\n' ' ')" ]
check "the input is as it was" cmp -s "$scratch/in.jsonl" "$scratch/in.before"

rm "$scratch/out.jsonl" "$scratch/out.failed.jsonl"
type_in 80 "NO_COLOR=1 $batch"
check "NO_COLOR on a terminal: it ends well" see '^exit code 23$'
check "NO_COLOR on a terminal: lines" shown '^400/400  [0-9]+/s  '
check "NO_COLOR on a terminal: no bar" not_shown '^\[[#-]+\]'
check "NO_COLOR on a terminal: nothing that steers it" [ -z "$(tr -d '\040-\176\r\n' <"$scratch/raw")" ]
exit "$status"
