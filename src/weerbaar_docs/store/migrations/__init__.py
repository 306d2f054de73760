# SPDX-License-Identifier: EUPL-1.2
"""The migrations of the store, in the package so that a wheel carries them."""
