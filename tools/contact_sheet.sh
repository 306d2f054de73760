#!/bin/sh
# Make a contact sheet (PNG) of the pages of a PDF: contact_sheet.sh IN.pdf UIT.png
set -eu
map=$(mktemp -d)
pdftoppm -r 55 -png "$1" "$map/p"
montage "$map"/p-*.png -tile 3x -geometry +8+8 -background '#777777' "$2"
rm -r "$map"
