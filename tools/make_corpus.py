# SPDX-License-Identifier: EUPL-1.2
"""Write the Word files of tests/corpus/ anew (those of Writer need LibreOffice), or measure them for corpus.toml.

    PYTHONPATH=tests .venv/bin/python tools/make_corpus.py [name ...]
    PYTHONPATH=tests .venv/bin/python tools/make_corpus.py --tabel

The files stay in the repository because another LibreOffice writes other ones: a test needs the same bytes every time.
"""

from __future__ import annotations

import sys

import corpusmaker
import corpustabel

if __name__ == "__main__":
    if sys.argv[1:] == ["--tabel"]:
        corpustabel.write_table()
    else:
        for name, docx in corpusmaker.made(set(sys.argv[1:])):
            (corpusmaker.FOLDER / f"{name}.docx").write_bytes(docx)
