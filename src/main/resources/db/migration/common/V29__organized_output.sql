-- How the files of an export are laid out: TYPE, or PATIENT, in blocks of one person each.
ALTER TABLE export_job ADD COLUMN organized_by VARCHAR(10) DEFAULT 'TYPE' NOT NULL;

-- The codes of all types whose rows stand in a slice's file together.
ALTER TABLE export_slice ALTER COLUMN type SET DATA TYPE VARCHAR(10);

-- Null: the file holds several types, in blocks.
ALTER TABLE export_file ALTER COLUMN type DROP NOT NULL;
