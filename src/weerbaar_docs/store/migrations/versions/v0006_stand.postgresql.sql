-- SPDX-License-Identifier: EUPL-1.2
-- ;;
CREATE TABLE registerstand (
	naam TEXT NOT NULL,
	volgnummer BIGINT NOT NULL,
	mac TEXT NOT NULL,
	CONSTRAINT pk_registerstand PRIMARY KEY (naam),
	CONSTRAINT ck_registerstand_mac CHECK (length(mac) = 64),
	CONSTRAINT ck_registerstand_naam CHECK (naam = 'register')
)
-- ;;
CREATE TABLE vernietigingsverklaring (
	dossier TEXT NOT NULL,
	sha256 TEXT NOT NULL CONSTRAINT ck_vernietigingsverklaring_sha256 CHECK (length(sha256) = 64),
	gemaakt_op TEXT NOT NULL,
	gegevens BYTEA NOT NULL,
	CONSTRAINT pk_vernietigingsverklaring PRIMARY KEY (dossier, sha256),
	CONSTRAINT ck_vernietigingsverklaring_gegevens_verzegeld CHECK (encode(substr(gegevens, 1, 4), 'hex') = '57445631'),
	CONSTRAINT fk_vernietigingsverklaring_dossier FOREIGN KEY(dossier) REFERENCES dossier (id)
)
-- ;;
CREATE FUNCTION wd_registerstand_stand_update() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN IF NEW.naam <> OLD.naam OR NEW.volgnummer <= OLD.volgnummer THEN RAISE EXCEPTION 'OPSLAG-STAND' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$
-- ;;
CREATE TRIGGER wd_registerstand_stand_update BEFORE UPDATE ON registerstand FOR EACH ROW EXECUTE FUNCTION wd_registerstand_stand_update()
-- ;;
CREATE FUNCTION wd_registerstand_blijvend_delete() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-BLIJVEND' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$
-- ;;
CREATE TRIGGER wd_registerstand_blijvend_delete BEFORE DELETE ON registerstand FOR EACH ROW EXECUTE FUNCTION wd_registerstand_blijvend_delete()
-- ;;
CREATE TRIGGER wd_registerstand_blijvend_delete_truncate BEFORE TRUNCATE ON registerstand FOR EACH STATEMENT EXECUTE FUNCTION wd_registerstand_blijvend_delete()
-- ;;
CREATE FUNCTION wd_vernietigingsverklaring_blijvend_update() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-BLIJVEND' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$
-- ;;
CREATE TRIGGER wd_vernietigingsverklaring_blijvend_update BEFORE UPDATE ON vernietigingsverklaring FOR EACH ROW EXECUTE FUNCTION wd_vernietigingsverklaring_blijvend_update()
-- ;;
CREATE FUNCTION wd_vernietigingsverklaring_blijvend_delete() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-BLIJVEND' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$
-- ;;
CREATE TRIGGER wd_vernietigingsverklaring_blijvend_delete BEFORE DELETE ON vernietigingsverklaring FOR EACH ROW EXECUTE FUNCTION wd_vernietigingsverklaring_blijvend_delete()
-- ;;
CREATE TRIGGER wd_vernietigingsverklaring_blijvend_delete_truncate BEFORE TRUNCATE ON vernietigingsverklaring FOR EACH STATEMENT EXECUTE FUNCTION wd_vernietigingsverklaring_blijvend_delete()
-- ;;
CREATE FUNCTION wd_datasleutel_omhulling_update() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-OMHULLING' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$
-- ;;
CREATE TRIGGER wd_datasleutel_omhulling_update BEFORE UPDATE ON datasleutel FOR EACH ROW EXECUTE FUNCTION wd_datasleutel_omhulling_update()
-- ;;
CREATE FUNCTION wd_datasleutel_laatste_delete() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN IF NOT EXISTS (SELECT 1 FROM datasleutel WHERE bereik = OLD.bereik AND houder <> OLD.houder) AND NOT EXISTS (SELECT 1 FROM dossier WHERE id = OLD.bereik AND status = 'vernietigd') THEN RAISE EXCEPTION 'OPSLAG-LAATSTE' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$
-- ;;
CREATE TRIGGER wd_datasleutel_laatste_delete BEFORE DELETE ON datasleutel FOR EACH ROW EXECUTE FUNCTION wd_datasleutel_laatste_delete()
-- ;;
CREATE TRIGGER wd_datasleutel_laatste_delete_truncate BEFORE TRUNCATE ON datasleutel FOR EACH STATEMENT EXECUTE FUNCTION wd_datasleutel_laatste_delete()
-- ;;
CREATE FUNCTION wd_dossier_verklaring_update() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN IF NEW.status = 'vernietigd' AND OLD.status <> NEW.status AND NOT EXISTS (SELECT 1 FROM vernietigingsverklaring WHERE dossier = NEW.id) THEN RAISE EXCEPTION 'OPSLAG-VERKLARING' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$
-- ;;
CREATE TRIGGER wd_dossier_verklaring_update BEFORE UPDATE ON dossier FOR EACH ROW EXECUTE FUNCTION wd_dossier_verklaring_update()
-- ;;
CREATE FUNCTION wd_sjabloon_blijvend_update() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-BLIJVEND' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$
-- ;;
CREATE TRIGGER wd_sjabloon_blijvend_update BEFORE UPDATE ON sjabloon FOR EACH ROW EXECUTE FUNCTION wd_sjabloon_blijvend_update()
-- ;;
CREATE FUNCTION wd_sjabloon_blijvend_delete() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-BLIJVEND' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$
-- ;;
CREATE TRIGGER wd_sjabloon_blijvend_delete BEFORE DELETE ON sjabloon FOR EACH ROW EXECUTE FUNCTION wd_sjabloon_blijvend_delete()
-- ;;
CREATE TRIGGER wd_sjabloon_blijvend_delete_truncate BEFORE TRUNCATE ON sjabloon FOR EACH STATEMENT EXECUTE FUNCTION wd_sjabloon_blijvend_delete()
-- ;;
CREATE INDEX IF NOT EXISTS auditregel_registers ON auditregel (volgnummer) WHERE handeling IN ('opslag_ingericht', 'opslag_gemigreerd', 'medewerker_gewijzigd', 'organisatie_gewijzigd', 'contact_gewijzigd', 'contact_gecontroleerd', 'sleutel_gewijzigd', 'vernietigd') AND uitkomst = 'gelukt'
