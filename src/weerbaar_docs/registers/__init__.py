# SPDX-License-Identifier: EUPL-1.2
"""The registers in the store: medewerkers and holders, werkgevers with their contactpunten, pinned keys.

Each function takes the Act in which it happens, so that its line of the audit log commits with it. What a row says is in
its sealed part; the columns beside it serve constraints and are compared with it whenever the row is read.
"""
