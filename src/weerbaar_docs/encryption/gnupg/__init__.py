# SPDX-License-Identifier: EUPL-1.2
"""GnuPG as back end: a ring of pinned OpenPGP keys in a short home of its own.

What python-gnupg makes of gpg's answers is not used. The status bytes are read here, split at newlines only, and the return
code, the signer and the recipients are judged afterwards. gpg runs with options and an environment of its own, within a time.
"""

from weerbaar_docs.encryption.gnupg.examining import Onderzoek, Zelfhandtekening, examine
from weerbaar_docs.encryption.gnupg.ring import Sleutelring

__all__ = ["Onderzoek", "Sleutelring", "Zelfhandtekening", "examine"]
