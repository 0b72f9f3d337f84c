/** ACOs, their models and participation. Owns table: aco. */
@NullMarked
package io.bcda.aco;

import org.jspecify.annotations.NullMarked;
