/** The body cannot become the object: the message is Go's, without what callers put before it. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
}
