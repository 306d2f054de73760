#!/bin/sh
# Set up all that `make demo` needs, in this folder: .uv/ (the installer) and .venv/ (everything else); with `tests` also what
# only the tests need. As root on Debian or Ubuntu it installs the missing Debian packages and says so; otherwise it names them.
set -eu

missing=""
command -v gpg >/dev/null 2>&1 && command -v gpg-agent >/dev/null 2>&1 || missing="$missing gnupg"
python3 -c 'import venv, ensurepip' >/dev/null 2>&1 || missing="$missing python3-venv"
if [ "${1:-}" = tests ]; then
    # Templates outside the subset of the embedded engine become a PDF with LibreOffice; its tests are never skipped.
    command -v soffice >/dev/null 2>&1 || missing="$missing libreoffice-writer-nogui"
    /usr/bin/python3 -c 'import uno' >/dev/null 2>&1 || missing="$missing python3-uno"
    # Signatures are checked with other people's tools too, and made with a key on a token.
    command -v pdfsig >/dev/null 2>&1 || missing="$missing poppler-utils"
    command -v sqv >/dev/null 2>&1 || missing="$missing sqv"
    # Sealed messages are read by the programs that a werkgever may have.
    for program in sq sqop rnp; do command -v $program >/dev/null 2>&1 || missing="$missing $program"; done
    # What comes back of a form may have been written anew by any program.
    command -v qpdf >/dev/null 2>&1 || missing="$missing qpdf"
    command -v mutool >/dev/null 2>&1 || missing="$missing mupdf-tools"
    # Copies for a bestuurder go to a real printing system.
    { [ -x /usr/sbin/cupsd ] && command -v lp >/dev/null 2>&1; } || missing="$missing cups-daemon cups-client"
    command -v softhsm2-util >/dev/null 2>&1 || missing="$missing softhsm2"
    [ -e /usr/share/fonts/truetype/croscore/Arimo-Regular.ttf ] || missing="$missing fonts-croscore"
fi

if [ -n "$missing" ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "Ik installeer de ontbrekende Debian-pakketten:$missing"
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
    else
        echo "Er ontbreken pakketten:$missing" >&2
        echo "Op Debian of Ubuntu: sudo apt-get install$missing   (andere systemen: zie README.md)" >&2
        exit 2
    fi
fi

python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Python 3.11 of nieuwer is nodig; dit is $(python3 --version)." >&2
    exit 2
}

if [ ! -x .uv/bin/uv ]; then
    python3 -m venv .uv
    .uv/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
fi
if [ "${1:-}" = tests ] && { [ ! -d tests/npm/node_modules/openpgp ] || [ ! -d tests/npm/node_modules/pdfjs-dist ]; } && command -v npm >/dev/null 2>&1; then
    npm install --prefix tests/npm --no-package-lock --ignore-scripts --no-audit --no-fund --silent --fetch-timeout=30000 --fetch-retries=1 ||
        echo "openpgp.js of pdf.js is niet te installeren: de tests die daarmee lezen, worden overgeslagen." >&2
fi
.uv/bin/uv sync --quiet --all-packages --python python3 --locked
