# SPDX-License-Identifier: EUPL-1.2
"""Sequoia as back end, in this process: the extra `weerbaar-docs[sequoia]`.

pysequoia encrypts to certificates that are expired or revoked without a word. So it is given nothing before our own policy
has judged the certificate, and then only the one key of it that was chosen; what it made is read back.

It has no cards and no gpg-agent, opens no compressed message, reads a large file only from a disk and opens none of more than 8 MB as such, and does not tell when the
signature in an encrypted message was set: who needs one of these uses `gnupg`.
"""

from weerbaar_docs.encryption.sequoia.ring import Sequoiaring

__all__ = ["Sequoiaring"]
