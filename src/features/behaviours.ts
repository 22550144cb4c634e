/**
 * What upstream changed without a feature gate. One member per difference, named for what it does, with its source.
 * The value for each minor is in versions.ts.
 */
export interface Behaviours {
  /** The library's name in signature errors: `square/go-jose: error in cryptographic primitive`. */
  readonly joseLibrary: string;
}
