-- SPDX-License-Identifier: EUPL-1.2
-- ;;
CREATE TABLE verhoging (
	indiening TEXT NOT NULL,
	nummer INTEGER NOT NULL,
	dossier TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	blob_sha256 TEXT NOT NULL,
	gegevens BLOB NOT NULL,
	gemaakt_op TEXT NOT NULL,
	CONSTRAINT pk_verhoging PRIMARY KEY (indiening, nummer),
	CONSTRAINT ck_verhoging_sha256 CHECK (length(sha256) = 64),
	CONSTRAINT ck_verhoging_blob_sha256 CHECK (length(blob_sha256) = 64),
	CONSTRAINT ck_verhoging_gegevens_verzegeld CHECK (lower(hex(substr(gegevens, 1, 4))) = '57445631'),
	CONSTRAINT ck_verhoging_nummer CHECK (nummer > 0),
	CONSTRAINT fk_verhoging_indiening FOREIGN KEY(indiening) REFERENCES indiening (id)
)
 WITHOUT ROWID,
 STRICT
-- ;;
CREATE TRIGGER wd_verhoging_dubbel_insert BEFORE INSERT ON verhoging FOR EACH ROW WHEN EXISTS (SELECT 1 FROM verhoging WHERE (indiening = NEW.indiening AND nummer = NEW.nummer)) BEGIN SELECT RAISE(ABORT, 'OPSLAG-DUBBEL'); END
-- ;;
CREATE TRIGGER wd_verhoging_blijvend_update BEFORE UPDATE ON verhoging FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'OPSLAG-BLIJVEND'); END
-- ;;
CREATE TRIGGER wd_verhoging_blijvend_delete BEFORE DELETE ON verhoging FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'OPSLAG-BLIJVEND'); END
