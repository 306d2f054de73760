-- SPDX-License-Identifier: EUPL-1.2
-- ;;
CREATE TABLE verhoging (
	indiening TEXT NOT NULL,
	nummer INTEGER NOT NULL,
	dossier TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	blob_sha256 TEXT NOT NULL,
	gegevens BYTEA NOT NULL,
	gemaakt_op TEXT NOT NULL,
	CONSTRAINT pk_verhoging PRIMARY KEY (indiening, nummer),
	CONSTRAINT ck_verhoging_sha256 CHECK (length(sha256) = 64),
	CONSTRAINT ck_verhoging_blob_sha256 CHECK (length(blob_sha256) = 64),
	CONSTRAINT ck_verhoging_gegevens_verzegeld CHECK (encode(substr(gegevens, 1, 4), 'hex') = '57445631'),
	CONSTRAINT ck_verhoging_nummer CHECK (nummer > 0),
	CONSTRAINT fk_verhoging_indiening FOREIGN KEY(indiening) REFERENCES indiening (id)
)
-- ;;
CREATE FUNCTION wd_verhoging_blijvend_update() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-BLIJVEND' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$
-- ;;
CREATE TRIGGER wd_verhoging_blijvend_update BEFORE UPDATE ON verhoging FOR EACH ROW EXECUTE FUNCTION wd_verhoging_blijvend_update()
-- ;;
CREATE FUNCTION wd_verhoging_blijvend_delete() RETURNS trigger LANGUAGE plpgsql SET search_path = @schema@, pg_temp AS $$ BEGIN RAISE EXCEPTION 'OPSLAG-BLIJVEND' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$
-- ;;
CREATE TRIGGER wd_verhoging_blijvend_delete BEFORE DELETE ON verhoging FOR EACH ROW EXECUTE FUNCTION wd_verhoging_blijvend_delete()
-- ;;
CREATE TRIGGER wd_verhoging_blijvend_delete_truncate BEFORE TRUNCATE ON verhoging FOR EACH STATEMENT EXECUTE FUNCTION wd_verhoging_blijvend_delete()
