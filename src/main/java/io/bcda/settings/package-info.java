/**
 * What every room needs to know of how the server was started: the one writable folder, the public
 * address, sandbox or not. Uses no other room; owns no table.
 */
@NullMarked
package io.bcda.settings;

import org.jspecify.annotations.NullMarked;
