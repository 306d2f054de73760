# SPDX-License-Identifier: EUPL-1.2
"""A file of recipients and a neutral letter -> a letter for each of them, on all cores, resumable, with a report per recipient.

1. `ontvangers` reads JSON, CSV or XLSX and refuses the whole file for one fault in it: nothing is made of half a list.
2. `voorbereiden` checks all else that the letters need (contactpunt, huisstijl, keys) and gives the Serie.
3. `werker` makes letters in processes of their own, in small lots, so that memory stays as it is from 10 to 10,000.
4. `journaal` notes each letter that is on the disk; what was not noted is made again, with the same bytes.
5. `drukwerk` joins the letters to print; `serie` runs it all.
"""

from weerbaar_docs.serie.ontvangers import read_ontvangers
from weerbaar_docs.serie.serie import Serie, Uitkomst, run_serie
from weerbaar_docs.serie.voorbereiden import prepare_serie

__all__ = ["Serie", "Uitkomst", "prepare_serie", "read_ontvangers", "run_serie"]
