package io.bcda.attribution;

import java.util.OptionalLong;

/**
 * A roster while it decides who is attributed.
 *
 * @param id of the row in {@code roster_in_force}
 * @param former the roster that was in force when this one came into force, empty if none was
 */
public record RosterInForce(long id, Roster roster, OptionalLong former) {}
