-- SPDX-License-Identifier: EUPL-1.2
-- ;;
CREATE TABLE geheim (
	naam TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	inhoud BLOB NOT NULL, 
	CONSTRAINT pk_geheim PRIMARY KEY (naam), 
	CONSTRAINT ck_geheim_sha256 CHECK (length(sha256) = 64), 
	CONSTRAINT ck_geheim_inhoud_verzegeld CHECK (lower(hex(substr(inhoud, 1, 4))) = '57445631')
)
 WITHOUT ROWID,
 STRICT
-- ;;
CREATE TABLE houder (
	id TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	gegevens BLOB NOT NULL, 
	CONSTRAINT pk_houder PRIMARY KEY (id), 
	CONSTRAINT ck_houder_sha256 CHECK (length(sha256) = 64), 
	CONSTRAINT ck_houder_gegevens_verzegeld CHECK (lower(hex(substr(gegevens, 1, 4))) = '57445631')
)
 WITHOUT ROWID,
 STRICT
-- ;;
CREATE TRIGGER wd_geheim_dubbel_insert BEFORE INSERT ON geheim FOR EACH ROW WHEN EXISTS (SELECT 1 FROM geheim WHERE (naam = NEW.naam)) BEGIN SELECT RAISE(ABORT, 'OPSLAG-DUBBEL'); END
-- ;;
CREATE TRIGGER wd_geheim_blijvend_update BEFORE UPDATE ON geheim FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'OPSLAG-BLIJVEND'); END
-- ;;
CREATE TRIGGER wd_geheim_blijvend_delete BEFORE DELETE ON geheim FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'OPSLAG-BLIJVEND'); END
-- ;;
CREATE TRIGGER wd_dossier_bewijs_update BEFORE UPDATE ON dossier FOR EACH ROW WHEN NEW.status <> OLD.status AND ((NEW.status = 'vastgesteld' AND NOT EXISTS (SELECT 1 FROM besluit AS b JOIN dossier_versie AS v ON v.dossier = b.dossier AND v.rapport_sha256 = b.rapport_sha256 WHERE b.dossier = NEW.id AND v.nummer = NEW.versie AND b.uitkomst = 'vastgesteld')) OR (NEW.status = 'toestemming_verleend' AND NOT EXISTS (SELECT 1 FROM besluit AS b JOIN dossier_versie AS v ON v.dossier = b.dossier AND v.rapport_sha256 = b.rapport_sha256 JOIN toestemming AS t ON t.dossier = b.dossier AND t.vaststelling_sha256 = b.vaststelling_sha256 AND t.eind_sha256 = b.eind_sha256 WHERE b.dossier = NEW.id AND v.nummer = NEW.versie AND b.uitkomst = 'vastgesteld' AND NOT EXISTS (SELECT 1 FROM intrekking AS i WHERE i.toestemming = t.id) AND t.route <> 'via_bestuurder')) OR (NEW.status = 'door_bestuurder_zelf_verstrekt' AND NOT EXISTS (SELECT 1 FROM besluit AS b JOIN dossier_versie AS v ON v.dossier = b.dossier AND v.rapport_sha256 = b.rapport_sha256 JOIN toestemming AS t ON t.dossier = b.dossier AND t.vaststelling_sha256 = b.vaststelling_sha256 AND t.eind_sha256 = b.eind_sha256 WHERE b.dossier = NEW.id AND v.nummer = NEW.versie AND b.uitkomst = 'vastgesteld' AND NOT EXISTS (SELECT 1 FROM intrekking AS i WHERE i.toestemming = t.id) AND t.route = 'via_bestuurder')) OR (NEW.status = 'verzonden' AND NOT EXISTS (SELECT 1 FROM besluit AS b JOIN dossier_versie AS v ON v.dossier = b.dossier AND v.rapport_sha256 = b.rapport_sha256 JOIN toestemming AS t ON t.dossier = b.dossier AND t.vaststelling_sha256 = b.vaststelling_sha256 AND t.eind_sha256 = b.eind_sha256 JOIN levering AS l ON l.toestemming = t.id WHERE b.dossier = NEW.id AND v.nummer = NEW.versie AND b.uitkomst = 'vastgesteld' AND NOT EXISTS (SELECT 1 FROM intrekking AS i WHERE i.toestemming = t.id)))) BEGIN SELECT RAISE(ABORT, 'OPSLAG-BEWIJS'); END
-- ;;
CREATE TABLE auditregel (
	volgnummer INTEGER NOT NULL, 
	handeling TEXT NOT NULL, 
	herkomst TEXT NOT NULL, 
	moment TEXT NOT NULL, 
	object TEXT NOT NULL, 
	uitkomst TEXT NOT NULL, 
	vorige_sha256 TEXT NOT NULL, 
	wie TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	PRIMARY KEY (volgnummer), 
	UNIQUE (sha256)
)
 STRICT
-- ;;
CREATE TRIGGER IF NOT EXISTS auditregel_toevoegen BEFORE INSERT ON auditregel BEGIN
    SELECT RAISE(ABORT, 'auditregel: bestaat al') WHERE EXISTS
      (SELECT 1 FROM auditregel WHERE volgnummer = NEW.volgnummer OR sha256 = NEW.sha256);
    SELECT RAISE(ABORT, 'auditregel: sluit niet aan') WHERE
      NEW.volgnummer IS NOT coalesce((SELECT max(volgnummer) FROM auditregel), 0) + 1 OR NEW.vorige_sha256 IS NOT
      coalesce((SELECT sha256 FROM auditregel ORDER BY volgnummer DESC LIMIT 1), '0000000000000000000000000000000000000000000000000000000000000000');
    END
-- ;;
CREATE TRIGGER IF NOT EXISTS auditregel_wijzigen BEFORE UPDATE ON auditregel BEGIN
    SELECT RAISE(ABORT, 'auditregel: alleen toevoegen'); END
-- ;;
CREATE TRIGGER IF NOT EXISTS auditregel_verwijderen BEFORE DELETE ON auditregel BEGIN
    SELECT RAISE(ABORT, 'auditregel: alleen toevoegen'); END
