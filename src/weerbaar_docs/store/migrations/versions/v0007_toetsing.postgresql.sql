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
	gegevens BYTEA NOT NULL,
	CONSTRAINT pk_indiening PRIMARY KEY (id),
	CONSTRAINT ck_indiening_rapport_sha256 CHECK (length(rapport_sha256) = 64),
	CONSTRAINT ck_indiening_status CHECK (status IN ('ontvangen', 'besloten')),
	CONSTRAINT ck_indiening_sha256 CHECK (length(sha256) = 64),
	CONSTRAINT ck_indiening_gegevens_verzegeld CHECK (encode(substr(gegevens, 1, 4), 'hex') = '57445631'),
	CONSTRAINT ck_indiening_id CHECK (length(id) = 34 AND id LIKE 'O-%%'),
	CONSTRAINT ck_indiening_dossier CHECK (length(dossier) = 34 AND dossier LIKE 'D-%%')
)
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
-- ;;
CREATE FUNCTION wd_indiening_indiening_update() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN IF OLD.status = 'besloten' OR NEW.id <> OLD.id OR NEW.dossier <> OLD.dossier OR NEW.versie <> OLD.versie OR NEW.rapport_sha256 <> OLD.rapport_sha256 OR NEW.ontvangen_op <> OLD.ontvangen_op THEN RAISE EXCEPTION 'OPSLAG-INDIENING' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$
-- ;;
CREATE TRIGGER wd_indiening_indiening_update BEFORE UPDATE ON indiening FOR EACH ROW EXECUTE FUNCTION wd_indiening_indiening_update()
-- ;;
CREATE FUNCTION wd_indiening_blijvend_delete() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-BLIJVEND' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$
-- ;;
CREATE TRIGGER wd_indiening_blijvend_delete BEFORE DELETE ON indiening FOR EACH ROW EXECUTE FUNCTION wd_indiening_blijvend_delete()
-- ;;
CREATE TRIGGER wd_indiening_blijvend_delete_truncate BEFORE TRUNCATE ON indiening FOR EACH STATEMENT EXECUTE FUNCTION wd_indiening_blijvend_delete()
-- ;;
CREATE FUNCTION wd_toetsstuk_blijvend_update() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-BLIJVEND' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$
-- ;;
CREATE TRIGGER wd_toetsstuk_blijvend_update BEFORE UPDATE ON toetsstuk FOR EACH ROW EXECUTE FUNCTION wd_toetsstuk_blijvend_update()
-- ;;
CREATE FUNCTION wd_toetsstuk_blijvend_delete() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-BLIJVEND' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$
-- ;;
CREATE TRIGGER wd_toetsstuk_blijvend_delete BEFORE DELETE ON toetsstuk FOR EACH ROW EXECUTE FUNCTION wd_toetsstuk_blijvend_delete()
-- ;;
CREATE TRIGGER wd_toetsstuk_blijvend_delete_truncate BEFORE TRUNCATE ON toetsstuk FOR EACH STATEMENT EXECUTE FUNCTION wd_toetsstuk_blijvend_delete()
