-- SPDX-License-Identifier: EUPL-1.2
-- ;;
CREATE TABLE geheim (
	naam TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	inhoud BYTEA NOT NULL, 
	CONSTRAINT pk_geheim PRIMARY KEY (naam), 
	CONSTRAINT ck_geheim_sha256 CHECK (length(sha256) = 64), 
	CONSTRAINT ck_geheim_inhoud_verzegeld CHECK (encode(substr(inhoud, 1, 4), 'hex') = '57445631')
)
-- ;;
CREATE TABLE houder (
	id TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	gegevens BYTEA NOT NULL, 
	CONSTRAINT pk_houder PRIMARY KEY (id), 
	CONSTRAINT ck_houder_sha256 CHECK (length(sha256) = 64), 
	CONSTRAINT ck_houder_gegevens_verzegeld CHECK (encode(substr(gegevens, 1, 4), 'hex') = '57445631')
)
-- ;;
CREATE FUNCTION wd_geheim_blijvend_update() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-BLIJVEND' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$
-- ;;
CREATE TRIGGER wd_geheim_blijvend_update BEFORE UPDATE ON geheim FOR EACH ROW EXECUTE FUNCTION wd_geheim_blijvend_update()
-- ;;
CREATE FUNCTION wd_geheim_blijvend_delete() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-BLIJVEND' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$
-- ;;
CREATE TRIGGER wd_geheim_blijvend_delete BEFORE DELETE ON geheim FOR EACH ROW EXECUTE FUNCTION wd_geheim_blijvend_delete()
-- ;;
CREATE TRIGGER wd_geheim_blijvend_delete_truncate BEFORE TRUNCATE ON geheim FOR EACH STATEMENT EXECUTE FUNCTION wd_geheim_blijvend_delete()
-- ;;
CREATE FUNCTION wd_dossier_bewijs_update() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN IF NEW.status <> OLD.status AND ((NEW.status = 'vastgesteld' AND NOT EXISTS (SELECT 1 FROM besluit AS b JOIN dossier_versie AS v ON v.dossier = b.dossier AND v.rapport_sha256 = b.rapport_sha256 WHERE b.dossier = NEW.id AND v.nummer = NEW.versie AND b.uitkomst = 'vastgesteld')) OR (NEW.status = 'toestemming_verleend' AND NOT EXISTS (SELECT 1 FROM besluit AS b JOIN dossier_versie AS v ON v.dossier = b.dossier AND v.rapport_sha256 = b.rapport_sha256 JOIN toestemming AS t ON t.dossier = b.dossier AND t.vaststelling_sha256 = b.vaststelling_sha256 AND t.eind_sha256 = b.eind_sha256 WHERE b.dossier = NEW.id AND v.nummer = NEW.versie AND b.uitkomst = 'vastgesteld' AND NOT EXISTS (SELECT 1 FROM intrekking AS i WHERE i.toestemming = t.id) AND t.route <> 'via_bestuurder')) OR (NEW.status = 'door_bestuurder_zelf_verstrekt' AND NOT EXISTS (SELECT 1 FROM besluit AS b JOIN dossier_versie AS v ON v.dossier = b.dossier AND v.rapport_sha256 = b.rapport_sha256 JOIN toestemming AS t ON t.dossier = b.dossier AND t.vaststelling_sha256 = b.vaststelling_sha256 AND t.eind_sha256 = b.eind_sha256 WHERE b.dossier = NEW.id AND v.nummer = NEW.versie AND b.uitkomst = 'vastgesteld' AND NOT EXISTS (SELECT 1 FROM intrekking AS i WHERE i.toestemming = t.id) AND t.route = 'via_bestuurder')) OR (NEW.status = 'verzonden' AND NOT EXISTS (SELECT 1 FROM besluit AS b JOIN dossier_versie AS v ON v.dossier = b.dossier AND v.rapport_sha256 = b.rapport_sha256 JOIN toestemming AS t ON t.dossier = b.dossier AND t.vaststelling_sha256 = b.vaststelling_sha256 AND t.eind_sha256 = b.eind_sha256 JOIN levering AS l ON l.toestemming = t.id WHERE b.dossier = NEW.id AND v.nummer = NEW.versie AND b.uitkomst = 'vastgesteld' AND NOT EXISTS (SELECT 1 FROM intrekking AS i WHERE i.toestemming = t.id)))) THEN RAISE EXCEPTION 'OPSLAG-BEWIJS' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$
-- ;;
CREATE TRIGGER wd_dossier_bewijs_update BEFORE UPDATE ON dossier FOR EACH ROW EXECUTE FUNCTION wd_dossier_bewijs_update()
-- ;;
CREATE TABLE auditregel (
	volgnummer BIGINT NOT NULL, 
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
-- ;;
CREATE OR REPLACE FUNCTION auditregel_bewaak() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE laatste bigint; kop text;
    BEGIN
      IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'auditregel: alleen toevoegen' USING ERRCODE = '23000';
      END IF;
      PERFORM pg_advisory_xact_lock(6288222814189737009);
      EXECUTE format('SELECT volgnummer, sha256 FROM %%I.%%I ORDER BY volgnummer DESC LIMIT 1',
        TG_TABLE_SCHEMA, TG_TABLE_NAME) INTO laatste, kop;
      IF NEW.volgnummer IS DISTINCT FROM coalesce(laatste, 0) + 1
        OR NEW.vorige_sha256 IS DISTINCT FROM coalesce(kop, '0000000000000000000000000000000000000000000000000000000000000000') THEN
        RAISE EXCEPTION 'auditregel: sluit niet aan' USING ERRCODE = '23000';
      END IF;
      RETURN NEW;
    END $$
-- ;;
CREATE OR REPLACE TRIGGER auditregel_rij BEFORE INSERT OR UPDATE OR DELETE ON auditregel
    FOR EACH ROW EXECUTE FUNCTION auditregel_bewaak()
-- ;;
CREATE OR REPLACE TRIGGER auditregel_tabel BEFORE TRUNCATE ON auditregel
    FOR EACH STATEMENT EXECUTE FUNCTION auditregel_bewaak()
