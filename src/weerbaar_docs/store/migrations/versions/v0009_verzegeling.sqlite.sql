-- SPDX-License-Identifier: EUPL-1.2
-- ;;
CREATE TABLE levering (
	id TEXT NOT NULL,
	dossier TEXT NOT NULL,
	toestemming TEXT NOT NULL,
	vaststelling_sha256 TEXT NOT NULL,
	eind_sha256 TEXT NOT NULL,
	route TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	vertrouwelijkheidaanduiding TEXT NOT NULL,
	versleuteld BLOB,
	status TEXT NOT NULL,
	gemaakt_op TEXT NOT NULL,
	gewijzigd_op TEXT NOT NULL,
	CONSTRAINT pk_levering PRIMARY KEY (id),
	CONSTRAINT ck_levering_vaststelling_sha256 CHECK (length(vaststelling_sha256) = 64),
	CONSTRAINT ck_levering_eind_sha256 CHECK (length(eind_sha256) = 64),
	CONSTRAINT ck_levering_route CHECK (route IN ('via_ccv', 'op_papier')),
	CONSTRAINT ck_levering_sha256 CHECK (length(sha256) = 64),
	CONSTRAINT ck_levering_status CHECK (status IN ('verzegeld', 'gestaakt')),
	CONSTRAINT ck_levering_gestaakt CHECK ((status = 'gestaakt') = (versleuteld IS NULL)),
	CONSTRAINT fk_levering_dossier_vaststelling_sha256_eind_sha256 FOREIGN KEY(dossier, vaststelling_sha256, eind_sha256) REFERENCES besluit (dossier, vaststelling_sha256, eind_sha256),
	CONSTRAINT fk_levering_toestemming_dossier_vaststelling_sha256_eind_sha256_route FOREIGN KEY(toestemming, dossier, vaststelling_sha256, eind_sha256, route) REFERENCES toestemming (id, dossier, vaststelling_sha256, eind_sha256, route)
)
 WITHOUT ROWID,
 STRICT
-- ;;
CREATE TRIGGER wd_levering_dubbel_insert BEFORE INSERT ON levering FOR EACH ROW WHEN EXISTS (SELECT 1 FROM levering WHERE (id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'OPSLAG-DUBBEL'); END
-- ;;
CREATE TRIGGER wd_levering_ingetrokken_insert BEFORE INSERT ON levering FOR EACH ROW WHEN EXISTS (SELECT 1 FROM intrekking WHERE toestemming = NEW.toestemming) BEGIN SELECT RAISE(ABORT, 'OPSLAG-INGETROKKEN'); END
-- ;;
CREATE TRIGGER wd_levering_levering_update BEFORE UPDATE ON levering FOR EACH ROW WHEN NEW.id <> OLD.id OR NEW.dossier <> OLD.dossier OR NEW.toestemming <> OLD.toestemming OR NEW.vaststelling_sha256 <> OLD.vaststelling_sha256 OR NEW.eind_sha256 <> OLD.eind_sha256 OR NEW.route <> OLD.route OR NEW.sha256 <> OLD.sha256 OR NEW.vertrouwelijkheidaanduiding <> OLD.vertrouwelijkheidaanduiding OR NEW.gemaakt_op <> OLD.gemaakt_op OR (OLD.status = 'gestaakt' AND NEW.status <> OLD.status) OR (NEW.versleuteld IS NOT NULL AND (OLD.versleuteld IS NULL OR NEW.versleuteld <> OLD.versleuteld)) BEGIN SELECT RAISE(ABORT, 'OPSLAG-LEVERING'); END
-- ;;
CREATE TRIGGER wd_levering_blijvend_delete BEFORE DELETE ON levering FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'OPSLAG-BLIJVEND'); END
