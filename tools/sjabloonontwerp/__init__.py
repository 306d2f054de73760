# SPDX-License-Identifier: EUPL-1.2
"""The shipped design of the Word templates: a module for each kind of document."""
