-- SPDX-License-Identifier: EUPL-1.2
-- ;;
CREATE TABLE indiening (
	id TEXT NOT NULL,
	dossier TEXT NOT NULL,
	versie INTEGER NOT NULL,
	rapport_sha256 TEXT NOT NULL,
	status TEXT NOT NULL,
	ontvangen_op TEXT NOT NULL,
	gewijzigd_op TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	gegevens BLOB NOT NULL,
	CONSTRAINT pk_indiening PRIMARY KEY (id),
	CONSTRAINT ck_indiening_rapport_sha256 CHECK (length(rapport_sha256) = 64),
	CONSTRAINT ck_indiening_status CHECK (status IN ('ontvangen', 'besloten')),
	CONSTRAINT ck_indiening_sha256 CHECK (length(sha256) = 64),
	CONSTRAINT ck_indiening_gegevens_verzegeld CHECK (lower(hex(substr(gegevens, 1, 4))) = '57445631'),
	CONSTRAINT ck_indiening_id CHECK (length(id) = 34 AND id LIKE 'O-%'),
	CONSTRAINT ck_indiening_dossier CHECK (length(dossier) = 34 AND dossier LIKE 'D-%')
)
 WITHOUT ROWID,
 STRICT
-- ;;
CREATE TABLE toetsstuk (
	indiening TEXT NOT NULL,
	soort TEXT NOT NULL,
	dossier TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	blob_sha256 TEXT NOT NULL,
	gemaakt_op TEXT NOT NULL,
	CONSTRAINT pk_toetsstuk PRIMARY KEY (indiening, soort),
	CONSTRAINT ck_toetsstuk_sha256 CHECK (length(sha256) = 64),
	CONSTRAINT ck_toetsstuk_blob_sha256 CHECK (length(blob_sha256) = 64),
	CONSTRAINT ck_toetsstuk_soort CHECK (soort IN ('indiening', 'besluitpakket')),
	CONSTRAINT fk_toetsstuk_indiening FOREIGN KEY(indiening) REFERENCES indiening (id)
)
 WITHOUT ROWID,
 STRICT
-- ;;
CREATE TRIGGER wd_indiening_dubbel_insert BEFORE INSERT ON indiening FOR EACH ROW WHEN EXISTS (SELECT 1 FROM indiening WHERE (id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'OPSLAG-DUBBEL'); END
-- ;;
CREATE TRIGGER wd_indiening_indiening_update BEFORE UPDATE ON indiening FOR EACH ROW WHEN OLD.status = 'besloten' OR NEW.id <> OLD.id OR NEW.dossier <> OLD.dossier OR NEW.versie <> OLD.versie OR NEW.rapport_sha256 <> OLD.rapport_sha256 OR NEW.ontvangen_op <> OLD.ontvangen_op BEGIN SELECT RAISE(ABORT, 'OPSLAG-INDIENING'); END
-- ;;
CREATE TRIGGER wd_indiening_blijvend_delete BEFORE DELETE ON indiening FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'OPSLAG-BLIJVEND'); END
-- ;;
CREATE TRIGGER wd_toetsstuk_dubbel_insert BEFORE INSERT ON toetsstuk FOR EACH ROW WHEN EXISTS (SELECT 1 FROM toetsstuk WHERE (indiening = NEW.indiening AND soort = NEW.soort)) BEGIN SELECT RAISE(ABORT, 'OPSLAG-DUBBEL'); END
-- ;;
CREATE TRIGGER wd_toetsstuk_blijvend_update BEFORE UPDATE ON toetsstuk FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'OPSLAG-BLIJVEND'); END
-- ;;
CREATE TRIGGER wd_toetsstuk_blijvend_delete BEFORE DELETE ON toetsstuk FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'OPSLAG-BLIJVEND'); END
