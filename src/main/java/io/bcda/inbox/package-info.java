/** Folders into which files are delivered: taken when complete, kept or rejected with a report. */
@NullMarked
package io.bcda.inbox;

import org.jspecify.annotations.NullMarked;
