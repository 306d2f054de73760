# SPDX-License-Identifier: EUPL-1.2
"""`python -m weerbaar_docs.cli` is the command `weerbaar-docs`."""

from weerbaar_docs.cli import main

main()
