/** Operators' commands: run on the configured database, without the server. Owns no table. */
@NullMarked
package io.bcda.admin;

import org.jspecify.annotations.NullMarked;
