# SPDX-License-Identifier: EUPL-1.2
"""Write the Word files of tests/corpus/ anew; those of LibreOffice Writer only where that is installed.

    PYTHONPATH=tests .venv/bin/python tools/make_corpus.py [name ...]

The files stay in the repository because another LibreOffice writes other ones: a test needs the same bytes every time.
"""

from __future__ import annotations

import sys


import corpusmaker

if __name__ == "__main__":
    for name, docx in corpusmaker.made(set(sys.argv[1:])):
        (corpusmaker.FOLDER / f"{name}.docx").write_bytes(docx)
