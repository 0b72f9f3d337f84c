package io.bcda.attribution;

import java.util.Optional;

/**
 * The state of an ACO's attribution of one kind.
 *
 * @param roster the roster in force, with its file's time, the time it was loaded, performance year
 *     and number of members
 * @param validity whether it can be used now, until when, and why
 */
public record AttributionStatus(
    RosterKind kind, Optional<Roster> roster, RosterValidity validity) {}
