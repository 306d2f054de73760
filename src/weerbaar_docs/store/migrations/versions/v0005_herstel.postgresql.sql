-- SPDX-License-Identifier: EUPL-1.2
-- ;;
CREATE TABLE herstelbesluit (
	besluit TEXT NOT NULL,
	medewerker TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	gegevens BYTEA NOT NULL,
	vastgelegd_op TEXT NOT NULL,
	CONSTRAINT pk_herstelbesluit PRIMARY KEY (besluit, medewerker),
	CONSTRAINT ck_herstelbesluit_sha256 CHECK (length(sha256) = 64),
	CONSTRAINT ck_herstelbesluit_gegevens_verzegeld CHECK (encode(substr(gegevens, 1, 4), 'hex') = '57445631'),
	CONSTRAINT ck_herstelbesluit_besluit CHECK (length(besluit) = 64),
	CONSTRAINT fk_herstelbesluit_medewerker FOREIGN KEY(medewerker) REFERENCES medewerker (id)
)
-- ;;
CREATE FUNCTION wd_herstelbesluit_blijvend_update() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-BLIJVEND' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$
-- ;;
CREATE TRIGGER wd_herstelbesluit_blijvend_update BEFORE UPDATE ON herstelbesluit FOR EACH ROW EXECUTE FUNCTION wd_herstelbesluit_blijvend_update()
-- ;;
CREATE FUNCTION wd_herstelbesluit_blijvend_delete() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-BLIJVEND' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$
-- ;;
CREATE TRIGGER wd_herstelbesluit_blijvend_delete BEFORE DELETE ON herstelbesluit FOR EACH ROW EXECUTE FUNCTION wd_herstelbesluit_blijvend_delete()
-- ;;
CREATE TRIGGER wd_herstelbesluit_blijvend_delete_truncate BEFORE TRUNCATE ON herstelbesluit FOR EACH STATEMENT EXECUTE FUNCTION wd_herstelbesluit_blijvend_delete()
