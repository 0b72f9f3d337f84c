/**
 * How the server listens: TLS, whose word counts on where a request came from, how long a client
 * may take, and which paths are none. Uses no other room but settings; owns no table.
 */
@NullMarked
package io.bcda.web;

import org.jspecify.annotations.NullMarked;
