#!/bin/sh
# Runs inside an X display with a window manager: presses every key of the commands as a real keyboard does.
# $1: python; $2: the script that presses; then its arguments.
set -u
openbox >/dev/null 2>&1 &
manager=$!
QT_QPA_PLATFORM=xcb "$@"
status=$?
kill $manager 2>/dev/null
exit $status
