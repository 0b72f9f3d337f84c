/** Why a request cannot be served, without HTTP. Used by every room; owns no table. */
@NullMarked
package io.bcda.refusal;

import org.jspecify.annotations.NullMarked;
