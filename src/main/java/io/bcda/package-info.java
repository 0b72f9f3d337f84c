/**
 * The application class. Each package below is a room with one job; docs/architecture.md is the
 * map. Owns no table.
 */
@NullMarked
package io.bcda;

import org.jspecify.annotations.NullMarked;
