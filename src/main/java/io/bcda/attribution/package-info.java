/**
 * Delivery files to rosters and preferences to cohorts; who is visible to whom. Owns tables:
 * delivery, roster, roster_member, roster_in_force, preference_file, preference, model_rule,
 * participation, attribution_latch, change_list, change_row, cohort_person.
 */
@NullMarked
package io.bcda.attribution;

import org.jspecify.annotations.NullMarked;
