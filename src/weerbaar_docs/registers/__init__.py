# SPDX-License-Identifier: EUPL-1.2
"""The registers in the store: medewerkers and holders, werkgevers with their contactpunten, pinned keys.

What changes a register takes the Act in which it happens, so that the line of the audit log commits with it; what only reads
takes the connection and the register's key. Set-up, restore, checks and what the commands for keys call take the Opslag and
begin an act themselves. What a row says is in its sealed part; the columns beside it serve constraints and are compared
with it whenever the row is read.
"""
