/** Work that is done again and again, on a thread of its own. Uses no other room; owns no table. */
@NullMarked
package io.bcda.rounds;

import org.jspecify.annotations.NullMarked;
