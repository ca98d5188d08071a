#!/bin/sh
# Runs inside a session bus and an X display: lets a screen reader's library read the window.
# $1: python; $2: data directory; $3: a file with forms; $4: the reading program.
set -u
openbox >/dev/null 2>&1 &
manager=$!
QT_QPA_PLATFORM=xcb QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 "$1" -m perfeval_gui --data "$2" "$3" >/dev/null 2>&1 &
program=$!
/usr/bin/python3 "$4"
status=$?
kill $program
wait $program 2>/dev/null
kill $manager 2>/dev/null
exit $status
