-- SPDX-License-Identifier: EUPL-1.2
-- ;;
CREATE TABLE herstelbesluit (
	besluit TEXT NOT NULL,
	medewerker TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	gegevens BLOB NOT NULL,
	vastgelegd_op TEXT NOT NULL,
	CONSTRAINT pk_herstelbesluit PRIMARY KEY (besluit, medewerker),
	CONSTRAINT ck_herstelbesluit_sha256 CHECK (length(sha256) = 64),
	CONSTRAINT ck_herstelbesluit_gegevens_verzegeld CHECK (lower(hex(substr(gegevens, 1, 4))) = '57445631'),
	CONSTRAINT ck_herstelbesluit_besluit CHECK (length(besluit) = 64),
	CONSTRAINT fk_herstelbesluit_medewerker FOREIGN KEY(medewerker) REFERENCES medewerker (id)
)
 WITHOUT ROWID,
 STRICT
-- ;;
CREATE TRIGGER wd_herstelbesluit_dubbel_insert BEFORE INSERT ON herstelbesluit FOR EACH ROW WHEN EXISTS (SELECT 1 FROM herstelbesluit WHERE (besluit = NEW.besluit AND medewerker = NEW.medewerker)) BEGIN SELECT RAISE(ABORT, 'OPSLAG-DUBBEL'); END
-- ;;
CREATE TRIGGER wd_herstelbesluit_blijvend_update BEFORE UPDATE ON herstelbesluit FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'OPSLAG-BLIJVEND'); END
-- ;;
CREATE TRIGGER wd_herstelbesluit_blijvend_delete BEFORE DELETE ON herstelbesluit FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'OPSLAG-BLIJVEND'); END
