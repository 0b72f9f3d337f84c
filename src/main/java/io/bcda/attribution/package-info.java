/**
 * Delivery files to rosters to cohorts; who is visible to whom. Owns tables: delivery, roster,
 * roster_member, roster_in_force.
 */
@NullMarked
package io.bcda.attribution;

import org.jspecify.annotations.NullMarked;
