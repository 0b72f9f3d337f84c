package io.bcda.refusal;

/** Why a request is refused. Rooms know reasons; only {@code api} knows what HTTP makes of them. */
public enum Reason {
  /** A parameter, header or body that cannot be understood. */
  MALFORMED,
  /** Understood, but this server does not do it. */
  NOT_SUPPORTED,
  /** The signed-in client may not do this. */
  FORBIDDEN,
  /** The token's scopes do not cover what was asked. */
  INSUFFICIENT_SCOPE,
  /** There is no such thing, or not for this ACO. */
  NOT_FOUND,
  /** No attribution is in force for what was asked. */
  NO_ATTRIBUTION,
  /** It was there and is no more. */
  GONE,
  /** Bytes were asked that the file does not have. */
  RANGE_OUTSIDE_FILE,
  /** The same is under way, or too much is; try again later. */
  BUSY,
  /** There is no room to store what it would make; try again later. */
  NO_SPACE,
  /** Our fault. */
  FAILED
}
