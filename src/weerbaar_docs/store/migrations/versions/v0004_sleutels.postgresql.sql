-- SPDX-License-Identifier: EUPL-1.2
-- ;;
CREATE TABLE sleutel (
	id TEXT NOT NULL,
	houder TEXT NOT NULL,
	soort TEXT NOT NULL,
	opgenomen_op TEXT NOT NULL,
	geverifieerd_op TEXT NOT NULL,
	geldig_tot TEXT,
	vervallen_op TEXT,
	sha256 TEXT NOT NULL,
	gegevens BYTEA NOT NULL,
	CONSTRAINT pk_sleutel PRIMARY KEY (id),
	CONSTRAINT ck_sleutel_soort CHECK (soort IN ('werkgever', 'bestuurder', 'medewerker', 'ccv_levering', 'bva')),
	CONSTRAINT ck_sleutel_sha256 CHECK (length(sha256) = 64),
	CONSTRAINT ck_sleutel_gegevens_verzegeld CHECK (encode(substr(gegevens, 1, 4), 'hex') = '57445631'),
	CONSTRAINT ck_sleutel_id CHECK (length(id) = 34 AND id LIKE 'O-%%'),
	CONSTRAINT ck_sleutel_houder CHECK (length(houder) = 34 AND houder LIKE 'O-%%')
)
-- ;;
CREATE TABLE sleutelwissel (
	nieuw TEXT NOT NULL,
	medewerker TEXT NOT NULL,
	oud TEXT NOT NULL,
	vastgelegd_op TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	gegevens BYTEA NOT NULL,
	CONSTRAINT pk_sleutelwissel PRIMARY KEY (nieuw, medewerker),
	CONSTRAINT ck_sleutelwissel_sha256 CHECK (length(sha256) = 64),
	CONSTRAINT ck_sleutelwissel_gegevens_verzegeld CHECK (encode(substr(gegevens, 1, 4), 'hex') = '57445631'),
	CONSTRAINT ck_sleutelwissel_anders CHECK (oud <> nieuw),
	CONSTRAINT fk_sleutelwissel_nieuw FOREIGN KEY(nieuw) REFERENCES sleutel (id),
	CONSTRAINT fk_sleutelwissel_medewerker FOREIGN KEY(medewerker) REFERENCES medewerker (id),
	CONSTRAINT fk_sleutelwissel_oud FOREIGN KEY(oud) REFERENCES sleutel (id)
)
-- ;;
CREATE TABLE bericht (
	id TEXT NOT NULL,
	soort TEXT NOT NULL,
	sleutel TEXT NOT NULL,
	dossier TEXT,
	gemaakt_op TEXT NOT NULL,
	gedaan_op TEXT,
	sha256 TEXT NOT NULL,
	gegevens BYTEA NOT NULL,
	CONSTRAINT pk_bericht PRIMARY KEY (id),
	CONSTRAINT ck_bericht_soort CHECK (soort IN ('sleutel_aan_werkgever', 'sleutel_aan_bestuurder')),
	CONSTRAINT ck_bericht_sha256 CHECK (length(sha256) = 64),
	CONSTRAINT ck_bericht_gegevens_verzegeld CHECK (encode(substr(gegevens, 1, 4), 'hex') = '57445631'),
	CONSTRAINT ck_bericht_aan CHECK ((soort = 'sleutel_aan_bestuurder') = (dossier IS NOT NULL)),
	CONSTRAINT fk_bericht_sleutel FOREIGN KEY(sleutel) REFERENCES sleutel (id),
	CONSTRAINT fk_bericht_dossier FOREIGN KEY(dossier) REFERENCES dossier (id)
)
-- ;;
CREATE FUNCTION wd_sleutel_pin_update() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN IF NEW.id <> OLD.id OR NEW.houder <> OLD.houder OR NEW.soort <> OLD.soort OR NEW.opgenomen_op <> OLD.opgenomen_op OR (OLD.vervallen_op IS NOT NULL AND (NEW.vervallen_op IS NULL OR NEW.vervallen_op <> OLD.vervallen_op)) THEN RAISE EXCEPTION 'OPSLAG-PIN' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$
-- ;;
CREATE TRIGGER wd_sleutel_pin_update BEFORE UPDATE ON sleutel FOR EACH ROW EXECUTE FUNCTION wd_sleutel_pin_update()
-- ;;
CREATE FUNCTION wd_sleutel_blijvend_delete() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-BLIJVEND' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$
-- ;;
CREATE TRIGGER wd_sleutel_blijvend_delete BEFORE DELETE ON sleutel FOR EACH ROW EXECUTE FUNCTION wd_sleutel_blijvend_delete()
-- ;;
CREATE TRIGGER wd_sleutel_blijvend_delete_truncate BEFORE TRUNCATE ON sleutel FOR EACH STATEMENT EXECUTE FUNCTION wd_sleutel_blijvend_delete()
-- ;;
CREATE FUNCTION wd_sleutelwissel_blijvend_update() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-BLIJVEND' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$
-- ;;
CREATE TRIGGER wd_sleutelwissel_blijvend_update BEFORE UPDATE ON sleutelwissel FOR EACH ROW EXECUTE FUNCTION wd_sleutelwissel_blijvend_update()
-- ;;
CREATE FUNCTION wd_sleutelwissel_blijvend_delete() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-BLIJVEND' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$
-- ;;
CREATE TRIGGER wd_sleutelwissel_blijvend_delete BEFORE DELETE ON sleutelwissel FOR EACH ROW EXECUTE FUNCTION wd_sleutelwissel_blijvend_delete()
-- ;;
CREATE TRIGGER wd_sleutelwissel_blijvend_delete_truncate BEFORE TRUNCATE ON sleutelwissel FOR EACH STATEMENT EXECUTE FUNCTION wd_sleutelwissel_blijvend_delete()
-- ;;
CREATE FUNCTION wd_bericht_bericht_update() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN IF NEW.id <> OLD.id OR NEW.soort <> OLD.soort OR NEW.sleutel <> OLD.sleutel OR NEW.gemaakt_op <> OLD.gemaakt_op OR coalesce(NEW.dossier, '') <> coalesce(OLD.dossier, '') OR NEW.sha256 <> OLD.sha256 OR NEW.gegevens <> OLD.gegevens OR (OLD.gedaan_op IS NOT NULL AND (NEW.gedaan_op IS NULL OR NEW.gedaan_op <> OLD.gedaan_op)) THEN RAISE EXCEPTION 'OPSLAG-BERICHT' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$
-- ;;
CREATE TRIGGER wd_bericht_bericht_update BEFORE UPDATE ON bericht FOR EACH ROW EXECUTE FUNCTION wd_bericht_bericht_update()
-- ;;
CREATE FUNCTION wd_bericht_blijvend_delete() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-BLIJVEND' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$
-- ;;
CREATE TRIGGER wd_bericht_blijvend_delete BEFORE DELETE ON bericht FOR EACH ROW EXECUTE FUNCTION wd_bericht_blijvend_delete()
-- ;;
CREATE TRIGGER wd_bericht_blijvend_delete_truncate BEFORE TRUNCATE ON bericht FOR EACH STATEMENT EXECUTE FUNCTION wd_bericht_blijvend_delete()
