package io.bcda.attribution;

/**
 * What was read of a file of members.
 *
 * @param members distinct MBIs
 * @param duplicates records whose MBI had come before
 * @param odd members whose MBI has not CMS's form
 */
record RosterRead(int members, int duplicates, int odd) {}
