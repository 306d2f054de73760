-- SPDX-License-Identifier: EUPL-1.2
-- ;;
CREATE TABLE blob (
	sha256 TEXT NOT NULL,
	inhoud BYTEA NOT NULL,
	gemaakt_op TEXT NOT NULL,
	CONSTRAINT pk_blob PRIMARY KEY (sha256),
	CONSTRAINT ck_blob_inhoud_verzegeld CHECK (encode(substr(inhoud, 1, 4), 'hex') = '57445631')
)
-- ;;
CREATE TABLE datasleutel (
	bereik TEXT NOT NULL,
	houder TEXT NOT NULL,
	omhulling BYTEA NOT NULL,
	gemaakt_op TEXT NOT NULL,
	CONSTRAINT pk_datasleutel PRIMARY KEY (bereik, houder),
	CONSTRAINT ck_datasleutel_omhulling_verzegeld CHECK (encode(substr(omhulling, 1, 4), 'hex') = '57445631')
)
-- ;;
CREATE TABLE intrekking (
	toestemming TEXT NOT NULL,
	ingetrokken_op TEXT NOT NULL,
	CONSTRAINT pk_intrekking PRIMARY KEY (toestemming)
)
-- ;;
CREATE TABLE medewerker (
	id TEXT NOT NULL,
	vingerafdruk TEXT NOT NULL,
	van TEXT NOT NULL,
	tot TEXT,
	sha256 TEXT NOT NULL,
	gegevens BYTEA NOT NULL,
	CONSTRAINT pk_medewerker PRIMARY KEY (id),
	CONSTRAINT ck_medewerker_sha256 CHECK (length(sha256) = 64),
	CONSTRAINT ck_medewerker_gegevens_verzegeld CHECK (encode(substr(gegevens, 1, 4), 'hex') = '57445631'),
	CONSTRAINT ck_medewerker_id CHECK (length(id) = 7 AND id LIKE 'MW-%%'),
	CONSTRAINT uq_medewerker_vingerafdruk UNIQUE (vingerafdruk)
)
-- ;;
CREATE TABLE nonce (
	nonce TEXT NOT NULL,
	toestemming TEXT NOT NULL,
	gebruikt_op TEXT NOT NULL,
	CONSTRAINT pk_nonce PRIMARY KEY (nonce)
)
-- ;;
CREATE TABLE organisatie (
	oin TEXT NOT NULL, 
	type TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	gegevens BYTEA NOT NULL, 
	CONSTRAINT pk_organisatie PRIMARY KEY (oin), 
	CONSTRAINT ck_organisatie_sha256 CHECK (length(sha256) = 64), 
	CONSTRAINT ck_organisatie_gegevens_verzegeld CHECK (encode(substr(gegevens, 1, 4), 'hex') = '57445631')
)
-- ;;
CREATE TABLE sjabloon (
	naam TEXT NOT NULL,
	versie INTEGER NOT NULL,
	sha256 TEXT NOT NULL,
	inhoud BYTEA NOT NULL,
	gemaakt_op TEXT NOT NULL,
	CONSTRAINT pk_sjabloon PRIMARY KEY (naam, versie),
	CONSTRAINT ck_sjabloon_sha256 CHECK (length(sha256) = 64)
)
-- ;;
CREATE TABLE sleutel (
	vingerafdruk TEXT NOT NULL,
	houder TEXT NOT NULL,
	soort TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	gegevens BYTEA NOT NULL,
	geverifieerd_op TEXT NOT NULL,
	geldig_tot TEXT,
	vervallen_op TEXT,
	CONSTRAINT pk_sleutel PRIMARY KEY (vingerafdruk),
	CONSTRAINT ck_sleutel_soort CHECK (soort IN ('werkgever', 'bestuurder', 'medewerker', 'ccv_levering', 'bva')),
	CONSTRAINT ck_sleutel_sha256 CHECK (length(sha256) = 64),
	CONSTRAINT ck_sleutel_gegevens_verzegeld CHECK (encode(substr(gegevens, 1, 4), 'hex') = '57445631'),
	CONSTRAINT ck_sleutel_vingerafdruk CHECK (length(vingerafdruk) IN (40, 64))
)
-- ;;
CREATE TABLE status (
	naam TEXT NOT NULL,
	begin INTEGER NOT NULL,
	CONSTRAINT pk_status PRIMARY KEY (naam)
)
-- ;;
CREATE TABLE contactpunt (
	id TEXT NOT NULL, 
	organisatie TEXT, 
	geverifieerd_op TEXT NOT NULL, 
	vervalt_op TEXT, 
	sha256 TEXT NOT NULL, 
	gegevens BYTEA NOT NULL, 
	CONSTRAINT pk_contactpunt PRIMARY KEY (id), 
	CONSTRAINT ck_contactpunt_sha256 CHECK (length(sha256) = 64), 
	CONSTRAINT ck_contactpunt_gegevens_verzegeld CHECK (encode(substr(gegevens, 1, 4), 'hex') = '57445631'), 
	CONSTRAINT fk_contactpunt_organisatie FOREIGN KEY(organisatie) REFERENCES organisatie (oin)
)
-- ;;
CREATE TABLE dossier (
	id TEXT NOT NULL,
	status TEXT NOT NULL,
	versie INTEGER DEFAULT '0' NOT NULL,
	gewijzigd_op TEXT NOT NULL,
	CONSTRAINT pk_dossier PRIMARY KEY (id),
	CONSTRAINT ck_dossier_id CHECK (length(id) = 34 AND id LIKE 'D-%%'),
	CONSTRAINT fk_dossier_status FOREIGN KEY(status) REFERENCES status (naam)
)
-- ;;
CREATE TABLE medewerker_rol (
	medewerker TEXT NOT NULL,
	rol TEXT NOT NULL,
	CONSTRAINT pk_medewerker_rol PRIMARY KEY (medewerker, rol),
	CONSTRAINT ck_medewerker_rol_rol CHECK (rol IN ('adviseur', 'secretariaat', 'toetser', 'sleutelbeheerder', 'beheerder')),
	CONSTRAINT fk_medewerker_rol_medewerker FOREIGN KEY(medewerker) REFERENCES medewerker (id)
)
-- ;;
CREATE TABLE overgang (
	van TEXT NOT NULL,
	naar TEXT NOT NULL,
	CONSTRAINT pk_overgang PRIMARY KEY (van, naar),
	CONSTRAINT fk_overgang_van FOREIGN KEY(van) REFERENCES status (naam),
	CONSTRAINT fk_overgang_naar FOREIGN KEY(naar) REFERENCES status (naam)
)
-- ;;
CREATE TABLE bijlage (
	id TEXT NOT NULL,
	dossier TEXT NOT NULL,
	soort TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	blob_sha256 TEXT NOT NULL,
	gemaakt_op TEXT NOT NULL,
	CONSTRAINT pk_bijlage PRIMARY KEY (id),
	CONSTRAINT ck_bijlage_sha256 CHECK (length(sha256) = 64),
	CONSTRAINT ck_bijlage_blob_sha256 CHECK (length(blob_sha256) = 64),
	CONSTRAINT fk_bijlage_dossier FOREIGN KEY(dossier) REFERENCES dossier (id)
)
-- ;;
CREATE TABLE dossier_versie (
	dossier TEXT NOT NULL,
	nummer INTEGER NOT NULL,
	sha256 TEXT NOT NULL,
	rapport_sha256 TEXT,
	blob_sha256 TEXT NOT NULL,
	gemaakt_op TEXT NOT NULL,
	CONSTRAINT pk_dossier_versie PRIMARY KEY (dossier, nummer),
	CONSTRAINT ck_dossier_versie_sha256 CHECK (length(sha256) = 64),
	CONSTRAINT ck_dossier_versie_rapport_sha256 CHECK (length(rapport_sha256) = 64),
	CONSTRAINT ck_dossier_versie_blob_sha256 CHECK (length(blob_sha256) = 64),
	CONSTRAINT ck_dossier_versie_nummer CHECK (nummer > 0),
	CONSTRAINT uq_dossier_versie_dossier_nummer_rapport_sha256 UNIQUE (dossier, nummer, rapport_sha256),
	CONSTRAINT fk_dossier_versie_dossier FOREIGN KEY(dossier) REFERENCES dossier (id)
)
-- ;;
CREATE TABLE besluit (
	id TEXT NOT NULL,
	dossier TEXT NOT NULL,
	versie INTEGER NOT NULL,
	rapport_sha256 TEXT NOT NULL,
	uitkomst TEXT NOT NULL,
	vaststelling_sha256 TEXT,
	eind_sha256 TEXT,
	sha256 TEXT NOT NULL,
	inhoud BYTEA NOT NULL,
	besloten_op TEXT NOT NULL,
	CONSTRAINT pk_besluit PRIMARY KEY (id),
	CONSTRAINT ck_besluit_rapport_sha256 CHECK (length(rapport_sha256) = 64),
	CONSTRAINT ck_besluit_uitkomst CHECK (uitkomst IN ('vastgesteld', 'teruggestuurd')),
	CONSTRAINT ck_besluit_vaststelling_sha256 CHECK (length(vaststelling_sha256) = 64),
	CONSTRAINT ck_besluit_eind_sha256 CHECK (length(eind_sha256) = 64),
	CONSTRAINT ck_besluit_sha256 CHECK (length(sha256) = 64),
	CONSTRAINT ck_besluit_inhoud_verzegeld CHECK (encode(substr(inhoud, 1, 4), 'hex') = '57445631'),
	CONSTRAINT ck_besluit_uitkomst_sha256 CHECK ((uitkomst = 'vastgesteld') = (vaststelling_sha256 IS NOT NULL AND eind_sha256 IS NOT NULL)),
	CONSTRAINT uq_besluit_dossier_vaststelling_sha256_eind_sha256 UNIQUE (dossier, vaststelling_sha256, eind_sha256),
	CONSTRAINT fk_besluit_dossier_versie_rapport_sha256 FOREIGN KEY(dossier, versie, rapport_sha256) REFERENCES dossier_versie (dossier, nummer, rapport_sha256)
)
-- ;;
CREATE TABLE toestemming (
	id TEXT NOT NULL,
	dossier TEXT NOT NULL,
	vaststelling_sha256 TEXT NOT NULL,
	eind_sha256 TEXT NOT NULL,
	route TEXT NOT NULL,
	sleutel_pseudoniem TEXT,
	geldig_van TEXT NOT NULL,
	geldig_tot TEXT NOT NULL,
	nonce TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	inhoud BYTEA NOT NULL,
	CONSTRAINT pk_toestemming PRIMARY KEY (id),
	CONSTRAINT ck_toestemming_vaststelling_sha256 CHECK (length(vaststelling_sha256) = 64),
	CONSTRAINT ck_toestemming_eind_sha256 CHECK (length(eind_sha256) = 64),
	CONSTRAINT ck_toestemming_route CHECK (route IN ('via_ccv', 'via_bestuurder')),
	CONSTRAINT ck_toestemming_sha256 CHECK (length(sha256) = 64),
	CONSTRAINT ck_toestemming_inhoud_verzegeld CHECK (encode(substr(inhoud, 1, 4), 'hex') = '57445631'),
	CONSTRAINT ck_toestemming_ontvanger CHECK ((route = 'via_ccv') = (sleutel_pseudoniem IS NOT NULL)),
	CONSTRAINT ck_toestemming_periode CHECK (geldig_van < geldig_tot),
	CONSTRAINT uq_toestemming_nonce UNIQUE (nonce),
	CONSTRAINT uq_toestemming_id_dossier_vaststelling_sha256_eind_sha256_route UNIQUE (id, dossier, vaststelling_sha256, eind_sha256, route),
	CONSTRAINT fk_toestemming_dossier_vaststelling_sha256_eind_sha256 FOREIGN KEY(dossier, vaststelling_sha256, eind_sha256) REFERENCES besluit (dossier, vaststelling_sha256, eind_sha256)
)
-- ;;
CREATE FUNCTION wd_intrekking_blijvend_update() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-BLIJVEND' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$
-- ;;
CREATE TRIGGER wd_intrekking_blijvend_update BEFORE UPDATE ON intrekking FOR EACH ROW EXECUTE FUNCTION wd_intrekking_blijvend_update()
-- ;;
CREATE FUNCTION wd_intrekking_blijvend_delete() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-BLIJVEND' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$
-- ;;
CREATE TRIGGER wd_intrekking_blijvend_delete BEFORE DELETE ON intrekking FOR EACH ROW EXECUTE FUNCTION wd_intrekking_blijvend_delete()
-- ;;
CREATE TRIGGER wd_intrekking_blijvend_delete_truncate BEFORE TRUNCATE ON intrekking FOR EACH STATEMENT EXECUTE FUNCTION wd_intrekking_blijvend_delete()
-- ;;
CREATE FUNCTION wd_nonce_blijvend_update() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-BLIJVEND' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$
-- ;;
CREATE TRIGGER wd_nonce_blijvend_update BEFORE UPDATE ON nonce FOR EACH ROW EXECUTE FUNCTION wd_nonce_blijvend_update()
-- ;;
CREATE FUNCTION wd_nonce_blijvend_delete() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-BLIJVEND' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$
-- ;;
CREATE TRIGGER wd_nonce_blijvend_delete BEFORE DELETE ON nonce FOR EACH ROW EXECUTE FUNCTION wd_nonce_blijvend_delete()
-- ;;
CREATE TRIGGER wd_nonce_blijvend_delete_truncate BEFORE TRUNCATE ON nonce FOR EACH STATEMENT EXECUTE FUNCTION wd_nonce_blijvend_delete()
-- ;;
CREATE FUNCTION wd_status_vast_insert() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-VAST' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$
-- ;;
CREATE TRIGGER wd_status_vast_insert BEFORE INSERT ON status FOR EACH ROW EXECUTE FUNCTION wd_status_vast_insert()
-- ;;
CREATE FUNCTION wd_status_vast_update() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-VAST' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$
-- ;;
CREATE TRIGGER wd_status_vast_update BEFORE UPDATE ON status FOR EACH ROW EXECUTE FUNCTION wd_status_vast_update()
-- ;;
CREATE FUNCTION wd_status_vast_delete() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-VAST' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$
-- ;;
CREATE TRIGGER wd_status_vast_delete BEFORE DELETE ON status FOR EACH ROW EXECUTE FUNCTION wd_status_vast_delete()
-- ;;
CREATE TRIGGER wd_status_vast_delete_truncate BEFORE TRUNCATE ON status FOR EACH STATEMENT EXECUTE FUNCTION wd_status_vast_delete()
-- ;;
CREATE FUNCTION wd_dossier_beginstatus_insert() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN IF NEW.versie <> 0 OR NOT EXISTS (SELECT 1 FROM status WHERE naam = NEW.status AND begin = 1) THEN RAISE EXCEPTION 'OPSLAG-BEGINSTATUS' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$
-- ;;
CREATE TRIGGER wd_dossier_beginstatus_insert BEFORE INSERT ON dossier FOR EACH ROW EXECUTE FUNCTION wd_dossier_beginstatus_insert()
-- ;;
CREATE FUNCTION wd_dossier_overgang_update() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN IF NEW.status <> OLD.status AND NOT EXISTS (SELECT 1 FROM overgang WHERE van = OLD.status AND naar = NEW.status) THEN RAISE EXCEPTION 'OPSLAG-OVERGANG' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$
-- ;;
CREATE TRIGGER wd_dossier_overgang_update BEFORE UPDATE ON dossier FOR EACH ROW EXECUTE FUNCTION wd_dossier_overgang_update()
-- ;;
CREATE FUNCTION wd_dossier_versie_update() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN IF NEW.versie < OLD.versie OR (NEW.versie > OLD.versie AND NOT EXISTS (SELECT 1 FROM dossier_versie WHERE dossier = NEW.id AND nummer = NEW.versie)) THEN RAISE EXCEPTION 'OPSLAG-VERSIE' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$
-- ;;
CREATE TRIGGER wd_dossier_versie_update BEFORE UPDATE ON dossier FOR EACH ROW EXECUTE FUNCTION wd_dossier_versie_update()
-- ;;
CREATE FUNCTION wd_dossier_id_update() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN IF NEW.id <> OLD.id THEN RAISE EXCEPTION 'OPSLAG-ID' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$
-- ;;
CREATE TRIGGER wd_dossier_id_update BEFORE UPDATE ON dossier FOR EACH ROW EXECUTE FUNCTION wd_dossier_id_update()
-- ;;
CREATE FUNCTION wd_dossier_blijvend_delete() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-BLIJVEND' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$
-- ;;
CREATE TRIGGER wd_dossier_blijvend_delete BEFORE DELETE ON dossier FOR EACH ROW EXECUTE FUNCTION wd_dossier_blijvend_delete()
-- ;;
CREATE TRIGGER wd_dossier_blijvend_delete_truncate BEFORE TRUNCATE ON dossier FOR EACH STATEMENT EXECUTE FUNCTION wd_dossier_blijvend_delete()
-- ;;
CREATE FUNCTION wd_overgang_vast_insert() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-VAST' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$
-- ;;
CREATE TRIGGER wd_overgang_vast_insert BEFORE INSERT ON overgang FOR EACH ROW EXECUTE FUNCTION wd_overgang_vast_insert()
-- ;;
CREATE FUNCTION wd_overgang_vast_update() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-VAST' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$
-- ;;
CREATE TRIGGER wd_overgang_vast_update BEFORE UPDATE ON overgang FOR EACH ROW EXECUTE FUNCTION wd_overgang_vast_update()
-- ;;
CREATE FUNCTION wd_overgang_vast_delete() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-VAST' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$
-- ;;
CREATE TRIGGER wd_overgang_vast_delete BEFORE DELETE ON overgang FOR EACH ROW EXECUTE FUNCTION wd_overgang_vast_delete()
-- ;;
CREATE TRIGGER wd_overgang_vast_delete_truncate BEFORE TRUNCATE ON overgang FOR EACH STATEMENT EXECUTE FUNCTION wd_overgang_vast_delete()
-- ;;
CREATE FUNCTION wd_dossier_versie_blijvend_update() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-BLIJVEND' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$
-- ;;
CREATE TRIGGER wd_dossier_versie_blijvend_update BEFORE UPDATE ON dossier_versie FOR EACH ROW EXECUTE FUNCTION wd_dossier_versie_blijvend_update()
-- ;;
CREATE FUNCTION wd_dossier_versie_blijvend_delete() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-BLIJVEND' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$
-- ;;
CREATE TRIGGER wd_dossier_versie_blijvend_delete BEFORE DELETE ON dossier_versie FOR EACH ROW EXECUTE FUNCTION wd_dossier_versie_blijvend_delete()
-- ;;
CREATE TRIGGER wd_dossier_versie_blijvend_delete_truncate BEFORE TRUNCATE ON dossier_versie FOR EACH STATEMENT EXECUTE FUNCTION wd_dossier_versie_blijvend_delete()
-- ;;
CREATE FUNCTION wd_besluit_blijvend_update() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-BLIJVEND' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$
-- ;;
CREATE TRIGGER wd_besluit_blijvend_update BEFORE UPDATE ON besluit FOR EACH ROW EXECUTE FUNCTION wd_besluit_blijvend_update()
-- ;;
CREATE FUNCTION wd_besluit_blijvend_delete() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-BLIJVEND' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$
-- ;;
CREATE TRIGGER wd_besluit_blijvend_delete BEFORE DELETE ON besluit FOR EACH ROW EXECUTE FUNCTION wd_besluit_blijvend_delete()
-- ;;
CREATE TRIGGER wd_besluit_blijvend_delete_truncate BEFORE TRUNCATE ON besluit FOR EACH STATEMENT EXECUTE FUNCTION wd_besluit_blijvend_delete()
-- ;;
CREATE FUNCTION wd_toestemming_blijvend_update() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-BLIJVEND' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$
-- ;;
CREATE TRIGGER wd_toestemming_blijvend_update BEFORE UPDATE ON toestemming FOR EACH ROW EXECUTE FUNCTION wd_toestemming_blijvend_update()
-- ;;
CREATE FUNCTION wd_toestemming_blijvend_delete() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-BLIJVEND' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$
-- ;;
CREATE TRIGGER wd_toestemming_blijvend_delete BEFORE DELETE ON toestemming FOR EACH ROW EXECUTE FUNCTION wd_toestemming_blijvend_delete()
-- ;;
CREATE TRIGGER wd_toestemming_blijvend_delete_truncate BEFORE TRUNCATE ON toestemming FOR EACH STATEMENT EXECUTE FUNCTION wd_toestemming_blijvend_delete()
