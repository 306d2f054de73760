# SPDX-License-Identifier: EUPL-1.2
"""The tamper-evident log: who did what, when, to what, with what result, from where; readable by anyone, about nobody.

Triggers in the database hinder whoever would change a line; the chain of digests with signed checkpoints outside the
database proves that nobody did. Submodules: `regel` (a line), `chain` (append, verify; `reading` is how), `checkpoint` (signed heads),
`log` (where lines are kept, a Protocol) and `sql` (that Protocol on SQLite and PostgreSQL).
"""
