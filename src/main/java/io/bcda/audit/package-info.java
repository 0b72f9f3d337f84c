/** The one append-only trail of what was asked, given and changed. Owns table: audit_event. */
@NullMarked
package io.bcda.audit;

import org.jspecify.annotations.NullMarked;
