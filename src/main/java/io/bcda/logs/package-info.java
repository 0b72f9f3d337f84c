/**
 * What may stand in the log: the last line of defence, should a person's or a client's secret reach
 * it; and what looks like a person's identifier. Uses no other room but settings; owns no table.
 */
@NullMarked
package io.bcda.logs;

import org.jspecify.annotations.NullMarked;
