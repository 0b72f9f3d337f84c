/** A synthetic world, its expected answers, and the first start. Owns no table. */
@NullMarked
package io.bcda.sandbox;

import org.jspecify.annotations.NullMarked;
