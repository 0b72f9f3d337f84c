/** Operators' commands. Owns no table. */
@NullMarked
package io.bcda.admin;

import org.jspecify.annotations.NullMarked;
