/** HAPI batch2 on one node or many: passes by event, leases, watchdog. Owns table: chunk_lease. */
@NullMarked
package io.bcda.cluster;

import org.jspecify.annotations.NullMarked;
