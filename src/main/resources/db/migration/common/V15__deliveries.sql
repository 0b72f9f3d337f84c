-- What a delivered file is, for lists of deliveries. Null: nobody can tell.
ALTER TABLE delivery ADD COLUMN kind VARCHAR(16);
ALTER TABLE delivery ADD COLUMN aco VARCHAR(20);
ALTER TABLE delivery ADD COLUMN performance_year INT;
ALTER TABLE delivery ADD COLUMN file_time TIMESTAMP(3) WITH TIME ZONE;
ALTER TABLE delivery ADD COLUMN members INT;
ALTER TABLE delivery ADD COLUMN rolled_back_at TIMESTAMP(3) WITH TIME ZONE;

UPDATE delivery
   SET kind = (SELECT r.kind FROM roster r WHERE r.delivery_id = delivery.id),
       aco = (SELECT r.aco FROM roster r WHERE r.delivery_id = delivery.id),
       performance_year =
         (SELECT r.performance_year FROM roster r WHERE r.delivery_id = delivery.id),
       file_time = (SELECT r.file_time FROM roster r WHERE r.delivery_id = delivery.id),
       members = (SELECT r.members FROM roster r WHERE r.delivery_id = delivery.id)
 WHERE id IN (SELECT delivery_id FROM roster);

UPDATE delivery
   SET kind = 'PREFERENCES',
       file_time = (SELECT p.file_time FROM preference_file p WHERE p.delivery_id = delivery.id),
       members = (SELECT p.preferences FROM preference_file p WHERE p.delivery_id = delivery.id)
 WHERE id IN (SELECT delivery_id FROM preference_file);

CREATE INDEX delivery_aco ON delivery (aco);
CREATE INDEX roster_delivery ON roster (delivery_id);
CREATE INDEX preference_file_delivery ON preference_file (delivery_id);
