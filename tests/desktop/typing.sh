#!/bin/sh
# Runs inside a session bus and an X display: types Chinese through IBus and libpinyin into the window, as a clerk does.
# $1: python; $2: data directory; $3: a file with forms. Ends when the window is closed and everything is on disk.
set -u
HOME=$(mktemp -d) && export HOME XDG_RUNTIME_DIR="$HOME" && chmod 700 "$HOME"
unset IBUS_ADDRESS
openbox >/dev/null 2>&1 &
manager=$!
ibus-daemon -x -r >/dev/null 2>&1 &
daemon=$!
wait_for() {   # $1: what is waited for; then a command that succeeds once it is there
    said=$1 tries=0
    shift
    until "$@" >/dev/null 2>&1; do
        tries=$((tries + 1))
        [ $tries -lt 120 ] || { echo "not there: $said"; exit 3; }
        sleep 0.25
    done
}
has_address() {
    IBUS_ADDRESS=$(ibus address)
    case $IBUS_ADDRESS in unix:*) export IBUS_ADDRESS ;; *) return 1 ;; esac
}
has_engine() {   # its own exit status says nothing
    ibus engine libpinyin
    [ "$(ibus engine)" = libpinyin ]
}
wait_for 'the input method' has_address
QT_IM_MODULE=ibus QT_QPA_PLATFORM=xcb "$1" -m perfeval_gui --data "$2" "$3" &
program=$!
wait_for 'the window' xdotool search --onlyvisible --name 绩效自评表编辑器
sleep 2
window=$(xdotool search --onlyvisible --name 绩效自评表编辑器 | tail -n 1)
xdotool windowactivate --sync "$window"
wait_for 'the engine' has_engine
sleep 0.5
# The name of the project: two syllables, with a pause in which the draft is saved in mid-composition.
xdotool type --delay 120 pei
sleep 2
xdotool type --delay 120 xun
sleep 0.7
xdotool key space
sleep 0.5
xdotool key Return
sleep 0.5
# The cell below: a sign that the input method commits at once, without composing it first.
xdotool key comma
sleep 0.7
xdotool key Return
sleep 0.5
# The editor is still open when Ctrl+Q closes the window.
xdotool key ctrl+Home
xdotool type --delay 120 danwei
sleep 0.7
xdotool key space
sleep 0.5
xdotool key ctrl+q
wait $program
status=$?
kill $daemon $manager 2>/dev/null
rm -rf "$HOME"
exit $status
