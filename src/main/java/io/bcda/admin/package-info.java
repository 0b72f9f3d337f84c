/**
 * Operators' commands, run on the configured database, without the server; and what they do over
 * HTTP, on the server's management port. Owns no table.
 */
@NullMarked
package io.bcda.admin;

import org.jspecify.annotations.NullMarked;
