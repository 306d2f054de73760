-- SPDX-License-Identifier: EUPL-1.2
-- ;;
CREATE TABLE registerstand (
	naam TEXT NOT NULL,
	volgnummer INTEGER NOT NULL,
	mac TEXT NOT NULL,
	CONSTRAINT pk_registerstand PRIMARY KEY (naam),
	CONSTRAINT ck_registerstand_mac CHECK (length(mac) = 64),
	CONSTRAINT ck_registerstand_naam CHECK (naam = 'register')
)
 WITHOUT ROWID,
 STRICT
-- ;;
CREATE TABLE vernietigingsverklaring (
	dossier TEXT NOT NULL,
	sha256 TEXT NOT NULL CONSTRAINT ck_vernietigingsverklaring_sha256 CHECK (length(sha256) = 64),
	gemaakt_op TEXT NOT NULL,
	gegevens BLOB NOT NULL,
	CONSTRAINT pk_vernietigingsverklaring PRIMARY KEY (dossier, sha256),
	CONSTRAINT ck_vernietigingsverklaring_gegevens_verzegeld CHECK (lower(hex(substr(gegevens, 1, 4))) = '57445631'),
	CONSTRAINT fk_vernietigingsverklaring_dossier FOREIGN KEY(dossier) REFERENCES dossier (id)
)
 WITHOUT ROWID,
 STRICT
-- ;;
CREATE TRIGGER wd_registerstand_dubbel_insert BEFORE INSERT ON registerstand FOR EACH ROW WHEN EXISTS (SELECT 1 FROM registerstand WHERE (naam = NEW.naam)) BEGIN SELECT RAISE(ABORT, 'OPSLAG-DUBBEL'); END
-- ;;
CREATE TRIGGER wd_registerstand_stand_update BEFORE UPDATE ON registerstand FOR EACH ROW WHEN NEW.naam <> OLD.naam OR NEW.volgnummer <= OLD.volgnummer BEGIN SELECT RAISE(ABORT, 'OPSLAG-STAND'); END
-- ;;
CREATE TRIGGER wd_registerstand_blijvend_delete BEFORE DELETE ON registerstand FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'OPSLAG-BLIJVEND'); END
-- ;;
CREATE TRIGGER wd_vernietigingsverklaring_dubbel_insert BEFORE INSERT ON vernietigingsverklaring FOR EACH ROW WHEN EXISTS (SELECT 1 FROM vernietigingsverklaring WHERE (dossier = NEW.dossier AND sha256 = NEW.sha256)) BEGIN SELECT RAISE(ABORT, 'OPSLAG-DUBBEL'); END
-- ;;
CREATE TRIGGER wd_vernietigingsverklaring_blijvend_update BEFORE UPDATE ON vernietigingsverklaring FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'OPSLAG-BLIJVEND'); END
-- ;;
CREATE TRIGGER wd_vernietigingsverklaring_blijvend_delete BEFORE DELETE ON vernietigingsverklaring FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'OPSLAG-BLIJVEND'); END
-- ;;
CREATE TRIGGER wd_datasleutel_omhulling_update BEFORE UPDATE ON datasleutel FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'OPSLAG-OMHULLING'); END
-- ;;
CREATE TRIGGER wd_datasleutel_laatste_delete BEFORE DELETE ON datasleutel FOR EACH ROW WHEN NOT EXISTS (SELECT 1 FROM datasleutel WHERE bereik = OLD.bereik AND houder <> OLD.houder) AND NOT EXISTS (SELECT 1 FROM dossier WHERE id = OLD.bereik AND status = 'vernietigd') BEGIN SELECT RAISE(ABORT, 'OPSLAG-LAATSTE'); END
-- ;;
CREATE TRIGGER wd_dossier_verklaring_update BEFORE UPDATE ON dossier FOR EACH ROW WHEN NEW.status = 'vernietigd' AND OLD.status <> NEW.status AND NOT EXISTS (SELECT 1 FROM vernietigingsverklaring WHERE dossier = NEW.id) BEGIN SELECT RAISE(ABORT, 'OPSLAG-VERKLARING'); END
-- ;;
CREATE TRIGGER wd_sjabloon_dubbel_insert BEFORE INSERT ON sjabloon FOR EACH ROW WHEN EXISTS (SELECT 1 FROM sjabloon WHERE (naam = NEW.naam AND versie = NEW.versie)) BEGIN SELECT RAISE(ABORT, 'OPSLAG-DUBBEL'); END
-- ;;
CREATE TRIGGER wd_sjabloon_blijvend_update BEFORE UPDATE ON sjabloon FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'OPSLAG-BLIJVEND'); END
-- ;;
CREATE TRIGGER wd_sjabloon_blijvend_delete BEFORE DELETE ON sjabloon FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'OPSLAG-BLIJVEND'); END
-- ;;
CREATE INDEX IF NOT EXISTS auditregel_registers ON auditregel (volgnummer) WHERE handeling IN ('opslag_ingericht', 'opslag_gemigreerd', 'medewerker_gewijzigd', 'organisatie_gewijzigd', 'contact_gewijzigd', 'contact_gecontroleerd', 'sleutel_gewijzigd', 'vernietigd') AND uitkomst = 'gelukt'
