# SPDX-License-Identifier: EUPL-1.2
"""One module per schema version, oldest first; its SQL stands beside it and never changes."""
