import { type ValidationWording } from '../apis/validation/wording.js';

/**
 * What upstream changed without a feature gate. One member per difference, named for what it does, with its source.
 * The value for each minor is in versions.ts.
 */
export interface Behaviours extends ValidationWording {
  /** The library's name in signature errors: `square/go-jose: error in cryptographic primitive`. go.mod's jose. */
  readonly joseLibrary: string;
  /** Group/versions served without --runtime-config (of the groups that exist here), `v1` for the core group. pkg/controlplane/instance.go. */
  readonly servedVersions: readonly string[];
  /** TokenRequest's answer has name, namespace, creationTimestamp (and uid where tokenRequestFillsUid). pkg/registry/core/serviceaccount/storage/token.go. */
  readonly tokenRequestFillsMetadata: boolean;
  /** A TokenRequest whose metadata.name or .namespace differs from the URL's is refused. Same source. */
  readonly tokenRequestChecksName: boolean;
  /** `Warning` where --service-account-max-token-expiration shortens a token's life. Same source. */
  readonly tokenRequestWarnsShortened: boolean;
  /** The 3607 s extension needs an API audience in the request, besides a pod. Same source. */
  readonly tokenRequestExtensionNeedsApiAudience: boolean;
  /** `kubectl get serviceaccounts` has the column SECRETS. pkg/printers/internalversion/printers.go. */
  readonly serviceAccountSecretsColumn: boolean;
  /** `creationTimestamp: null` is written where there is none. ObjectMeta's json tag (omitzero) in apimachinery. */
  readonly nullCreationTimestamp: boolean;
  /** kube-root-ca.crt has the annotation kubernetes.io/description. pkg/controller/certificates/rootcacertpublisher. */
  readonly rootCADescriptionAnnotation: boolean;
}
