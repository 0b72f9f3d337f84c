/**
 * Export files: gzip with segments, the folder they lie in, byte ranges of both forms. Owns no
 * table.
 */
@NullMarked
package io.bcda.files;

import org.jspecify.annotations.NullMarked;
